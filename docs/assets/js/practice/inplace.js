/** Questions where the text stands: whoever has opened one says whether the answer was known. */

import { button, h } from "../lib/dom.js";
import { isDue, LEARNT, nextDay } from "../rules/practice.js";
import { today } from "../rules/schedule.js";
import { keptNotice } from "../store/notice.js";
import { openStore } from "../store/store.js";
import { Answers, cardOf } from "./answers.js";
import { dayText } from "./words.js";

/** @import { Card } from "./answers.js" */

export async function start() {
  const cards = [...document.querySelectorAll("details[data-quiz]")].map((one) => cardOf(/** @type {any} */ (one)));
  const store = await openStore();
  const answers = new Answers(store, cards);
  await answers.read();
  let hasNotice = false;

  /** @param {Card} card */
  function enliven(card) {
    const status = h("p", { class: "pb-state", role: "status" });
    const say = async (/** @type {boolean} */ known) => {
      await answers.put(card, known);
      paint();
      // Not known: it is folded, and asked again at once. The other way, the reader goes on.
      card.element.open = false;
      card.element.querySelector("summary")?.focus();
      if (store.problem && !hasNotice) {
        hasNotice = true;
        status.after(keptNotice(store));
      }
    };
    const acts = h("p", { class: "pb-acts" }, [button("会", () => say(true)), button("还不会", () => say(false))]);
    card.element.append(acts);
    card.element.after(status);

    function paint() {
      const answer = answers.get(card);
      const again = answer && isDue(answer, today());
      card.element.classList.toggle("pb-due", Boolean(again));
      if (!answer) status.textContent = "";
      else if (!answer.stage) status.textContent = "还不会：再答一次。";
      else if (again) status.textContent = "该再答一次了。";
      else if (answer.stage >= LEARNT) status.textContent = "学会了。";
      else status.textContent = `会。${dayText(nextDay(answer))}再问一次。`;
    }
    paint();
    return paint;
  }

  const paints = cards.map(enliven);
  store.watch("answer:", async () => {
    await answers.read();
    for (const paint of paints) paint();
  });
}
