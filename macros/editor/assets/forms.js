/** Forms of the preview: what is filled in is asked of the server, and what it says is shown where it belongs. */
import { ask } from "./ask.js";
import { FORM_WORDS as WORDS } from "./form-words.js";

/** @typedef {Record<string, unknown>} Values */

const SAID = "pb-form-said";
/** Of what is typed here, nothing is lost without a question. */
let isDirty = false;

/** What was said before the page was loaded anew. */
const showLast = () => {
  const said = sessionStorage.getItem(SAID);
  sessionStorage.removeItem(SAID);
  if (!said) return;
  const box = document.createElement("p");
  box.className = "pb-done";
  box.setAttribute("role", "status");
  box.textContent = said;
  document.querySelector("article h1")?.after(box);
};

/** What a form sends: its fields, those that belong to the request itself apart from the answers. */
const valuesOf = (/** @type {HTMLFormElement} */ form, /** @type {HTMLElement | null} */ submitter = null) => {
  const data = new FormData(form, submitter);
  /** @param {string} sign */
  const named = (sign) =>
    new Set([...form.querySelectorAll(`[data-${sign}]`)].map((one) => one.getAttribute("name") ?? ""));
  const [many, plain] = [named("many"), named("plain")];
  /** @type {Values} */
  const request = {};
  /** @type {Values} */
  const values = {};
  for (const name of new Set(data.keys())) {
    const into = "flat" in form.dataset || plain.has(name) ? request : values;
    into[name] = many.has(name) ? data.getAll(name) : data.get(name);
  }
  return "flat" in form.dataset ? request : { ...request, values };
};

/** Lengths are typed as a number and a unit. @param {ParentNode} root */
const keepDurations = (root) => {
  for (const box of root.querySelectorAll("[data-duration]")) {
    const [number, hidden] = box.querySelectorAll("input");
    const unit = box.querySelector("select");
    const join = () => {
      if (hidden && number && unit) hidden.value = number.value ? unit.value.replace("#", number.value) : "";
    };
    box.addEventListener("input", join);
    box.addEventListener("change", join);
  }
};

/** @param {HTMLFormElement} form @param {string} name @param {string} text */
const mark = (form, name, text) => {
  const field = form.querySelector(`[data-field="${CSS.escape(name)}"]`);
  const wrong = field?.querySelector(".pb-field-wrong");
  if (!(field && wrong instanceof HTMLElement)) return null;
  wrong.textContent = text;
  wrong.hidden = !text;
  const input = /** @type {HTMLElement | null} */ (field.querySelector("input:not([type=hidden]), select, textarea"));
  if (text) input?.setAttribute("aria-invalid", "true");
  else input?.removeAttribute("aria-invalid");
  for (let above = field.parentElement; text && above; above = above.parentElement) {
    if (above instanceof HTMLDetailsElement) above.open = true;
  }
  return input;
};

/** @param {Element} box @param {string} message @param {string[]} problems */
const say = (box, message, problems) => {
  const list = document.createElement("ul");
  list.append(
    ...problems.map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }),
  );
  box.replaceChildren(message, ...(problems.length ? [list] : []));
};

/** @param {HTMLFormElement} form @param {import("./ask.js").Answer} answer */
const refuse = (form, { status, body }) => {
  const box = form.querySelector(`.${SAID}`);
  const named = Object.entries(/** @type {Record<string, string>} */ (body.fields ?? {}));
  const rest = named
    .filter(([name]) => !form.querySelector(`[data-field="${CSS.escape(name)}"]`))
    .map(([, text]) => text);
  const inputs = named.map(([name, text]) => mark(form, name, text)).filter(Boolean);
  if (box) say(box, status ? body.message : WORDS.stopped, [...rest, ...(body.problems ?? [])]);
  (inputs[0] ?? /** @type {HTMLElement | null} */ (box))?.focus();
};

/** @param {HTMLFormElement} form @param {any} body */
const accept = (form, body) => {
  if (body.html) {
    const region = form.querySelector("[data-region=answer]");
    if (!region) return;
    region.innerHTML = body.html;
    keepDurations(region);
    for (const button of form.querySelectorAll("[data-after]")) button.removeAttribute("hidden");
    const heading = region.querySelector("h2");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus();
    }
    return;
  }
  isDirty = false;
  sessionStorage.setItem(SAID, [body.said, ...(body.notes ?? []), ...(body.warnings ?? [])].join(" "));
  if (body.again) location.reload();
  else location.assign(form.dataset.back ?? body.go ?? "/");
};

/** @param {HTMLFormElement} form @param {HTMLElement | null} submitter */
const send = async (form, submitter) => {
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  for (const field of form.querySelectorAll("[data-field]"))
    mark(form, /** @type {HTMLElement} */ (field).dataset.field ?? "", "");
  const box = form.querySelector(`.${SAID}`);
  if (box) say(box, WORDS.asking, []);
  const answer = await ask(form.dataset.ask ?? "", valuesOf(form, submitter));
  delete form.dataset.busy;
  if (answer.status !== 200) return refuse(form, answer);
  if (box) say(box, "", []);
  accept(form, answer.body);
};

/** What is asked depends on what was chosen: the questions are put anew, with the answers as they are. */
const steer = async (/** @type {HTMLFormElement} */ form, /** @type {HTMLElement} */ from) => {
  const answer = await ask(form.dataset.steer ?? "", valuesOf(form));
  const region = form.querySelector("[data-region=questions]");
  if (answer.status !== 200) return refuse(form, answer);
  if (!region) return;
  region.innerHTML = answer.body.html;
  const gaps = form.querySelector("[data-region=answer]");
  gaps?.replaceChildren();
  document.getElementById(from.id)?.focus();
};

/** Moves an item of a list. @param {HTMLButtonElement} button */
const shift = async (button) => {
  const lists = /** @type {HTMLElement | null} */ (button.closest("[data-lists]"));
  const box = document.querySelector("[data-said]");
  const { path, shift: by } = button.dataset;
  const { file, stamp } = lists?.dataset ?? {};
  const answer = await ask("shift", { file, stamp, path, by });
  if (answer.status === 200) {
    sessionStorage.setItem(SAID, answer.body.said);
    location.reload();
  } else if (box) {
    say(box, answer.status ? answer.body.message : WORDS.stopped, answer.body.problems ?? []);
    /** @type {HTMLElement} */ (box).focus();
  }
};

/** What takes a while is fetched once the page stands. */
const load = async () => {
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-load]"))) {
    const answer = await ask(box.dataset.load ?? "", {});
    if (answer.status === 200) box.innerHTML = answer.body.html;
    else say(box, answer.status ? answer.body.message : WORDS.stopped, answer.body.problems ?? []);
  }
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement && form.dataset.ask)) return;
  event.preventDefault();
  void send(form, event.submitter);
});
document.addEventListener("input", (event) => {
  const input = event.target;
  if (!(input instanceof HTMLElement) || !input.closest("form[data-ask]")) return;
  isDirty = true;
  const form = input.closest("form");
  const name = /** @type {HTMLElement | null} */ (input.closest("[data-field]"))?.dataset.field;
  if (form && name) mark(form, name, "");
});
document.addEventListener("change", (event) => {
  const input = event.target;
  const form = input instanceof HTMLElement ? input.closest("form") : null;
  if (form?.dataset.steer && input instanceof HTMLSelectElement && "steers" in input.dataset) void steer(form, input);
});
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button[data-shift]") : null;
  if (button instanceof HTMLButtonElement) void shift(button);
});
document.addEventListener("keydown", (event) => {
  const form = event.target instanceof HTMLElement ? event.target.closest("form[data-ask]") : null;
  if (!form) return;
  event.stopPropagation(); // the theme has keys of its own
  if (event.isComposing || event.keyCode === 229) {
    if (event.key === "Enter") event.preventDefault(); // it confirms a word, and sends nothing
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    void send(/** @type {HTMLFormElement} */ (form), null);
  }
});
addEventListener("beforeunload", (event) => {
  if (isDirty) event.preventDefault();
});

keepDurations(document);
showLast();
void load();
