// Two or three roles side by side: where their time goes, what they do differently, what they decide, their numbers.

import { choices } from "../lib/address.js";
import { h } from "../lib/dom.js";

/**
 * @typedef {{name: string, mission: string, may: string[], ask: string[],
 *   duties: Record<string, [number, string, string]>, tasks: Record<string, [string, string?]>,
 *   goals: Record<string, number>}} Role duties: share, part, emphasis; tasks: when, scope; goals: weight
 * @typedef {{roles: Record<string, Role>, duties: Record<string, string>, tasks: Record<string, string>,
 *   goals: Record<string, [string, string]>}} Data names by id; a goal's own name and its metric's
 */

/** @param {HTMLFormElement} form of the page of a comparison */
export function start(form) {
  const one = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
  const data = JSON.parse(one("script[data-roles]").textContent ?? "");
  compareRoles(form, one("[data-compared]"), one("[data-shares]"), data);
}

/**
 * @param {HTMLFormElement} form its selects a, b, c choose the roles
 * @param {HTMLElement} place where the comparison goes
 * @param {HTMLElement} shares the table of all roles: its links are taken over
 * @param {Data} data
 */
export function compareRoles(form, place, shares, data) {
  /** Addresses of the duties' pages, as the table's links have them. @type {Record<string, string>} */
  const pages = {};
  for (const span of shares.querySelectorAll("[data-duty]")) {
    pages[span.getAttribute("data-duty") ?? ""] = span.querySelector("a")?.href ?? "";
  }
  const link = (/** @type {string} */ ref, /** @type {string} */ text) => {
    const [duty, item] = ref.split(".");
    return h("a", { href: pages[duty] + (item ? `#${item}` : "") }, text);
  };

  const fields = [...form.querySelectorAll("select")];
  const output = /** @type {HTMLElement} */ (form.querySelector("output"));

  function draw() {
    const ids = [...new Set(fields.map((field) => field.value))].filter((id) => Object.hasOwn(data.roles, id));
    const roles = ids.map((id) => data.roles[id]);
    choices({ roles: ids.join(",") });
    place.replaceChildren();
    output.textContent =
      roles.length > 1
        ? roles.map((role) => role.name).join("、")
        : ids.length
          ? "再选一个角色"
          : "选两三个角色，并排看差别";
    if (roles.length < 2) return;
    place.append(
      section("时间与侧重", duties(roles, data, link)),
      section(
        "可以自己定",
        side(roles, (role) => list(role.may)),
      ),
      section(
        "先问再做",
        side(roles, (role) => list(role.ask)),
      ),
      section("看哪些数", goals(roles, data, link)),
    );
  }

  const asked = (choices().get("roles") ?? "").split(",").filter((id) => Object.hasOwn(data.roles, id));
  form.autocomplete = "off"; // a browser that fills forms in again after a reload would disagree with the address
  for (const [at, field] of fields.entries()) field.value = asked[at] ?? "";
  form.addEventListener("input", draw);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  draw();
}

/** @param {string} title @param {...Node} content */
const section = (title, ...content) => h("section", {}, h("h2", {}, title), ...content);

/** @param {string[]} lines */
const list = (lines) =>
  h(
    "ul",
    {},
    lines.map((line) => h("li", {}, line)),
  );

/** One cell for each role, its name on top. @param {Role[]} roles @param {(role: Role) => any} content */
const side = (roles, content) =>
  h(
    "div",
    { class: "pb-side" },
    roles.map((role) => h("div", {}, h("p", { class: "pb-whose" }, role.name), content(role))),
  );

/** @typedef {(ref: string, text: string) => HTMLElement} Link */

/**
 * Each duty that one of them has: shares on top, emphasis and differing tasks inside.
 *
 * @param {Role[]} roles
 * @param {Data} data
 * @param {Link} link
 */
function duties(roles, data, link) {
  const share = (/** @type {Role} */ role, /** @type {string} */ duty) => role.duties[duty]?.[0] ?? 0;
  const apart = (/** @type {string} */ duty) => {
    const shares = roles.map((role) => share(role, duty));
    return Math.max(...shares) - Math.min(...shares);
  };
  const held = Object.keys(data.duties).filter((duty) => roles.some((role) => duty in role.duties));
  held.sort((a, b) => apart(b) - apart(a));
  return h(
    "div",
    {},
    held.map((duty) => {
      const refs = Object.keys(data.tasks).filter(
        (ref) => ref.startsWith(`${duty}.`) && roles.some((role) => ref in role.tasks),
      );
      const differ = refs.filter((ref) => new Set(roles.map((role) => String(role.tasks[ref]))).size > 1);
      const same = refs.length - differ.length;
      const alike = !differ.length && new Set(roles.map((role) => String(role.duties[duty]?.slice(0, 2)))).size === 1;
      return h(
        "details",
        { class: alike ? "pb-compared pb-alike" : "pb-compared" },
        h(
          "summary",
          {},
          h("h3", {}, data.duties[duty]),
          h("p", { class: "pb-when" }, differ.length ? `${differ.length} 项任务做法不同` : "任务做法相同"),
          side(roles, (role) => bar(role.duties[duty])),
        ),
        side(roles, (role) => h("p", {}, role.duties[duty]?.[2] ?? "不接这项职责")),
        differ.map((ref) => [h("h4", {}, link(ref, data.tasks[ref])), side(roles, (role) => task(role.tasks[ref]))]),
        h(
          "p",
          { class: "pb-foot" },
          same ? `另有 ${same} 项任务做法相同 · ` : "",
          link(duty, `打开${data.duties[duty]}`),
        ),
      );
    }),
  );
}

/** @param {[number, string, string] | undefined} held */
function bar(held) {
  if (!held) return h("p", {}, "—");
  const fill = h("i");
  fill.style.width = `${held[0]}%`;
  return [h("p", {}, `${held[0]}% ${held[1]}`), h("div", { class: "pb-amount", "aria-hidden": "true" }, fill)];
}

/** @param {[string, string?] | undefined} done */
const task = (done) => (done ? [h("p", {}, done[0]), done[1] ? h("p", {}, done[1]) : null] : h("p", {}, "不做"));

/** @param {Role[]} roles @param {Data} data @param {Link} link */
function goals(roles, data, link) {
  const refs = Object.keys(data.goals).filter((ref) => roles.some((role) => ref in role.goals));
  const head = h(
    "tr",
    {},
    h("th", { scope: "col" }, "目标与指标"),
    roles.map((role) => h("th", { scope: "col" }, role.name)),
  );
  const rows = refs.map((ref) => {
    const [name, metric] = data.goals[ref];
    const weights = roles.map((role) => h("td", {}, role.goals[ref] ? `${role.goals[ref]}%` : "—"));
    return h("tr", {}, h("th", { scope: "row" }, link(ref, name), h("small", {}, metric)), weights);
  });
  return h(
    "div",
    { class: "pb-wide" },
    h("table", { class: "pb-numbers" }, h("thead", {}, head), h("tbody", {}, rows)),
  );
}
