/** Keys that Material gives a meaning to on every page: back, on, search. */
const LETTERS = new Set(["n", "p", ".", ",", "f", "s", "/"]);

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
      const letter = LETTERS.has(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (isOfInputMethod(event) || (letter && !typed)) event.stopImmediatePropagation();
    },
    { capture: true },
  );
}
