/** On every page of the preview: the way to the forms, and at an open field what can be done to the items around it. */
import { ask, settings } from "./ask.js";
import { element } from "./field.js";
import { FORM_WORDS as WORDS } from "./form-words.js";

/**
 * @typedef {object} Around
 * @property {(string | number)[]} path
 * @property {string} title
 * @property {string} words
 * @property {boolean} first
 * @property {boolean} last
 * @property {string} stamp
 * @property {string} add
 * @property {string} change
 * @property {string} delete
 */
/** @typedef {{field: import("./field.js").Field, form: HTMLElement, isDirty: () => boolean}} Opened */

const SAID = "pb-form-said";

/** The address of a form, which leads back to here. @param {string} address */
const withBack = (address) => {
  const url = new URL(address, location.href);
  url.searchParams.set("back", location.pathname + location.hash);
  return url.pathname + url.search;
};

const links = /** @type {[string, string][]} */ ([
  [`lists?page=${encodeURIComponent(location.pathname)}`, WORDS.lists],
  ["new", WORDS.fresh],
  ["move", WORDS.move],
  ["changes", WORDS.changes],
]);
const bar = element(
  "nav",
  { class: "pb-editor-bar", "aria-label": WORDS.bar },
  ...links.map(([name, words]) => element("a", { href: withBack(settings.prefix + name) }, words)),
);

/** @param {string} file @param {Around} item @param {Opened} opened @returns {HTMLElement} */
const row = (file, item, { form, isDirty }) => {
  const said = element("span", { role: "alert" });
  /** @param {number} by @param {string} words @param {boolean} off */
  const mover = (by, words, off) => {
    const button = element("button", { type: "button", ...(off ? { disabled: "" } : {}) }, words);
    button.addEventListener("click", async () => {
      if (isDirty()) return said.replaceChildren(WORDS.unsaved);
      const answer = await ask("shift", { file, path: item.path, by, stamp: item.stamp });
      if (answer.status !== 200) {
        said.replaceChildren([answer.body.message ?? WORDS.stopped, ...(answer.body.problems ?? [])].join(" "));
        return;
      }
      form.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    });
    return button;
  };
  return element(
    "div",
    { class: "pb-editor-item", role: "group", "aria-label": `${item.title}：${item.words}` },
    element("p", {}, `${item.title}：${item.words}`),
    mover(-1, WORDS.up, item.first),
    mover(1, WORDS.down, item.last),
    ...(item.change ? [element("a", { href: withBack(item.change) }, WORDS.change)] : []),
    element("a", { href: withBack(item.add) }, WORDS.add),
    element("a", { href: withBack(item.delete) }, WORDS.remove),
    said,
  );
};

document.addEventListener("pb-editor-open", async (event) => {
  const opened = /** @type {CustomEvent<Opened>} */ (event).detail;
  const { file, path } = opened.field;
  const answer = await ask("around", { file, path });
  if (answer.status !== 200 || !answer.body.items.length) return;
  const box = element("details", {}, element("summary", {}, WORDS.item));
  box.append(...answer.body.items.map((/** @type {Around} */ item) => row(file, item, opened)));
  opened.form.append(box);
});

const said = sessionStorage.getItem(SAID);
if (said) {
  sessionStorage.removeItem(SAID);
  bar.append(element("span", { role: "status" }, said));
}
document.body.append(bar);
