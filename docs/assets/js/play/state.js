/** How far a case was played, kept on the device; windows that show the same case follow each other through it. */

import { minutes, set, stopped } from "../rules/play.js";
import { readPlay } from "./record.js";

/** @import { Clock } from "../rules/play.js" */
/** @import { Store } from "../store/store.js" */
/** @typedef {{what: string, minute: number}} Tick */
/** @typedef {{v: string, clock: Clock, ticks: Tick[]}} Play `v` is the version of the case */

export class State {
  /** @type {Play} */
  #play;
  /** Whether what was kept is of a case that has changed since. */
  outdated = false;

  /**
   * @param {Store} store
   * @param {string} name the id of the case and its version, `no-orders:3fa81c2e`
   * @param {number} last how many minutes it has
   */
  constructor(store, name, last) {
    const [id, version] = name.split(":");
    this.store = store;
    this.key = `play:${id}:now`;
    this.version = version;
    this.last = last;
    this.#play = this.#fresh();
  }

  /** Read what is kept, here or by another window. */
  async read() {
    const kept = readPlay((await this.store.list(this.key)).find(([key]) => key === this.key)?.[1]);
    this.outdated = kept !== null && kept.v !== this.version;
    this.#play = kept && !this.outdated ? kept : this.#fresh();
  }

  get clock() {
    return this.#play.clock;
  }

  get minute() {
    return minutes(this.clock, Date.now(), this.last);
  }

  /** Whether it was ever started. */
  get begun() {
    return this.clock.base > 0;
  }

  /** In which minute something was ticked, if it was. @param {string} what @returns {number | undefined} */
  tick(what) {
    return this.#play.ticks.find((tick) => tick.what === what)?.minute;
  }

  /** @param {Parameters<typeof set>[1]} change of the clock */
  set(change) {
    return this.#write({ ...this.#play, clock: set(this.clock, change, Date.now(), this.last) });
  }

  /** @param {string} what @param {boolean} done */
  put(what, done) {
    const others = this.#play.ticks.filter((tick) => tick.what !== what);
    const ticks = done ? [...others, { what, minute: Math.round(this.minute * 10) / 10 }] : others;
    return this.#write({ ...this.#play, ticks });
  }

  /** Begin anew, with nothing ticked. */
  reset() {
    return this.#write(this.#fresh());
  }

  /** @returns {Play} */
  #fresh() {
    return { v: this.version, clock: stopped(), ticks: [] };
  }

  /** @param {Play} play */
  async #write(play) {
    this.#play = play;
    this.outdated = false;
    await this.store.update(this.key, () => play);
  }
}
