// A scorecard's page: targets, actuals and weights are filled in, kept on the device, and judged as they are typed.

import { choices } from "../lib/address.js";
import { button, download } from "../lib/dom.js";
import { periodOf } from "../rules/period.js";
import { today } from "../rules/schedule.js";
import { keptNotice } from "../store/notice.js";
import { readCard } from "../store/records.js";
import { randomId } from "../store/storage.js";
import { openStore } from "../store/store.js";
import { nameOfPeriod, newCard, newestFirst } from "./card.js";
import { GoalFields } from "./goal-fields.js";
import { summaryOf } from "./summary.js";

/** @import { Kind } from "../rules/period.js" */
/** @import { Card } from "./card.js" */

const SAVED = "已存在这台设备上。";

/** @param {HTMLElement} place data-scorecard is the card's id, data-period its cadence */
export async function start(place) {
  const { scorecard: id = "", name = "", period = "" } = place.dataset;
  const prefix = `score:${id}:`;
  const now = periodOf(/** @type {Kind} */ (period), new Date(today()));
  const boxes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-goal]")]);
  const fields = new GoalFields(boxes, change);
  const store = await openStore();
  /** @type {Map<string, Card>} */
  const cards = new Map();
  /** The key of the card that is open; "" while nothing was filled in. */
  let key = "";
  let card = newCard(now.key, fields.handbook);
  /** Changes on their way to the store. */
  let underWay = 0;

  const summary = summaryOf(now, {
    open,
    change,
    remove,
    share: async (how) => (await import("./share.js"))[how](card, `${name}计分卡`, nameOfPeriod(card.period)),
    async save() {
      const { exportFiles } = await import("../store/files.js");
      for (const blob of await exportFiles(store, key || `${prefix}-`))
        download(`${name}计分卡-${card.period}-${card.who}`, ".json", blob);
    },
  });

  /**
   * Change the open card: here at once, then in the store, where another tab may have changed it too.
   *
   * @param {(card: Card) => void} step
   */
  async function change(step) {
    const mine = structuredClone(card);
    step(mine);
    card = mine;
    if (!key) {
      key = prefix + randomId();
      choices({ card: key.slice(prefix.length) });
    }
    const mark = key;
    summary.save("");
    underWay += 1;
    cards.set(mark, mine);
    paint();
    const kept = await store.update(mark, (stored) => {
      const newest = structuredClone(readCard(stored) ?? mine);
      step(newest);
      return newest;
    });
    underWay -= 1;
    if (underWay) return;
    summary.save(store.unsaved ? "没有存进这台设备，原因在下面。" : SAVED);
    if (cards.has(mark)) cards.set(mark, kept);
    if (mark === key) show(kept);
  }

  /** Show the newest state of the open card. @param {Card} newest */
  function show(newest) {
    card = newest;
    if (!fields.fit(card)) fields.build(card);
    paint();
  }

  /** @param {string} next "" begins a new one */
  function open(next) {
    card = cards.get(next) ?? newCard(now.key, cards.size ? card.goals : fields.handbook);
    key = cards.has(next) ? next : "";
    choices({ card: key.slice(prefix.length) });
    summary.save(key ? SAVED : "");
    fields.build(card);
    paint();
  }

  function paint() {
    fields.paint(card);
    summary.paint(card, key, cards);
  }

  async function remove() {
    const [mark, entry] = [key, await store.remove(key)];
    const gone = cards.get(mark);
    cards.delete(mark);
    open("");
    const back = button("撤销", async () => {
      if (entry) await store.restore(mark, entry);
      if (gone) cards.set(mark, gone);
      open(mark);
      summary.say("放回来了。");
    });
    summary.say("删掉了这一张。", back);
    back.focus();
  }

  async function read() {
    cards.clear();
    let unread = 0;
    for (const [one, value] of await store.list(prefix)) {
      const good = readCard(value);
      if (good) cards.set(one, good);
      else unread += 1;
    }
    summary.unread(unread);
  }

  let waiting = 0;
  store.watch(prefix, () => {
    clearTimeout(waiting); // an import changes many at once
    waiting = setTimeout(async () => {
      await read();
      if (underWay) return; // a change that is under way reads what the other tab wrote, and shows it
      const newer = cards.get(key);
      if (key && !newer) {
        key = "";
        summary.say("另一个标签页删掉了这一张。继续填，它会重新存下。");
      }
      show(newer ?? card);
    }, 50);
  });
  await read();
  const newest = newestFirst(cards)[0]?.[0] ?? "";
  const asked = prefix + (choices().get("card") ?? "");
  open(cards.has(asked) ? asked : newest);
  place.replaceChildren(summary.node, keptNotice(store));
}
