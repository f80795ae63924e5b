// The metric calculators: under each worked example, the same formula for one's own figures.

import { h } from "../lib/dom.js";
import { readNumber, showNumber } from "../lib/number.js";
import { CalcError, evaluate } from "../rules/formula.js";

/** Adds a calculator to every worked example; its fields are made when it is first opened. */
export function start() {
  for (const example of document.querySelectorAll("[data-calc]")) {
    const box = h("details", { class: "pb-calc" }, h("summary", {}, "代入自己的数"));
    box.addEventListener("toggle", () => box.append(calculator(example)), { once: true });
    example.closest("p")?.after(box);
  }
}

/** @param {Element} example the span whose data-calc is the expression; its [data-k] are the inputs */
function calculator(example) {
  const expression = example.getAttribute("data-calc") ?? "";
  const unit = example.querySelector(".pb-unit")?.textContent ?? "";
  const result = h("output");
  /** @type {Map<string, HTMLInputElement>} */
  const fields = new Map();
  const labels = [...example.querySelectorAll("[data-k]")].map((given) => {
    const field = h("input", { inputmode: "decimal", autocomplete: "off", value: given.getAttribute("data-eg") ?? "" });
    fields.set(given.getAttribute("data-k") ?? "", field);
    return h("label", {}, h("span", {}, given.textContent ?? ""), field);
  });

  function work() {
    const inputs = new Map();
    let wrong = "";
    for (const [name, field] of fields) {
      const value = readNumber(field.value);
      const bad = Number.isNaN(value);
      field.toggleAttribute("aria-invalid", bad);
      if (bad) wrong ||= field.value.trim() ? `“${field.value}”不是一个数` : "把每一格都填上";
      inputs.set(name, value);
    }
    try {
      result.textContent = wrong || `${showNumber(evaluate(expression, inputs))} ${unit}`;
    } catch (error) {
      if (!(error instanceof CalcError)) throw error;
      result.textContent = `算不出来：${error.message}`;
    }
  }

  const form = h(
    "form",
    { oninput: work, onsubmit: (/** @type {Event} */ event) => event.preventDefault() },
    ...labels,
    h("p", {}, "结果 ", result),
  );
  work();
  return form;
}
