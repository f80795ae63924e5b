// The reader's day on the home page: what all of their roles have to do today, and where each stands in its first days.

import { Board, TICKS } from "../board/model.js";
import { keepTicks } from "../board/ticks.js";
import { BoardView } from "../board/view.js";
import { h } from "../lib/dom.js";
import { today } from "../rules/schedule.js";
import { WorkCalendar } from "../rules/workdays.js";
import { keptNotice } from "../store/notice.js";
import { linksOf, notices, page, seeing } from "./notes.js";
import { dayOf, whenMine } from "./roles.js";
import { stageNow } from "./stages.js";

/** @import { Owner, Task } from "../board/model.js" */
/** @import { Store } from "../store/store.js" */
/** @import { Mine, MyRole } from "./resolve.js" */
/** @typedef {{role: MyRole, day: any}} Day a role with what it does when; null where that couldn't be fetched */

/** A link to a place of the playbook. @param {[string, string]} named name and address */
const linkTo = ([name, path]) => h("a", { href: page(path) }, name);

/** A task as macros/pages/my_role.py writes it. @param {any} raw @param {Owner} owner @returns {Task} */
function taskOf({ link, hands, note, ...rest }, owner) {
  const template = hands?.template && [" · 模板 ", linkTo(hands.template)];
  return {
    ...rest,
    owner,
    link: linkTo(link),
    notes: note ? [h("span", {}, note)] : [],
    hands: hands
      ? h("span", { class: "pb-hands" }, `交 ${hands.what}，到`, linkTo(hands.place), `的${hands.where}`, template)
      : null,
  };
}

/** Where a role stands in its first ninety days; nothing when they are over. @param {Day} one */
function stage({ role, day }) {
  const now = role.from && day ? stageNow(role.from, (/** @type {string} */ name) => day.stages[name]) : null;
  if (!now || now.over) return null;
  const link = h("a", { href: page(`roles/${role.id}/#${now.stage || "section-onboarding"}`) }, "头 90 天");
  return h("p", { class: "pb-when" }, link, ` · ${role.name}：${now.text}`);
}

/** @param {Store} store @param {HTMLElement} place */
export async function myDay(store, place) {
  const record = h(
    "details",
    { class: "pb-fold" },
    h("summary", {}, "这台设备上的记录：导出、导入"),
    keptNotice(store),
  );
  store.onProblem((code) => {
    if (code) record.open = true;
  });
  const { ticks, tick } = await keepTicks(store, TICKS, () => view?.refresh());
  /** @type {BoardView | undefined} */
  let view;
  let shown = "";
  let again = async () => {};

  /** What is due today, of all roles together. @param {Day[]} days */
  function board(days) {
    const here = days.filter(({ day }) => day);
    const missing = days.filter(({ day }) => !day).map(({ role }) => role);
    const sorry = missing.length
      ? h("p", { role: "alert" }, "没有读到这些岗位的安排，检查网络再刷新：", linksOf(missing), "。")
      : null;
    if (!here.length) return [sorry];
    const owners = here.map(({ role, day }) => ({ id: role.id, name: role.name, shift: day.shift }));
    const tasks = here.flatMap(({ day }, at) => day.tasks.map((/** @type {any} */ raw) => taskOf(raw, owners[at])));
    const calendar = new WorkCalendar(here[0].day.calendar);
    view = new BoardView(new Board(tasks, calendar, owners), ticks, tick, null, ["daily"]);
    shown = today();
    const { next, dues } = view.draw(shown, false);
    return [sorry, ...days.map(stage), h("div", { class: "pb-work" }, next, dues)];
  }

  /** @type {Mine | undefined} */
  let newest;

  await whenMine(store, async (mine, refresh) => {
    again = refresh;
    newest = mine;
    const { roles, asAll } = mine;
    const days = asAll ? [] : await Promise.all(roles.map(async (role) => ({ role, day: await dayOf(role.id) })));
    if (newest !== mine) return; // something else was chosen while the days came
    const parts = days.length ? [h("h2", {}, "我的今天"), ...board(days)] : [];
    const told = [...notices(store, mine, refresh), ...parts, seeing(store, mine, refresh)];
    const empty = !roles.length && !mine.notes.length && store.problem !== "newer";
    place.replaceChildren(...(empty ? [] : [...told, record]).filter((one) => one !== null));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    if (view && shown !== today()) again();
    else view?.refresh();
  });
}
