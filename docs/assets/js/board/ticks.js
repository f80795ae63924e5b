// What is ticked off: read from the store, changed there, and kept up with other tabs.

import { readTick } from "../store/records.js";

/** @import { Store } from "../store/store.js" */
/** @import { Due } from "./model.js" */

/**
 * @param {Store} store
 * @param {string} prefix of the keys of the ticks
 * @param {() => void} refresh called when a tick has changed, here or elsewhere
 */
export async function keepTicks(store, prefix, refresh) {
  /** When each task was ticked, by key. @type {Map<string, number>} */
  const ticks = new Map();

  async function read() {
    const kept = await store.list(prefix);
    ticks.clear();
    for (const [key, value] of kept) {
      const tick = readTick(value);
      if (tick) ticks.set(key, tick.at);
    }
  }

  /** @param {Due} due @param {boolean} done */
  async function tick({ key }, done) {
    const at = Date.now();
    const show = () => {
      if (done) ticks.set(key, at);
      else ticks.delete(key);
      refresh();
    };
    show();
    if (done) await store.update(key, () => ({ at }));
    else await store.remove(key);
    show(); // what was read from the store in between may not have had it yet
  }

  let waiting = 0;
  store.watch(prefix, () => {
    clearTimeout(waiting); // an import changes many at once
    waiting = setTimeout(async () => {
      await read();
      refresh();
    }, 50);
  });
  await read();
  return { ticks, tick };
}
