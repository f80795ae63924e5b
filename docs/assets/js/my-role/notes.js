// What a page says of the reader's own roles: which they are, how to see all as everybody does, what became of one.

import { siteRoot } from "../lib/address.js";
import { button, h } from "../lib/dom.js";
import { keyOf } from "./resolve.js";
import { AS_ALL } from "./roles.js";

/** @import { Store } from "../store/store.js" */
/** @import { Mine, MyRole, Note } from "./resolve.js" */

/** The address of a page. @param {string} path below the site's root */
export const page = (path) => siteRoot() + path;

/** Links to the pages of roles. @param {MyRole[]} roles */
export const linksOf = (roles) =>
  roles.flatMap(({ id, name }, at) => [at ? "、" : "", h("a", { href: page(`roles/${id}/`) }, name)]);

/**
 * One line: that something is shown for the reader's roles, and the tap that shows it as everybody sees it, or back.
 *
 * @param {Store} store
 * @param {Mine} mine
 * @param {() => void} again called after the change
 */
export function seeing(store, { roles, asAll }, again) {
  if (!roles.length) return null;
  const turn = async () => {
    if (asAll) await store.remove(AS_ALL);
    else await store.update(AS_ALL, () => ({ at: Date.now() }));
    again();
  };
  return h(
    "p",
    { class: "pb-seeing" },
    asAll ? "现在按所有人的样子显示。" : ["按你的岗位显示：", linksOf(roles), "。"],
    button(asAll ? "按我的岗位看" : "按所有人的样子看", turn),
  );
}

/**
 * What must be told of kept roles, with what can be done about it.
 *
 * @param {Store} store
 * @param {Mine} mine
 * @param {() => void} again called after a change
 */
export const notices = (store, { notes, roles }, again) =>
  notes.map((note) => h("div", { class: "pb-problem", role: "status" }, notice(store, note, roles, again)));

/** @param {Store} store @param {Note} note @param {MyRole[]} roles @param {() => void} again */
function notice(store, { kind, key, name, to = "", toName, date, why, value }, roles, again) {
  /** @param {string} text @param {() => Promise<any>} [first] */
  const act = (text, first) =>
    button(text, async () => {
      await first?.();
      await store.remove(key);
      again();
    });
  const others = h("a", { href: page("roles/") }, "看有哪些岗位");
  switch (kind) {
    case "moved":
      return [
        h("p", {}, `你选的岗位“${name}”现在是“${toName}”，已经跟着换了。`),
        act("知道了", () => store.update(keyOf(to), (old) => old ?? value)),
      ];
    case "gone":
      return [h("p", {}, `你选的岗位“${name}”在 ${date} 取消了，因为：${why}。`, others), act("知道了")];
    case "unknown":
      return [h("p", {}, `这本手册里没有你选的岗位“${name}”了。`, others), act("知道了")];
    case "copy": {
      const here = roles.find(({ id }) => id === to)?.from || "没有填";
      return [
        h("p", {}, `“${name}”的到岗日期，导入的文件里是 ${date || "没有填"}，这里是 ${here}。`),
        act("用导入的", () => store.update(keyOf(to), () => value)),
        act("用这里的"),
      ];
    }
    default:
      return h("p", {}, `岗位 ${name} 的记录这一页读不懂，多半由较新版本的手册写下，没有动它。请刷新页面再试。`);
  }
}
