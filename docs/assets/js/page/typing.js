// What is typed: into the search box, or as a letter that Material takes for a command.

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

/** Keys that Material gives a meaning to on every page: back, on, search. */
const LETTERS = "np.,fs/";

/** Whether a key goes on with a word of an input method: such an Enter chooses the word and opens nothing. */
const isOfInputMethod = (/** @type {KeyboardEvent} */ event) => event.isComposing || event.keyCode === 229;

/**
 * A single letter does nothing by itself (WCAG 2.1.4): one that slips during an inspection must not leave the page.
 * Heard before Material hears it, and kept from it.
 */
export function quietLetters() {
  addEventListener(
    "keydown",
    (event) => {
      const typed = event.target instanceof Element && event.target.matches("input, textarea, select");
      const letter = LETTERS.includes(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (isOfInputMethod(event) || (letter && !typed)) event.stopImmediatePropagation();
    },
    { capture: true },
  );
}
