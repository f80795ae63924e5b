/**
 * One store for everything that the pages keep on this device: runs of checklists, ticks, scorecards.
 *
 *     const store = await openStore();
 *     await store.update("run:monitoring-weekly:k3f9", (run) => ({ ...run, by: "张三" }));
 *     for (const [key, value] of await store.list("run:monitoring-weekly:")) …
 *     store.watch("run:", (key) => …);          // another tab wrote it, or an import did
 *     store.onProblem((code) => …);             // see notice.js; null when all is well again
 *
 * Keys are `<kind>:<what it belongs to>:<id>`; values are plain data. What can't be written stays in memory and in
 * every export, and is written as soon as the device lets it. Whoever reads a value judges it first: it may come
 * from a file that somebody else made.
 */

import { allOf, fresh, isEntry, META, mark, NAME, randomId, TABLE, takeShared } from "./storage.js";

/** @import { Entry } from "./storage.js" */

const MINUTE = 60_000;
/** How long the storage may take to answer, in milliseconds; it may never do, while another tab holds it. */
const PATIENCE = 1000;

/**
 * @typedef {(get: (key: string) => Entry | undefined, put: (key: string, entry: Entry | null) => void) => void} Step
 * @typedef {"full" | "blocked" | "stuck" | "broken" | "newer" | "cleared"} Problem
 */

/** What the storage has to complain of, by the name of its error. @type {Record<string, Problem>} */
const PROBLEMS = {
  QuotaExceededError: "full",
  TimeoutError: "stuck",
  VersionError: "newer",
  SecurityError: "blocked",
};

/** Open the store. It always opens; whether it can keep anything, `problem` says. */
export async function openStore() {
  const store = new Store();
  await store.retry();
  store.lasting = (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
  return store;
}

export class Store {
  /** The latest time seen on this device, when its clock has been set back since; else 0. */
  clockBack = 0;
  /** Whether the browser has promised not to clear this by itself. */
  lasting = false;
  /** Why nothing can be written now. @type {Problem | null} */
  #failure = null;
  /** Whether what was here is gone, and nobody has been told. */
  #cleared = false;
  /** What couldn't be written. @type {Map<string, Entry | null>} null: to be removed */
  #pending = new Map();
  /** @type {any} */
  #db = null;
  /** The connection that is on its way. @type {Promise<any> | null} */
  #opening = null;
  /** @type {{born: string, device: string, latest: number, tookShared?: boolean} | null} */
  #meta = null;
  #device = randomId();
  #tail = Promise.resolve();
  /** @type {((code: Problem | null) => void)[]} */
  #onProblem = [];
  /** @type {[string, (key: string) => void][]} */
  #watchers = [];
  /** @type {BroadcastChannel | null} */
  #channel = null;

  constructor() {
    try {
      this.#channel = new BroadcastChannel(NAME);
      this.#channel.onmessage = ({ data }) => this.#tell(data);
    } catch {
      // Without it tabs still never overwrite each other; they see each other's changes when they are reloaded.
    }
    addEventListener("beforeunload", (event) => this.#pending.size && event.preventDefault());
  }

  /** What is wrong now. @returns {Problem | null} */
  get problem() {
    return this.#failure ?? (this.#cleared ? "cleared" : null);
  }

  /** How many changes are in memory only. */
  get unsaved() {
    return this.#pending.size;
  }

  /** @param {(code: Problem | null) => void} listener called at once, and whenever `problem` changes */
  onProblem(listener) {
    this.#onProblem.push(listener);
    listener(this.problem);
  }

  /** @param {string} prefix @param {(key: string) => void} listener told what changed elsewhere, key by key */
  watch(prefix, listener) {
    this.#watchers.push([prefix, listener]);
  }

  /** Everything below a prefix, by key. @param {string} prefix @returns {Promise<[string, any][]>} */
  async list(prefix) {
    return [...(await this.entries(prefix))].map(([key, entry]) => [key, entry?.v]);
  }

  /**
   * Change one value. The newest state is read and written in one transaction, so tabs can't overwrite each other.
   *
   * @template T
   * @param {string} key
   * @param {(value: T | undefined) => T} change gets the newest value, or undefined when there is none
   * @returns {Promise<T>} the new value, whether it could be written or not
   */
  update(key, change) {
    return this.#next(async () => {
      /** @type {Entry | undefined} */
      let entry;
      await this.#write(
        (get, put) => {
          const before = get(key);
          const value = change(before?.v);
          const seen = before?.seen ?? {};
          entry = { v: value, seen: { ...seen, [this.#device]: (seen[this.#device] ?? 0) + 1 } };
          put(key, entry);
        },
        [key],
      );
      return /** @type {Entry} */ (entry).v;
    });
  }

  /** Remove one value. @param {string} key @returns {Promise<Entry | undefined>} what `restore` takes */
  remove(key) {
    return this.#next(async () => {
      /** @type {Entry | undefined} */
      let removed;
      await this.#write(
        (get, put) => {
          removed = get(key);
          put(key, null);
        },
        [key],
      );
      return removed;
    });
  }

  /** Put back what was removed. @param {string} key @param {Entry} entry */
  restore(key, entry) {
    return this.#next(() => this.#write((get, put) => get(key) ?? put(key, entry), [key]));
  }

  /**
   * Change many values at once: all of them, or none when the device refuses.
   *
   * @param {string[]} keys what the step may ask for
   * @param {Step} step
   * @param {boolean} [dry] run the step and write nothing
   * @returns {Promise<boolean>} whether it stands in the storage
   */
  transact(keys, step, dry) {
    return this.#next(() => this.#write(step, keys, { dry, whole: true }));
  }

  /** Try again to open the storage and to write what is pending. */
  retry() {
    return this.#next(() => this.#write(() => {}, []));
  }

  /** The reader knows that the store was cleared, or that the clock is right as it is. */
  async acknowledge() {
    this.#cleared = false;
    if (this.clockBack && this.#meta) this.#meta.latest = this.clockBack = 0;
    await this.retry();
  }

  /** Ask the browser not to clear this by itself; `lasting` says what it answered. */
  async persist() {
    try {
      this.lasting = (await navigator.storage.persisted()) || (await navigator.storage.persist());
    } catch {
      // On a plain http page it can't be asked.
    }
    this.#say();
  }

  /** One thing after the other. @template T @param {() => Promise<T>} act @returns {Promise<T>} */
  #next(act) {
    const done = this.#tail.then(act);
    this.#tail = done.then(
      () => {},
      () => {},
    );
    return done;
  }

  /**
   * Everything below a prefix, each value with its history.
   *
   * @param {string} prefix
   * @returns {Promise<Map<string, Entry>>}
   */
  async entries(prefix) {
    await this.#tail;
    let found = new Map();
    try {
      found = await allOf(await this.#open(), prefix ? IDBKeyRange.bound(prefix, `${prefix}\uffff`) : undefined);
    } catch (error) {
      this.#fail(error);
    }
    found.delete(META);
    for (const [key, entry] of this.#pending) if (key.startsWith(prefix)) found.set(key, entry);
    for (const [key, entry] of found) if (entry === null) found.delete(key);
    return found;
  }

  /**
   * Run a step on the newest state of some keys, in one transaction with all that is pending.
   *
   * @param {Step} step
   * @param {string[]} keys what the step may ask for
   * @param {{dry?: boolean, whole?: boolean}} [options] `whole`: what can't be written isn't kept in memory either
   * @returns {Promise<boolean>} whether it stands in the storage
   */
  async #write(step, keys, { dry = false, whole = false } = {}) {
    /** @type {Map<string, Entry | null>} */
    const wanted = new Map();
    /** @type {Map<string, any>} */
    const stored = new Map();
    const attempt = () => this.#transaction(step, keys, stored, wanted, dry);
    try {
      await attempt().catch((error) => {
        if (!this.#disconnected(error)) throw error;
        return attempt();
      });
    } catch (error) {
      this.#fail(error);
      this.#run(step, stored, wanted);
      if (!whole) for (const [key, entry] of wanted) this.#pending.set(key, entry);
      return false;
    }
    if (dry) return true;
    this.#pending.clear();
    this.#failure = null;
    this.#say();
    if (wanted.size) this.#channel?.postMessage([...wanted.keys()]);
    if (whole) this.#tell([...wanted.keys()]);
    return true;
  }

  /**
   * One attempt to write: throws what the storage has to complain of.
   *
   * @param {Step} step
   * @param {string[]} keys
   * @param {Map<string, any>} stored gets what the storage has for the keys
   * @param {Map<string, Entry | null>} wanted gets what the step puts
   * @param {boolean} dry
   */
  async #transaction(step, keys, stored, wanted, dry) {
    const tx = (await this.#open()).transaction(TABLE, "readwrite");
    const failed = tx.done.then(
      () => null,
      (/** @type {unknown} */ error) => error ?? new DOMException("", "AbortError"),
    );
    const [meta, ...values] = await Promise.all([META, ...keys].map((key) => tx.store.get(key)));
    for (const [at, key] of keys.entries()) stored.set(key, values[at]);
    this.#run(step, stored, wanted);
    if (!dry) {
      const puts = [...this.#pending, ...wanted];
      if (this.#recognise(meta)) puts.push([META, /** @type {any} */ (this.#meta)]);
      // What a single put has to complain of, the transaction says too.
      for (const [key, entry] of puts) (entry ? tx.store.put(entry, key) : tx.store.delete(key)).catch(() => {});
      tx.commit?.();
    }
    const error = await failed;
    if (error) throw error;
  }

  /**
   * Run a step on what is newest.
   *
   * @param {Step} step
   * @param {Map<string, any>} stored
   * @param {Map<string, Entry | null>} wanted gets what it puts
   */
  #run(step, stored, wanted) {
    wanted.clear();
    step(
      (key) => {
        const entry = [wanted, this.#pending, stored].find((place) => place.has(key))?.get(key);
        return isEntry(entry) ? entry : undefined;
      },
      (key, entry) => void wanted.set(key, entry),
    );
  }

  /**
   * Whether the connection has died: the browser cleared the site's data, or another tab needed the storage. The next
   * attempt makes another one.
   *
   * @param {any} error
   */
  #disconnected(error) {
    const died = this.#db && (error?.name === "InvalidStateError" || error?.name === "AbortError");
    if (died) this.#db = null;
    return died;
  }

  /** The connection; an error when there is none in time. One that comes late is taken all the same. */
  async #open() {
    if (this.#db) return this.#db;
    this.#opening ??= this.#connect().finally(() => {
      this.#opening = null;
    });
    const opening = this.#opening;
    const patience = this.#failure === "stuck" ? 0 : PATIENCE;
    let timer = 0;
    const late = new Promise((_, reject) => {
      timer = window.setTimeout(() => {
        opening.then(() => this.retry()).catch(() => {});
        reject(new DOMException("", "TimeoutError"));
      }, patience);
    });
    try {
      return await Promise.race([opening, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #connect() {
    const db = await globalThis.idb.openDB(NAME, 1, {
      upgrade: (/** @type {any} */ fresh) => fresh.createObjectStore(TABLE),
      blocking: () => {
        this.#db?.close();
        this.#db = null;
      },
      terminated: () => {
        this.#db = null;
      },
    });
    const meta = await takeShared(db, await db.get(TABLE, META));
    if (meta?.latest > Date.now() + 10 * MINUTE) this.clockBack = meta.latest;
    if (!this.#meta && meta) this.#device = meta.device;
    const isNew = !this.#meta && !meta;
    if (this.#recognise(meta)) await db.put(TABLE, this.#meta, META);
    if (mark() && isNew) this.#cleared = true;
    this.#db = db;
    return db;
  }

  /**
   * Compare what the store says of itself with what this tab knows of it.
   *
   * @param {any} meta
   * @returns {boolean} whether it is to be written anew
   */
  #recognise(meta) {
    if (this.#meta && meta?.born !== this.#meta.born) this.#cleared = true;
    const isReset = this.#meta?.latest === 0; // the clock is right as it is
    const known = meta ?? this.#meta ?? fresh(this.#device);
    this.#meta = { ...known, latest: isReset ? Date.now() : Math.max(known.latest, Date.now()) };
    return isReset || !(meta?.latest + MINUTE > Date.now());
  }

  /** @param {any} error */
  #fail(error) {
    this.#failure = PROBLEMS[error?.name] ?? (globalThis.indexedDB ? "broken" : "blocked");
    this.#say();
  }

  #say() {
    for (const listener of this.#onProblem) listener(this.problem);
  }

  /** @param {string[]} keys */
  #tell(keys) {
    for (const [prefix, listener] of this.#watchers) for (const key of keys) if (key.startsWith(prefix)) listener(key);
  }
}
