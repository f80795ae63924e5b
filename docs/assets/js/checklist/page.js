/** A checklist's page: starts runs, keeps them, shows them. Everything a reader does comes through here. */

import { keptNotice } from "../store/notice.js";
import { openStore, randomId } from "../store/store.js";
import { barOf } from "./bar.js";
import { historyOf, newestFirst } from "./history.js";
import { itemControls } from "./items.js";
import { panelOf } from "./panel.js";
import { annotate, answer, begin, finish, readRun, reconcile, result, undo } from "./run.js";
import { outcome, wordsOf } from "./words.js";

/** @import { Entry } from "../store/store.js" */
/** @import { List, Run } from "./run.js" */

/** @param {HTMLElement} place where the page wants the panel */
export async function checklistPage(place) {
  /** @type {List & {people: {of: string[], by: string[]}}} */
  const list = JSON.parse(document.getElementById("pb-list")?.textContent ?? "");
  const prefix = `run:${list.id}:`;
  const words = wordsOf(list);
  const store = await openStore();
  /** @type {Map<string, Run>} */
  const runs = new Map();
  let unread = 0;
  /** The key of the run that is open. */
  let current = "";
  /** Changes on their way to the store. */
  let underWay = 0;

  const items = itemControls(list, {
    answer: (item, given) => {
      const at = list.items.indexOf(item);
      const now = new Date();
      change((run) => answer(run, item, given, now), `第 ${at + 1} 条${given ? words[given] : "没答"}`);
      if (list.style === "read-do" && given === "pass" && at + 1 < list.items.length) items.go(at + 1);
    },
    annotate: (item, note) => change((run) => annotate(run, item.ref, note)),
    // Said when the reader leaves the field, not at every sign; the text itself is kept at every sign.
    noted: (item) => change((run) => run, `第 ${list.items.indexOf(item) + 1} 条的备注`),
  });
  const bar = barOf(document.querySelector("[data-run-bar]"), {
    undo: () => change(undo, "撤销了上一步"),
    finish: () => {
      const now = new Date();
      change((run) => finish(run, now));
      panel.focus();
      bar.say(`完成了：${outcome(open())}`);
    },
    go: items.go,
  });
  const history = historyOf(/** @type {HTMLElement} */ (document.querySelector("[data-run-history]")), list, (key) => {
    show(key);
    panel.focus();
  });
  const panel = panelOf(place, {
    list,
    store,
    start: (about) => {
      const key = prefix + randomId();
      runs.set(key, begin(list, { ...about, now: new Date() }));
      store.update(key, (stored) => stored ?? open(key)).then(() => store.persist());
      show(key);
      items.go(0);
    },
    show: (key) => show(key),
    change: (next, said) => change(next, said),
    remove: async (key) => {
      const entry = await store.remove(key);
      runs.delete(key);
      show("");
      panel.focus();
      return entry;
    },
    restore: async (key, entry) => {
      await store.restore(key, entry);
      await refresh([key]);
      show(key);
    },
    keep: (key) => void store.update(key, (stored) => stored ?? open(key)),
    say: (text) => bar.say(text),
  });
  place.append(keptNotice(store));

  const open = (key = current) => /** @type {Run} */ (runs.get(key));

  /**
   * Change the open run: on the page at once, then in the store, where another tab may have changed it too.
   *
   * @param {(run: Run) => Run} next
   * @param {string} [said] what happened, in words
   */
  async function change(next, said) {
    const key = current;
    const before = open();
    const mine = next(before);
    runs.set(key, mine);
    paint(mine.finished !== before.finished || mine.draws !== before.draws);
    underWay++;
    const kept = await store.update(key, (stored) => next(readRun(stored) ?? before));
    underWay--;
    if (!underWay && kept.rev !== open(key)?.rev) arrived(key, kept);
    const { answered } = result(kept);
    if (said)
      bar.say(
        `${said}，${store.unsaved ? "没有存下" : "已存"}。已答 ${answered} / ${list.items.length}，${outcome(kept)}`,
      );
  }

  /** Show what changed in the open run. @param {boolean} all false: answers and notes only */
  function paint(all) {
    const run = runs.get(current);
    const running = run && !run.finished ? run : null;
    items.paint(running);
    bar.paint(running);
    if (!all) return;
    panel.paint(current, runs);
    history(runs, unread);
  }

  /** Open a run; "" opens none. @param {string} key */
  function show(key) {
    current = key;
    const run = runs.get(key);
    panel.news([]);
    if (run && !run.finished) {
      const { run: now, reworded, added, gone, weighed } = reconcile(run, list);
      if (now !== run) {
        runs.set(key, now);
        store.update(key, (stored) => reconcile(readRun(stored) ?? run, list).run);
        const name = (/** @type {{text: string}[]} */ some) => some.map((item) => `“${item.text}”`).join("、");
        panel.news([
          "这份检查开始之后，清单改过：",
          reworded.length && `措辞变了，请重新答：${name(reworded)}。从前的答案留在旁边，不计分。`,
          added.length && `新加了：${name(added)}。`,
          gone.length && `去掉了：${name(gone)}。答过的留在最后的表里，不计分。`,
          weighed.length && `权重或等级变了：${name(weighed)}。`,
        ]);
      }
    }
    paint(true);
  }

  /** Show what another tab made of a run. @param {string} key @param {Run} run */
  function arrived(key, run) {
    runs.set(key, run);
    if (key !== current) return;
    const fits = list.items.every((item, at) => item.ref === run.items[at]?.ref && item.v === run.items[at]?.v);
    if (run.finished || (fits && run.items.length === list.items.length)) return paint(true);
    // The other tab has another version of the checklist. Each would bring the run up to its own, for ever.
    current = "";
    paint(true);
    panel.news(["这一份在另一个标签页里按另一版清单接着做了，这一页可能是旧的：请刷新。刚才的答案留在那一份里。"]);
  }

  /** Read runs that changed elsewhere. @param {string[]} keys */
  async function refresh(keys) {
    if (!keys.length) return;
    const stored = new Map(await store.list(keys.length > 1 ? prefix : keys[0]));
    for (const key of keys) {
      const run = readRun(stored.get(key));
      if (run) arrived(key, run);
      else if (key === current) panel.lost(key);
      else runs.delete(key);
    }
  }

  /** What changed elsewhere and isn't shown yet. @type {Set<string>} */
  const changed = new Set();
  store.watch(prefix, (key) => {
    if (!changed.size) setTimeout(catchUp);
    changed.add(key);
  });

  async function catchUp() {
    const keys = [...changed];
    changed.clear();
    // A change that is under way reads what the other tab wrote, and shows it.
    await refresh(keys.filter((key) => !underWay || key !== current));
    if (keys.includes(current)) bar.say("另一个标签页改了这一份，这里已经跟上");
    history(runs, unread);
    if (!current && !place.querySelector("form")) panel.paint("", runs);
  }

  store.onProblem((code) => bar.problem(code !== null && code !== "cleared"));

  for (const [key, value] of await store.list(prefix)) {
    const run = readRun(value);
    if (run) runs.set(key, run);
    else unread++;
  }
  show(newestFirst(runs).find(([, run]) => !run.finished)?.[0] ?? "");

  const handedOver = async () => {
    if (!location.hash.startsWith("#run=")) return;
    const { offer } = await import("./offer.js");
    const box = await offer(location.hash, list, store, async (key) => {
      await refresh([key]);
      show(key);
      panel.focus();
    });
    panel.offer(box);
    window.history.replaceState(null, "", location.pathname + location.search);
  };
  addEventListener("hashchange", handedOver);
  await handedOver();
  place.dataset.ready = "";
}
