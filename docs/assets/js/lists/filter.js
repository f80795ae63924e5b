import { choices } from "../lib/address.js";

/**
 * Shows a form of choices that is kept in the address, and applies it now and at every change.
 *
 * @param {HTMLFormElement} form its selects and inputs are named; its output says what is shown
 * @param {(chosen: Record<string, string>) => string} apply gives back what the output says
 */
export function filterForm(form, apply) {
  const fields = [...form.querySelectorAll("select, input")].map((field) => /** @type {any} */ (field));
  const output = form.querySelector("output");

  function run() {
    const chosen = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    choices(chosen);
    if (output) output.textContent = apply(chosen);
  }

  form.autocomplete = "off"; // a browser that fills forms in again after a reload would disagree with the address
  for (const field of fields) {
    field.value = choices().get(field.name) ?? "";
    if (field.selectedIndex < 0) field.value = "";
  }
  form.addEventListener("input", run);
  form.addEventListener("reset", () => setTimeout(run));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  run();
}
