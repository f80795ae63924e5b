/** Makes what a page of the preview shows of the data editable where it stands. */
import { ask } from "./ask.js";
import { element, isComposing, openField } from "./field.js";
import { watch } from "./live.js";
import { WORDS } from "./words.js";

/** @typedef {ReturnType<typeof openField>} Open */

const OFF = "pb-editor-off";
const PLACE = "pb-editor-place";
/** A click on these has a meaning of its own. */
const OTHERS = "a, button, summary, label, input, select, textarea";

/** @type {Open | null} */
let open = null;
/** @type {HTMLElement | null} */
let spot = null;
/** @type {HTMLElement | null} */
let panel = null;
/** The spot that is to be opened when the field before it is saved. @type {HTMLElement | null} */
let next = null;
/** Whether the preview has been asked for the values of a spot, and has not answered. */
let isAsking = false;

const toast = element("div", { class: "pb-editor-toast", role: "status" });
const pencil = element("button", { class: "pb-editor-pencil", type: "button", title: WORDS.edit, tabindex: "-1" }, "✎");
const toggle = element("button", { class: "pb-editor-toggle", type: "button", title: WORDS.toggle });
const isOff = () => localStorage.getItem(OFF) === "1";
const spots = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-edit]")]);
/** The spot that something is in. @param {EventTarget | null} target @returns {HTMLElement | null} */
const spotOf = (target) => (target instanceof Element && !isOff() ? target.closest("[data-edit]") : null);

const say = (/** @type {string} */ text) => {
  toast.textContent = text;
  toast.hidden = !text;
};

/** Remember which spot has the focus, and where it is on the screen. */
const remember = () => {
  const here = next ?? spot ?? spotOf(document.activeElement);
  if (!here) return;
  const same = spots().filter((one) => one.dataset.edit === here.dataset.edit);
  const { top } = here.getBoundingClientRect();
  const number = same.indexOf(here);
  const said = toast.textContent;
  const place = { page: location.pathname, key: here.dataset.edit, number, said, top, opens: next !== null };
  sessionStorage.setItem(PLACE, JSON.stringify(place));
};

/** Put the focus, and the page, where they were before it was loaded anew. */
const restore = () => {
  const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  sessionStorage.removeItem(PLACE);
  if (place?.page !== location.pathname) return;
  say(place.said);
  const same = spots().filter((one) => one.dataset.edit === place.key);
  const here = same[place.number] ?? same[0];
  if (!here) return;
  for (let above = here.parentElement; above; above = above.parentElement) {
    if (above instanceof HTMLDetailsElement) above.open = true;
  }
  here.focus({ preventScroll: true });
  scrollBy({ top: here.getBoundingClientRect().top - place.top, behavior: "instant" });
  if (place.opens) void start(here);
};

const release = watch(
  () => isAsking || panel !== null,
  remember,
  () => (open ?? { say }).say(WORDS.waiting),
);

/** Take away what is shown below a spot. */
const close = () => {
  const box = panel;
  panel = null;
  box?.remove();
};

/** Show something below a spot. @param {HTMLElement} box @param {HTMLElement} here */
const place = (box, here) => {
  close();
  panel = box;
  document.body.append(box);
  const { left, bottom } = here.getBoundingClientRect();
  const room = document.documentElement.clientWidth - box.offsetWidth - 8;
  box.style.left = `${scrollX + Math.max(8, Math.min(left, room))}px`;
  box.style.top = `${scrollY + bottom + 6}px`;
  box.scrollIntoView({ block: "nearest" });
};

/** @param {import("./field.js").Field} field @param {HTMLElement} here */
const edit = (field, here) => {
  spot = here;
  open = openField(field, (said) => {
    open = null;
    panel = null;
    if (!said) next = null; // it was given up, not left
    say(said);
    here.focus({ preventScroll: true });
    remember();
    spot = null;
    release();
  });
  place(open.form, here);
  document.dispatchEvent(
    new CustomEvent("pb-editor-open", { detail: { field, form: open.form, isDirty: open.isDirty } }),
  );
  open.input.focus();
};

/**
 * The values that a derived text comes from, to choose one.
 *
 * @param {import("./field.js").Field[]} fields
 * @param {HTMLElement} here
 */
const chooseOf = (fields, here) => {
  const box = element(
    "div",
    { class: "pb-editor", role: "dialog", "aria-label": WORDS.from },
    element("p", {}, WORDS.from),
  );
  for (const field of fields) {
    const button = element("button", { type: "button" }, `${field.title}：${field.value}`);
    button.addEventListener("click", () => edit(field, here));
    box.append(button);
  }
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    here.focus({ preventScroll: true });
    release();
  });
  box.addEventListener("focusout", (event) => {
    const to = event.relatedTarget;
    if (panel !== box || (to instanceof Node && box.contains(to)) || !document.hasFocus()) return;
    close();
    release();
  });
  place(box, here);
  box.querySelector("button")?.focus();
};

/** @param {HTMLElement} here */
const start = async (here) => {
  if (open?.isDirty()) {
    next = here; // leaving it saves it; until then it stays
    return;
  }
  close();
  open = null;
  const [file, ...path] = JSON.parse(here.dataset.edit ?? "[]");
  isAsking = true;
  const answer = await ask("field", { file, path });
  isAsking = false;
  if (answer.status !== 200) {
    say(answer.status ? answer.body.message : WORDS.stopped);
    return release();
  }
  say("");
  const { fields } = answer.body;
  if (fields.length === 1) edit(fields[0], here);
  else chooseOf(fields, here);
};

const showToggle = () => {
  toggle.textContent = isOff() ? WORDS.off : WORDS.on;
  toggle.setAttribute("aria-pressed", String(!isOff()));
  document.documentElement.classList.toggle("pb-editing", !isOff());
  for (const one of spots()) {
    if (isOff()) one.removeAttribute("tabindex");
    else one.tabIndex = 0;
    if (one.dataset.derived !== undefined) one.title = WORDS.derived;
  }
};

/** The pencil beside a spot on which a click means something else. @param {HTMLElement | null} here */
const offer = (here) => {
  pencil.hidden = !here?.closest(OTHERS);
  if (pencil.hidden || !here) return;
  spot = open ? spot : here;
  const { right, top } = here.getBoundingClientRect();
  pencil.style.left = `${scrollX + right}px`;
  pencil.style.top = `${scrollY + top - 8}px`;
  pencil.onclick = () => void start(here);
};

document.addEventListener(
  "click",
  (event) => {
    const here = spotOf(event.target);
    if (!here || !getSelection()?.isCollapsed) return;
    if (event.target instanceof Element && event.target.closest(OTHERS) && !event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    void start(here);
  },
  true,
);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || isComposing(event) || event.target !== spotOf(event.target)) return;
  event.preventDefault();
  void start(/** @type {HTMLElement} */ (event.target));
});
document.addEventListener("mouseover", (event) => {
  if (event.target !== pencil) offer(spotOf(event.target));
});
document.addEventListener("focusin", (event) => {
  if (event.target !== pencil) offer(spotOf(event.target));
});
addEventListener("beforeunload", (event) => {
  if (open?.isDirty()) event.preventDefault();
});
toggle.addEventListener("click", () => {
  localStorage.setItem(OFF, isOff() ? "0" : "1");
  showToggle();
});

pencil.hidden = true;
toast.hidden = true;
document.body.append(toggle, pencil, toast);
showToggle();
restore();
