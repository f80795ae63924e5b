/** The notice that says where things are kept and what went wrong there, and takes everything out and in. */

import { button, download, h } from "../lib/dom.js";

/** @import { Problem, Store } from "./store.js" */

/** @type {Record<Problem, string>} */
const PROBLEMS = {
  full: "这台设备留给浏览器的地方满了，刚才的改动没有存进去，只在这个标签页里。先导出，再清出地方。",
  blocked: "这个浏览器不让网页存东西（无痕窗口，或者关掉了站点数据），记下的只在这个标签页里：关掉之前先导出。",
  stuck:
    "浏览器的存储没有应答（多半是另一个标签页占着它），现在记下的只在这个标签页里，没有存下。关掉别的标签页，或者先导出。",
  broken: "浏览器的存储出了错，刚才的改动没有存进去，只在这个标签页里。先导出，再重开浏览器。",
  newer: "这台设备上的记录由较新版本的手册写下，这一页读不了，也没有动它们。请刷新；现在记下的只在这个标签页里。",
  cleared: "浏览器里的记录被清空过，原来的已经不在了。有导出的文件就导入它；这一页上正在用的会重新存下。",
};

/** @param {Record<string, number>} counts what an import does */
const sum = ({ added, newer, same, older, both, unreadable }) =>
  [
    [added, "份这里没有"],
    [newer, "份比这里新"],
    [same, "份和这里一样"],
    [older, "份比这里旧，不动"],
    [both, "份两边都改过，两份都留"],
    [unreadable, "份读不懂，不导入"],
  ]
    .filter(([count]) => count)
    .map((part) => part.join(" "))
    .join("，") || "没有记录";

/** How many records that can't be read are named; the others are counted. */
const NAMED = 5;

/** @param {number} time */
const when = (time) => new Date(time).toLocaleString("sv").slice(0, 16);

/**
 * The notice, for any page that keeps something.
 *
 * @param {Store} store
 * @returns {HTMLElement}
 */
export function keptNotice(store) {
  const problem = h("div", { role: "alert" });
  const clock = h("div", { role: "alert" });
  const answer = h("div", { role: "status" });
  const lasting = h("span");
  const file = h("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: read });

  store.onProblem((code) => {
    const again = button(code === "cleared" ? "知道了" : "再试一次", () => store.acknowledge());
    problem.replaceChildren(...(code ? [h("div", { class: "pb-problem" }, h("p", {}, PROBLEMS[code]), again)] : []));
    lasting.textContent = store.lasting ? "浏览器答应了不自动清掉，手动清的除外。" : "";
  });
  if (store.clockBack) {
    const text = `这台设备的时钟现在是 ${when(Date.now())}，可上次在这里记录时已经是 ${when(store.clockBack)}。时钟可能被调回过：开始之前核对日期，期别自己选。`;
    const right = button("现在的时钟是对的", () => {
      clock.replaceChildren();
      store.acknowledge();
    });
    clock.append(h("div", { class: "pb-problem" }, h("p", {}, text), right));
  }

  /**
   * @param {string} text
   * @param {Node[]} [acts]
   * @param {string[]} [unreadable] records that are not taken over, and why
   */
  function say(text, acts = [], unreadable = []) {
    const more = unreadable.length > NAMED ? `；另外还有 ${unreadable.length - NAMED} 份` : "";
    const why = unreadable.length && h("p", {}, `读不懂的：${unreadable.slice(0, NAMED).join("；")}${more}。`);
    answer.replaceChildren(h("p", {}, text), why || "", h("p", { class: "pb-acts" }, acts));
  }

  async function everything() {
    const { exportFiles } = await import("./files.js");
    const files = await exportFiles(store);
    const many = files.length > 1;
    const day = when(Date.now()).slice(0, 10);
    for (const [at, blob] of files.entries()) {
      download(`运营手册-记录-${day}${many ? `-${at + 1}` : ""}`, ".json", blob);
    }
    say(many ? `记录多，分成了 ${files.length} 个文件，导入时一个一个来。` : "导出了一个文件，收好它。");
  }

  async function read() {
    const [chosen] = file.files;
    if (!chosen) return;
    try {
      const { importEntries, readFile } = await import("./files.js");
      const entries = await readFile(chosen);
      const { counts, unreadable } = await importEntries(store, entries, true);
      const fresh = counts.added + counts.newer + counts.both;
      const words = `${chosen.name} 里有 ${entries.length} 份：${sum(counts)}。`;
      if (!fresh) return say(words, [], unreadable);
      const take = button("导入这些", async () => {
        const { ok } = await importEntries(store, entries);
        say(ok ? `导入了 ${fresh} 份。` : "浏览器没让存，一份也没有导入。原来的记录都在。");
        if (ok && store.problem === "cleared") store.acknowledge();
      });
      const leave = button("不导入", () => say("没有导入。"));
      say(words, [take, leave], unreadable);
      take.focus();
    } catch (error) {
      say(`${error instanceof Error ? error.message : error}没有导入，原来的记录都在。`);
    } finally {
      file.value = "";
    }
  }

  return h(
    "div",
    { class: "pb-kept" },
    h(
      "p",
      {},
      "记下的东西只在这台设备的这个浏览器里，不上传。换设备、清缓存就没有了，Safari 七天不打开也会清掉：",
      h("strong", {}, "隔几天导出一次"),
      "。",
      lasting,
    ),
    h(
      "p",
      { class: "pb-acts" },
      button("导出全部记录", everything),
      button("导入", () => file.click()),
      file,
    ),
    answer,
    clock,
    problem,
  );
}
