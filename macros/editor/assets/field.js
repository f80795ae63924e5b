/**
 * The field in which one value is changed.
 *
 * @typedef {{title: string, url: string}} Place
 * @typedef {object} Field
 * @property {string} file
 * @property {(string | number)[]} path
 * @property {number} line
 * @property {string} kind
 * @property {string} title
 * @property {string} description
 * @property {string} example
 * @property {string} value
 * @property {number | null} least
 * @property {number | null} most
 */
import { ask } from "./ask.js";
import { WORDS } from "./words.js";

/** What is typed by a form of its own; everything else is a line of text. */
const INPUTS = new Map([
  ["date", "date"],
  ["time", "time"],
]);

/**
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 */
export const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

/** Whether a key belongs to an input method, which confirms or gives up a word with it. @param {KeyboardEvent} event */
export const isComposing = (event) => event.isComposing || event.keyCode === 229;

/** @param {Field} field */
const inputOf = (field) => {
  const { kind, value } = field;
  const input = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (
    kind === "text"
      ? element("textarea", { rows: String(Math.min(8, 2 + Math.floor(value.length / 32))) })
      : element("input", { type: INPUTS.get(kind) ?? "text", ...(kind === "number" ? { inputmode: "decimal" } : {}) })
  );
  input.value = value;
  input.setAttribute("aria-label", field.title);
  input.setAttribute("autocomplete", "off");
  return input;
};

/** Full-width signs where half-width ones are meant, mended as they are typed. @param {HTMLInputElement} input */
const keepNarrow = (input) => {
  const mend = () => {
    const narrow = input.value.normalize("NFKC");
    if (narrow === input.value) return;
    const at = input.selectionStart ?? narrow.length;
    input.value = narrow;
    input.setSelectionRange(at, at);
  };
  input.addEventListener("input", (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) mend();
  });
  input.addEventListener("compositionend", mend);
};

/**
 * A field, open. `done` is called with what is to be said when it closes.
 *
 * @param {Field} field
 * @param {(said: string) => void} done
 */
export const openField = (field, done) => {
  let old = field.value;
  let isSaving = false;
  let isClosed = false;
  const input = inputOf(field);
  if (input instanceof HTMLInputElement && input.type === "text") keepNarrow(input);
  const count = element("span", { class: "pb-editor-count" });
  const said = element("div", { class: "pb-editor-said", role: "alert" });
  const save = element("button", { type: "submit" }, WORDS.save);
  const cancel = element("button", { type: "button" }, WORDS.cancel);
  const summary = element("summary", {}, WORDS.counting);
  const places = element("details", {}, summary);
  const form = element(
    "form",
    { class: "pb-editor", role: "dialog", "aria-label": field.title },
    element("strong", {}, field.title),
    element("p", {}, field.description, ...(field.example ? [` ${WORDS.example}${field.example}`] : [])),
    input,
    count,
    said,
    element("div", { class: "pb-editor-acts" }, save, cancel),
    ...(field.kind === "text" ? [places] : []),
    element("p", { class: "pb-editor-where" }, `${WORDS.where} ${field.file}:${field.line}`),
  );
  const isDirty = () => input.value !== old;
  const say = (/** @type {(Node | string)[]} */ ...parts) => said.replaceChildren(...parts);
  const close = (/** @type {string} */ text) => {
    if (isClosed) return; // to take the field away takes the focus away, too
    isClosed = true;
    form.remove();
    done(text);
  };
  const tally = () => {
    count.textContent = field.kind === "text" && field.most ? WORDS.limit(input.value.length, field.most) : "";
  };

  /** The other pages on which the value stands: to find them takes longer than to open it. */
  const list = async () => {
    const { status, body } = await ask("occurrences", { file: field.file, path: field.path });
    if (status !== 200) return places.remove();
    const pages = /** @type {Place[]} */ (body.pages);
    summary.textContent = WORDS.pages(pages.length);
    places.append(
      element("ul", {}, ...pages.map((page) => element("li", {}, element("a", { href: page.url }, page.title)))),
    );
  };

  /** What stands in the file now, and what was written here: the editor chooses. @param {string} now */
  const choose = (now) => {
    const mine = element("button", { type: "button" }, WORDS.takeMine);
    const theirs = element("button", { type: "button" }, WORDS.takeNow);
    mine.addEventListener("click", () => {
      old = now;
      void submit();
    });
    theirs.addEventListener("click", () => {
      old = now;
      input.value = now;
      say();
      tally();
      input.focus();
    });
    const shown = (/** @type {string} */ title, /** @type {string} */ text) =>
      element("p", {}, element("b", {}, title), " ", element("q", {}, text));
    say(...said.childNodes, shown(WORDS.now, now), shown(WORDS.mine, input.value), mine, theirs);
  };

  /** @param {import("./ask.js").Answer} answer */
  const refuse = ({ status, body }) => {
    const problems = (body.problems ?? []).map((/** @type {string} */ text) => element("li", {}, text));
    say(status ? body.message : WORDS.stopped, ...(problems.length ? [element("ul", {}, ...problems)] : []));
    if (status === 409 && typeof body.now === "string") choose(body.now);
  };

  const submit = async () => {
    if (isSaving || isClosed) return;
    if (!isDirty()) return close("");
    isSaving = true;
    say(WORDS.saving);
    const { file, path } = field;
    const answer = await ask("save", { file, path, old, new: input.value });
    isSaving = false;
    if (answer.status !== 200) return refuse(answer);
    const { changed, mended, warnings, value } = answer.body;
    old = value;
    input.value = value;
    close([changed ? WORDS.saved : WORDS.unchanged, ...mended, ...warnings].join(" "));
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void submit();
  });
  form.addEventListener("keydown", (event) => {
    event.stopPropagation(); // the theme has keys of its own
    if (isComposing(event)) {
      if (event.key === "Enter" && input instanceof HTMLInputElement) event.preventDefault();
    } else if (event.key === "Escape") close("");
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    }
  });
  form.addEventListener("focusout", (event) => {
    const to = event.relatedTarget;
    const stays = (to instanceof Node && form.contains(to)) || !document.hasFocus() || !form.isConnected;
    if (!stays) void submit();
  });
  cancel.addEventListener("mousedown", (event) => event.preventDefault()); // the click gives up before leaving saves
  cancel.addEventListener("click", () => close(""));
  input.addEventListener("input", tally);
  tally();
  if (field.kind === "text") void list();
  return { form, input, isDirty, say };
};
