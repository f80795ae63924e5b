/** The panel above the items: what is due, the run that is open, and what can be done with it. */

import { button, h } from "../lib/dom.js";
import { due, NEAR, periodName, today } from "../rules/period.js";
import { newestFirst } from "./history.js";
import { addDraw, finish, result } from "./run.js";
import { factsOf, sheet } from "./sheet.js";
import { outcome, titleOf, wordsOf } from "./words.js";

/** @import { Entry, Store } from "../store/store.js" */
/** @import { List, Run } from "./run.js" */
/**
 * @typedef {object} Acts
 * @property {List & {people: {of: string[], by: string[]}}} list
 * @property {Store} store
 * @property {(about: any) => void} start
 * @property {(key: string) => void} show
 * @property {(next: (run: Run) => Run, said?: string) => void} change
 * @property {(key: string) => Promise<Entry | undefined>} remove
 * @property {(key: string, entry: Entry) => void} restore
 * @property {(key: string) => void} keep
 * @property {(text: string) => void} say
 */

/**
 * @param {HTMLElement} place
 * @param {Acts} acts
 */
export function panelOf(place, acts) {
  const { list, store } = acts;
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

  /** What is due, when no run is open. */
  function idle() {
    const now = new Date();
    const mine = newestFirst(runs);
    const { near, start, next, missed } = due(
      list.period,
      today(now),
      mine.map(([, run]) => run),
    );
    const names = NEAR[list.period];
    const done = mine.filter(([, run]) => run.finished && run.period.key === near[1]?.key);
    const going = mine.filter(([, run]) => !run.finished);
    const open = button(
      wordsOf(list).start,
      async () => {
        const { startForm } = await import("./start.js");
        const { form, focus } = startForm(
          list,
          mine.map(([, run]) => run),
          new Date(),
          acts.start,
          () => paint(key, runs),
        );
        open.replaceWith(form);
        focus();
      },
      { class: "pb-act pb-main" },
    );
    const lines = [];
    if (going.length) lines.push(`有 ${going.length} 份做到一半，在下面“做过的”里继续。`);
    if (next)
      lines.push(
        `${names[1]}做过 ${done.length} 份：${done.map(([, run]) => `${run.of} ${outcome(run)}`).join("；")}。`,
        `下一份属于${names[2]}：${periodName(start)}。`,
      );
    else if (list.period !== "per-event") lines.push(`${names[1]}还没做：${periodName(start)}。`);
    if (missed) lines.push(`${names[0]}没有记录：${periodName(near[0])}，要补就在“属于哪一期”里选。`);
    return [lines.map((line) => h("p", {}, line)), open];
  }

  /** @param {Run} run */
  function running(run) {
    const facts = factsOf(run).filter(([label]) => !["完成", "得分", "合格线", "结论"].includes(label));
    const again =
      run.draws.length > 0 &&
      button("再抽", async () => {
        const { redrawForm } = await import("./start.js");
        const { form, focus } = redrawForm(list, run, new Date(), (draw) =>
          acts.change((now) => addDraw(now, draw), "又抽了一次"),
        );
        /** @type {HTMLElement} */ (again).replaceWith(form);
        focus();
      });
    return [
      h("h3", {}, titleOf(run)),
      h(
        "dl",
        {},
        facts.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value))),
      ),
      again,
    ];
  }

  /** @param {Run} run */
  function shares(run) {
    const load = () => import("./share.js");
    const link = button("复制交接链接", async () => {
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
        let copied = "";
        try {
          await navigator.clipboard.writeText(link);
          copied = "链接已复制，发给对方打开就能接着做。";
        } catch {
          copied = "这个浏览器不让网页复制，请自己复制下面的链接。";
        }
        tell(h("p", {}, `${copied}整份检查都在链接里，谁拿到都看得见。${beware}`), text);
      } catch (error) {
        tell(h("p", { class: "pb-problem" }, error instanceof Error ? error.message : String(error)));
      }
    });
    return h(
      "p",
      { class: "pb-acts" },
      link,
      button("导出这一份", async () => (await load()).saveFile(store, key, run)),
      button("Excel 表", async () => (await load()).saveXlsx(/** @type {Run} */ (runs.get(key)))),
      button("CSV", async () => (await load()).saveCsv(/** @type {Run} */ (runs.get(key)))),
      button("打印", () => window.print()),
      run.finished ? button("重新打开", () => acts.change((now) => finish(now, null), "重新打开了")) : null,
      button(run.finished ? "收起" : "先放下", () => (acts.show(""), focus())),
      button("删除", remove),
    );
  }

  async function remove() {
    const gone = key;
    const entry = await acts.remove(gone);
    tell(h("p", {}, "删掉了这一份。", entry && button("放回来", () => (tell(), acts.restore(gone, entry)))));
  }

  /** @param {string} which @param {Map<string, Run>} all */
  function paint(which, all) {
    if (which !== key) tell();
    key = which;
    runs = all;
    const run = runs.get(key);
    if (!run) return body.replaceChildren(...idle().flat());
    const top = run.finished
      ? [h("p", { class: `pb-verdict pb-is-${result(run).verdict}` }, outcome(run)), sheet(run)]
      : running(run);
    body.replaceChildren(...top.filter(Boolean).map((part) => part || ""), shares(run));
  }

  const focus = () => {
    body.focus({ preventScroll: true });
    place.scrollIntoView({ block: "start" });
  };

  return {
    paint,
    focus,
    /** @param {any[]} lines the first is said, the others are a list */
    news(lines) {
      const [first, ...rest] = lines.filter(Boolean);
      news.replaceChildren(
        ...(first
          ? [
              h(
                "div",
                { class: "pb-problem" },
                h("p", {}, first),
                h(
                  "ul",
                  {},
                  rest.map((line) => h("li", {}, line)),
                ),
              ),
            ]
          : []),
      );
    },
    /** @param {Node} box */
    offer(box) {
      offered.replaceChildren(box);
      place.scrollIntoView({ block: "start" });
    },
    /** The run that is open was removed by another tab. @param {string} which */
    lost(which) {
      const back = button("存回来", () => (acts.keep(which), tell()));
      tell(h("div", { class: "pb-problem" }, h("p", {}, "这一份在另一个标签页里删掉了，这里还留着。"), back));
    },
  };
}
