/** A checklist's page: starts runs, keeps them, shows them. Everything a reader does comes through here. */

import { carriesRun } from "../lib/address.js";
import { keptNotice } from "../store/notice.js";
import { openStore } from "../store/store.js";
import { barOf } from "./bar.js";
import { historyOf } from "./history.js";
import { itemControls } from "./items.js";
import { panelOf } from "./panel.js";
import { annotate, answer, finish, undo } from "./run.js";
import { Runs } from "./runs.js";
import { outcome, wordsOf } from "./words.js";

/** @import { PageList } from "./panel.js" */

/** @param {HTMLElement} place where the page wants the panel */
export async function start(place) {
  /** @type {PageList} */
  const list = JSON.parse(document.getElementById("pb-list")?.textContent ?? "");
  const words = wordsOf(list);
  const store = await openStore();
  const runs = new Runs(list, store, {
    paint,
    others() {
      history(runs.all, runs.unread);
      if (!runs.current && !place.querySelector("form")) panel.paint("", runs.all);
    },
    news: (lines) => panel.news(lines),
    lost: (key) => panel.lost(key),
    say: (text) => bar.say(text),
  });

  const items = itemControls(list, {
    answer: (item, given) => {
      const at = list.items.indexOf(item);
      const now = new Date();
      runs.change((run) => answer(run, item, given, now), `第 ${at + 1} 条${given ? words[given] : "没答"}`);
      if (list.style === "read-do" && given === "pass" && at + 1 < list.items.length) items.go(at + 1);
    },
    annotate: (item, note) => runs.change((run) => annotate(run, item.ref, note)),
    // Said when the reader leaves the field, not at every sign; the text itself is kept at every sign.
    noted: (item) => runs.change((run) => run, `第 ${list.items.indexOf(item) + 1} 条的备注`),
  });
  const bar = barOf(document.querySelector("[data-run-bar]"), {
    undo: () => runs.change(undo, "撤销了上一步"),
    finish: () => {
      const now = new Date();
      runs.change((run) => finish(run, now));
      panel.focus();
      bar.say(`完成了：${outcome(runs.get())}`);
    },
    go: items.go,
  });
  const history = historyOf(/** @type {HTMLElement} */ (document.querySelector("[data-run-history]")), list, (key) => {
    runs.show(key);
    panel.focus();
  });
  const panel = panelOf(place, {
    list,
    store,
    start: (about) => {
      runs.start(about);
      items.go(0);
    },
    show: (key) => runs.show(key),
    change: (next, said) => runs.change(next, said),
    remove: async (key) => {
      const entry = await runs.remove(key);
      panel.focus();
      return entry;
    },
    restore: (key, entry) => runs.restore(key, entry),
    keep: (key) => runs.keep(key),
  });
  place.append(keptNotice(store));

  /** Show what changed in the open run. @param {boolean} all false: answers and notes only */
  function paint(all) {
    const run = runs.all.get(runs.current);
    const running = run && !run.finished ? run : null;
    items.paint(running);
    bar.paint(running);
    if (!all) return;
    panel.paint(runs.current, runs.all);
    history(runs.all, runs.unread);
  }

  store.onProblem((code) => bar.problem(code !== null && code !== "cleared"));
  await runs.read();

  const openLink = async () => {
    if (!carriesRun(location.hash)) return;
    const { offer } = await import("./offer.js");
    const box = await offer(location.hash, list, store, async (key) => {
      await runs.fetch(key);
      panel.focus();
    });
    panel.offer(box);
  };
  addEventListener("hashchange", openLink);
  await openLink();
}
