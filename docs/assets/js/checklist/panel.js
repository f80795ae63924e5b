/** The panel above the items: what is due, the run that is open, and what can be done with it. */

import { button, h } from "../lib/dom.js";
import { addDraw, finish, newestFirst, result } from "./run.js";
import { factsOf, listOf, sheet } from "./sheet.js";
import { dueInWords, outcome, titleOf, wordsOf } from "./words.js";

/** @import { Period } from "../rules/period.js" */
/** @import { Entry } from "../store/storage.js" */
/** @import { Store } from "../store/store.js" */
/** @import { List, Run } from "./run.js" */
/** @import { Draw } from "./sample.js" */
/** @typedef {List & {people: {of: string[], by: string[]}}} PageList a list, and whom its runs may be about */
/** @typedef {(about: {of: string, by: string, period: Period, draws: Draw[]}) => void} Start */
/**
 * @typedef {object} Acts
 * @property {PageList} list
 * @property {Store} store
 * @property {Start} start
 * @property {(key: string) => void} show "" puts the run away
 * @property {(next: (run: Run) => Run, said?: string) => void} change
 * @property {(key: string) => Promise<Entry | undefined>} remove
 * @property {(key: string, entry: Entry) => void} restore
 * @property {(key: string) => void} keep stores a run again that another tab removed
 */
/** @typedef {Acts & {tell: (...parts: any[]) => void, focus: () => void}} Here and what came of it is shown */

/**
 * @param {HTMLElement} place
 * @param {Acts} acts
 */
export function panelOf(place, acts) {
  const news = h("div", { role: "status" });
  const offered = h("div", { role: "alert" });
  const told = h("div", { role: "status" });
  const body = h("div", { class: "pb-run-body", tabindex: "-1" });
  const print = h("div", { class: "pb-print" });
  place.append(offered, news, body, told);
  place.after(print);
  let key = "";
  /** @type {Map<string, Run>} */
  let runs = new Map();

  addEventListener("beforeprint", () => {
    const run = runs.get(key);
    print.replaceChildren(...(run ? [sheet(run)] : []));
    document.body.classList.toggle("pb-has-sheet", Boolean(run));
  });

  /** @param {any[]} parts */
  const tell = (...parts) => told.replaceChildren(...parts);
  const focus = () => {
    body.focus({ preventScroll: true });
    place.scrollIntoView({ block: "start" });
  };

  /** @param {string} which @param {Map<string, Run>} all */
  function paint(which, all) {
    if (which !== key) tell();
    key = which;
    runs = all;
    const run = runs.get(key);
    if (!run) return body.replaceChildren(...dueOf(acts.list, runs, acts.start, () => paint(key, runs)));
    const mark = key;
    const newest = () => runs.get(mark) ?? run;
    const actions = actionsOf(mark, newest, { ...acts, tell, focus });
    body.replaceChildren(...(run.finished ? finished(run) : running(run, acts)), actions);
  }

  return {
    paint,
    focus,
    /** @param {string[]} lines the first is said, the others are a list */
    news([first, ...rest]) {
      const list = rest.map((line) => h("li", {}, line));
      news.replaceChildren(...(first ? [h("div", { class: "pb-problem" }, h("p", {}, first), h("ul", {}, list))] : []));
    },
    /** @param {Node} box */
    offer(box) {
      offered.replaceChildren(box);
      place.scrollIntoView({ block: "start" });
    },
    /** The run that is open was removed by another tab. @param {string} which */
    lost(which) {
      const back = button("存回来", () => {
        acts.keep(which);
        tell();
      });
      tell(h("div", { class: "pb-problem" }, h("p", {}, "这一份在另一个标签页里删掉了，这里还留着。"), back));
    },
  };
}

/** @param {Run} run */
const finished = (run) => [h("p", { class: `pb-verdict pb-is-${result(run).verdict}` }, outcome(run)), sheet(run)];

/** A run that goes on: what it is about, and the way to draw again. @param {Run} run @param {Acts} acts */
function running(run, { list, change }) {
  const facts = factsOf(run).filter(([label]) => !["完成", "得分", "合格线", "结论"].includes(label));
  const again = button("再抽", async () => {
    const { redrawForm } = await import("./start.js");
    const { form, focus } = redrawForm(list, run, new Date(), (draw) =>
      change((now) => addDraw(now, draw), "又抽了一次"),
    );
    again.replaceWith(form);
    focus();
  });
  return [h("h3", {}, titleOf(run)), listOf(facts), ...(run.draws.length ? [again] : [])];
}

/**
 * What is due, and a button that turns into the form to start a run.
 *
 * @param {PageList} list
 * @param {Map<string, Run>} all
 * @param {Start} start
 * @param {() => void} cancel
 * @returns {HTMLElement[]}
 */
function dueOf(list, all, start, cancel) {
  const runs = newestFirst(all).map(([, run]) => run);
  const begin = async () => {
    const { startForm } = await import("./start.js");
    const { form, focus } = startForm(list, runs, new Date(), start, cancel);
    open.replaceWith(form);
    focus();
  };
  const open = button(wordsOf(list).start, begin, { class: "pb-act pb-main" });
  return [...dueInWords(list, runs, new Date()).map((line) => h("p", {}, line)), open];
}

const load = () => import("./share.js");

/**
 * What can be done with a run: handed over, saved, printed, put away, deleted.
 *
 * @param {string} key
 * @param {() => Run} run the newest state of it
 * @param {Here} acts
 */
function actionsOf(key, run, acts) {
  const { finished } = run();
  const putAway = () => {
    acts.show("");
    acts.focus();
  };
  const reopen = () => acts.change((now) => finish(now, null), "重新打开了");
  return h(
    "p",
    { class: "pb-acts" },
    button("复制交接链接", () => copyLink(key, acts)),
    button("导出这一份", async () => (await load()).saveFile(acts.store, key, run())),
    button("Excel 表", async () => (await load()).saveXlsx(run())),
    button("CSV", async () => (await load()).saveCsv(run())),
    button("打印", () => print()),
    finished ? button("重新打开", reopen) : null,
    button(finished ? "收起" : "先放下", putAway),
    button("删除", () => remove(key, acts)),
  );
}

/** @param {string} key @param {Here} acts */
async function copyLink(key, { store, tell }) {
  try {
    const { linkOf } = await load();
    const { link, beware } = await linkOf(store, key);
    const text = h("input", {
      type: "text",
      readonly: true,
      value: link,
      "aria-label": "交接链接",
      onfocus: () => text.select(),
    });
    tell(h("p", {}, `${await copied(link)}整份检查都在链接里，谁拿到都看得见。${beware}`), text);
  } catch (error) {
    tell(h("p", { class: "pb-problem" }, error instanceof Error ? error.message : String(error)));
  }
}

/** Copy a link, and say whether it could be. @param {string} link */
async function copied(link) {
  try {
    await navigator.clipboard.writeText(link);
    return "链接已复制，发给对方打开就能接着做。";
  } catch {
    return "这个浏览器不让网页复制，请自己复制下面的链接。";
  }
}

/** @param {string} key @param {Here} acts */
async function remove(key, acts) {
  const entry = await acts.remove(key);
  const back = () => {
    acts.tell();
    if (entry) acts.restore(key, entry);
  };
  acts.tell(h("p", {}, "删掉了这一份。", entry && button("放回来", back)));
}
