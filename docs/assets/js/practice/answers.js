/**
 * The answers that this device keeps to the questions of a page. The key of one is `answer:<item>:<hash of the words>`,
 * so a question whose words have changed is asked anew, and what was answered before stays in the store.
 */

import { answered } from "../rules/practice.js";
import { today } from "../rules/schedule.js";
import { readAnswer } from "./record.js";

/** @import { Answer } from "../rules/practice.js" */
/** @import { Store } from "../store/store.js" */
/**
 * @typedef {{key: string, old: string[], roles: string[], element: HTMLDetailsElement}} Card `old` has the keys that it
 *   had before
 */

const KIND = "answer:";

/** @param {HTMLDetailsElement} element @returns {Card} */
export function cardOf(element) {
  const { quiz = "", was = "", for: roles = "" } = element.dataset;
  const hash = quiz.slice(quiz.lastIndexOf(":"));
  const names = (/** @type {string} */ text) => text.split(" ").filter(Boolean);
  return {
    key: KIND + quiz,
    old: names(was).map((name) => KIND + name + hash),
    roles: names(roles),
    element,
  };
}

/** Without the hash of its words, and without the sum that an import puts behind a second one. @param {string} key */
const itemOf = (key) => key.slice(0, key.lastIndexOf(":"));

export class Answers {
  /** @type {Map<string, Answer>} */
  #kept = new Map();

  /** @param {Store} store @param {Card[]} cards all of the page */
  constructor(store, cards) {
    this.store = store;
    this.cards = cards;
  }

  /** Read what is kept, and take over what was answered under a name that an item had before. */
  async read() {
    let found = await this.#list();
    const moved = this.cards.filter((card) => card.old.some((key) => found.has(key)));
    for (const card of moved) await this.#takeOver(card);
    if (moved.length) found = await this.#list();
    this.#kept = found;
  }

  /** @param {Card} card */
  get({ key }) {
    return this.#kept.get(key) ?? null;
  }

  /**
   * Keep an answer.
   *
   * @param {Card} card
   * @param {boolean} known
   */
  async put({ key }, known) {
    const day = today();
    const next = (/** @type {any} */ before) => answered(readAnswer(before), known, day);
    this.#kept.set(key, next(this.#kept.get(key)));
    this.#kept.set(key, await this.store.update(key, next));
  }

  /** How many kept answers are to questions whose words have changed, and to questions that aren't asked any more. */
  left() {
    const asked = new Set(this.cards.map(({ key }) => key));
    const items = new Set(this.cards.flatMap(({ key, old }) => [key, ...old]).map(itemOf));
    const others = [...this.#kept.keys()].filter((key) => !asked.has(key) && !key.includes("~"));
    const changed = others.filter((key) => items.has(itemOf(key))).length;
    return { changed, gone: others.length - changed };
  }

  async #list() {
    /** @type {Map<string, Answer>} */
    const found = new Map();
    for (const [key, value] of await this.store.list(KIND)) {
      const answer = readAnswer(value);
      if (answer) found.set(key, answer);
    }
    return found;
  }

  /** Of the answers under all names of a card the latest is kept, under the name of today. @param {Card} card */
  async #takeOver({ key, old }) {
    await this.store.transact([key, ...old], (get, put) => {
      const all = [key, ...old].map(get).filter((entry) => entry && readAnswer(entry.v));
      const latest = all.reduce((one, other) => ((other?.v.day ?? "") > (one?.v.day ?? "") ? other : one));
      if (latest) put(key, latest);
      for (const name of old) if (get(name)) put(name, null);
    });
  }
}
