/** What has arrived of a case, the latest first, as those who play see it. */

import { h } from "../lib/dom.js";
import { arrived, timeOf } from "../rules/play.js";

/**
 * @param {HTMLElement[]} events as the host has them, each with its minute
 * @param {string} start when the case begins
 */
export function feedOf(events, start) {
  const times = events.map((event) => Number(event.dataset.minute));
  const log = h("div", { role: "log", class: "pb-log", "aria-label": "已经收到的" });
  let shown = 0;

  /** @param {HTMLElement} event */
  const entryOf = (event) =>
    h(
      "div",
      { class: "pb-entry" },
      h("span", { class: "pb-count" }, timeOf(start, Number(event.dataset.minute))),
      /** @type {HTMLElement} */ (event.querySelector(".pb-arrives")).cloneNode(true),
    );

  return {
    log,
    /** The minute of what arrives next; undefined behind the last. @param {number} minute */
    next: (minute) => times.find((time) => time > minute),
    /** Show what has arrived by a minute. @param {number | null} minute null: the case hasn't begun */
    paint(minute) {
      const count = minute === null ? 0 : arrived(times, minute);
      if (count < shown) {
        log.replaceChildren();
        shown = 0;
      }
      for (const event of events.slice(shown, count)) log.prepend(entryOf(event));
      shown = count;
      for (const [number, event] of events.entries()) {
        event.classList.toggle("pb-came", number < count);
        event.classList.toggle("pb-coming", number === count);
      }
    },
  };
}
