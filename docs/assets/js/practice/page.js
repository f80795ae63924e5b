/** The page that asks what is due, one after another. Space shows the answer, 1 and 2 say whether it was known. */

import { choices } from "../lib/address.js";
import { h } from "../lib/dom.js";
import { LEARNT, nextDay, queue } from "../rules/practice.js";
import { today } from "../rules/schedule.js";
import { keptNotice } from "../store/notice.js";
import { openStore } from "../store/store.js";
import { Answers, cardOf } from "./answers.js";
import { drawCase } from "./draw.js";
import { ALL, chosenRoles } from "./mine.js";
import { questionPlace } from "./question.js";

/** @import { Card } from "./answers.js" */

/** @param {HTMLFormElement} form where the role is chosen */
export async function start(form) {
  /** Every question of the playbook, each beside a line that says where it comes from. */
  const list = /** @type {HTMLElement} */ (document.querySelector("[data-questions]"));
  const select = /** @type {HTMLSelectElement} */ (form.querySelector("select"));
  const output = /** @type {HTMLOutputElement} */ (form.querySelector("output"));
  const known = new Set([...select.options].map((option) => option.value).filter(Boolean));
  const cards = [...list.querySelectorAll("details[data-quiz]")].map((one) => cardOf(/** @type {any} */ (one)));
  const store = await openStore();
  const answers = new Answers(store, cards);
  await answers.read();

  const question = questionPlace({ show, say });
  /** The questions of the chosen roles. @type {Card[]} */
  let asked = [];
  /** What is asked today, by number in `asked`; the first is on the page. @type {number[]} */
  let waiting = [];
  let isOpen = false;

  const draw = drawCase(document);

  /** Ask for the roles that the address names. */
  async function begin() {
    const roles = await chosenRoles(store, known);
    paintChoice(roles);
    asked = cards.filter((card) => !roles.length || card.roles.some((role) => roles.includes(role)));
    for (const card of cards) {
      const line = /** @type {HTMLElement} */ (card.element.closest(".pb-asked"));
      line.hidden = !asked.includes(card);
    }
    for (const section of list.querySelectorAll("section")) {
      section.hidden = !section.querySelector(".pb-asked:not([hidden])");
    }
    const { again, fresh } = queue(
      asked.map((card) => answers.get(card)),
      today(),
    );
    waiting = [...again, ...fresh];
    isOpen = false;
    draw(roles);
    paint();
  }

  /** @param {string[]} roles several of them, which an address may name, are an entry of their own */
  function paintChoice(roles) {
    const value = roles.join(",");
    select.querySelector("[data-several]")?.remove();
    if (roles.length > 1) {
      const names = roles.map((role) => [...select.options].find((option) => option.value === role)?.text);
      select.append(h("option", { value, "data-several": "" }, names.join("、")));
    }
    select.value = value;
  }

  function paint() {
    const { again, fresh } = queue(
      asked.map((card) => answers.get(card)),
      today(),
    );
    const kept = asked.map((card) => answers.get(card)).filter((answer) => answer !== null);
    const learnt = kept.filter((answer) => answer.stage >= LEARNT).length;
    const { changed, gone } = answers.left();
    output.textContent = [
      `到期 ${again.length} 题`,
      `没答过 ${fresh.length} 题`,
      `会了、等着再问 ${kept.length - again.length - learnt} 题`,
      `学会 ${learnt} 题`,
      changed && `文字改过、重新问 ${changed} 题`,
      gone && `不再问 ${gone} 题，答过的记录还在`,
    ]
      .filter(Boolean)
      .join(" · ");
    if (waiting.length) question.ask(asked[waiting[0]], waiting.length, isOpen);
    else question.end(asked.length > 0, kept.map(nextDay).filter(Boolean).sort());
  }

  function show() {
    isOpen = true;
    question.ask(asked[waiting[0]], waiting.length, isOpen);
    question.focus("button");
  }

  /** @param {boolean} isKnown */
  async function say(isKnown) {
    const [at, ...rest] = waiting;
    waiting = isKnown ? rest : [...rest, at]; // at once: as soon as the others were asked
    isOpen = false;
    const stored = answers.put(asked[at], isKnown);
    paint();
    question.focus("h2");
    await stored;
  }

  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const types = target.closest("input, select, textarea, summary, [contenteditable]");
    if (types || event.ctrlKey || event.metaKey || event.altKey || !waiting.length) return;
    if (event.key === " " && !isOpen && !target.closest("a, button")) show();
    else if (event.key === "1" && isOpen) say(true);
    else if (event.key === "2" && isOpen) say(false);
    else return;
    event.preventDefault();
  });
  select.addEventListener("change", () => {
    choices({ role: select.value || ALL });
    begin();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  store.watch("answer:", async () => {
    await answers.read();
    paint();
  });

  form.autocomplete = "off";
  form.hidden = false;
  form.after(question.place, keptNotice(store));
  await begin();
}
