/**
 * The search box answers to whatever puts a text into it. Material listens to keys alone: a text that was pasted by
 * mouse, dictated, dropped or chosen in an input method by mouse would never be looked for, and an emptied box would
 * keep its old results.
 *
 * @param {Document} page
 */
export function listenToInput(page) {
  const box = page.querySelector("input[data-md-component=search-query]");
  if (!(box instanceof HTMLInputElement)) return;
  let composing = false;
  let asked = box.value;
  const ask = () => {
    if (composing || box.value === asked) return;
    asked = box.value;
    box.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  };
  box.addEventListener("compositionstart", () => (composing = true));
  box.addEventListener("compositionend", () => {
    composing = false;
    ask();
  });
  box.addEventListener("input", ask);
  box.addEventListener("keyup", () => (asked = box.value));
}
