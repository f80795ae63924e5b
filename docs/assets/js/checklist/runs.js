/** The runs of a list on this device: which one is open, and how it is kept in step with the store and other tabs. */

import { readRun } from "../store/records.js";
import { randomId } from "../store/storage.js";
import { begin, fits, newestFirst, reconcile, result } from "./run.js";
import { changesInWords, outcome } from "./words.js";

/** @import { Entry } from "../store/storage.js" */
/** @import { Store } from "../store/store.js" */
/** @import { Start } from "./panel.js" */
/** @import { List, Run } from "./run.js" */
/**
 * What shows the runs.
 * @typedef {object} View
 * @property {(all: boolean) => void} paint shows the open run; `all` false: its answers and notes only
 * @property {() => void} others shows what changed in runs that aren't open
 * @property {(lines: string[]) => void} news
 * @property {(key: string) => void} lost another tab removed the open run
 * @property {(text: string) => void} say
 */

export class Runs {
  /** By key. @type {Map<string, Run>} */
  all = new Map();
  /** How many records nobody can read. */
  unread = 0;
  /** The key of the run that is open; "" when none is. */
  current = "";
  /** Changes on their way to the store. */
  #underWay = 0;
  /** What changed elsewhere and isn't shown yet. @type {Set<string>} */
  #changed = new Set();

  /** @param {List} list @param {Store} store @param {View} view */
  constructor(list, store, view) {
    this.list = list;
    this.store = store;
    this.view = view;
    this.prefix = `run:${list.id}:`;
    store.watch(this.prefix, (key) => {
      if (!this.#changed.size) setTimeout(() => this.#catchUp());
      this.#changed.add(key);
    });
  }

  /** A run that is known to be there. */
  get(key = this.current) {
    return /** @type {Run} */ (this.all.get(key));
  }

  /** Read what the store has, and open the newest run that goes on. */
  async read() {
    for (const [key, value] of await this.store.list(this.prefix)) {
      const run = readRun(value);
      if (run) this.all.set(key, run);
      else this.unread++;
    }
    this.show(newestFirst(this.all).find(([, run]) => !run.finished)?.[0] ?? "");
  }

  /** @type {Start} */
  start(about) {
    const key = this.prefix + randomId();
    this.all.set(key, begin(this.list, { ...about, now: new Date() }));
    this.keep(key).then(() => this.store.persist());
    this.show(key);
  }

  /** Store a run, unless it is stored. @param {string} key */
  keep(key) {
    return this.store.update(key, (stored) => stored ?? this.get(key));
  }

  /**
   * Change the open run: on the page at once, then in the store, where another tab may have changed it too.
   *
   * @param {(run: Run) => Run} next
   * @param {string} [said] what happened, in words
   */
  async change(next, said) {
    const key = this.current;
    const before = this.get();
    const mine = next(before);
    this.all.set(key, mine);
    this.view.paint(mine.finished !== before.finished || mine.draws !== before.draws);
    this.#underWay++;
    const kept = await this.store.update(key, (stored) => next(readRun(stored) ?? before));
    this.#underWay--;
    if (!this.#underWay && kept.rev !== this.all.get(key)?.rev) this.#arrived(key, kept);
    if (!said) return;
    const state = this.store.unsaved ? "没有存下" : "已存";
    this.view.say(`${said}，${state}。已答 ${result(kept).answered} / ${this.list.items.length}，${outcome(kept)}`);
  }

  /** Open a run; "" opens none. @param {string} key */
  show(key) {
    this.current = key;
    const run = this.all.get(key);
    this.view.news([]);
    if (run && !run.finished) this.#update(key, run);
    this.view.paint(true);
  }

  /** Bring a run up to the list as it is now. @param {string} key @param {Run} run */
  #update(key, run) {
    const { run: now, ...changes } = reconcile(run, this.list);
    if (now === run) return;
    this.all.set(key, now);
    this.store.update(key, (stored) => reconcile(readRun(stored) ?? run, this.list).run);
    this.view.news(changesInWords(changes));
  }

  /** @param {string} key @returns {Promise<Entry | undefined>} what `restore` takes */
  async remove(key) {
    const entry = await this.store.remove(key);
    this.all.delete(key);
    this.show("");
    return entry;
  }

  /** @param {string} key @param {Entry} entry */
  async restore(key, entry) {
    await this.store.restore(key, entry);
    await this.fetch(key);
  }

  /** Open a run that has come into the store. @param {string} key */
  async fetch(key) {
    await this.#refresh([key]);
    this.show(key);
  }

  /** Show what another tab made of a run. @param {string} key @param {Run} run */
  #arrived(key, run) {
    this.all.set(key, run);
    if (key !== this.current) return;
    if (run.finished || fits(run, this.list)) return this.view.paint(true);
    // The other tab has another version of the checklist. Each would bring the run up to its own, for ever.
    this.current = "";
    this.view.paint(true);
    this.view.news(["这一份在另一个标签页里按另一版清单接着做了，这一页可能是旧的：请刷新。刚才的答案留在那一份里。"]);
  }

  /** Read runs that changed elsewhere. @param {string[]} keys */
  async #refresh(keys) {
    if (!keys.length) return;
    const stored = new Map(await this.store.list(keys.length > 1 ? this.prefix : keys[0]));
    for (const key of keys) {
      const run = readRun(stored.get(key));
      if (run) this.#arrived(key, run);
      else if (key === this.current) this.view.lost(key);
      else this.all.delete(key);
    }
  }

  async #catchUp() {
    const keys = [...this.#changed];
    this.#changed.clear();
    // A change that is under way reads what the other tab wrote, and shows it.
    await this.#refresh(keys.filter((key) => !this.#underWay || key !== this.current));
    if (keys.includes(this.current)) this.view.say("另一个标签页改了这一份，这里已经跟上");
    this.view.others();
  }
}
