// 与实际不符: a dialog that makes a report on an item, to be sent as an issue or a mail, or copied for a chat. Loaded with
// the first tap.

import { pageAddress } from "../lib/address.js";
import { button, h } from "../lib/dom.js";
import { nameOf } from "./name-of.js";
import { issueOf, mailOf, textOf, titleOf } from "./report-text.js";

/** @import { Carrier, Report } from "./report-text.js" */

/** What an item stands in on a page. */
const ITEM = ".pb-task, .pb-check, .pb-goal, .pb-metric, .pb-tool, .pb-term-entry, .pb-role-row, .pb-share, li";
/** What stands in it and is not what the playbook says of it. */
const BESIDES = `h2, h3, h4, .headerlink, .pb-foot, .pb-edit, .pb-report, .pb-answer, .pb-sample, .pb-calc, .pb-quiz,
  script, button, form`;

/** What readers wrote and have not closed the tab on, where the browser keeps nothing. @type {Map<string, string>} */
const drafts = new Map();

/** @param {string} key */
function draftOf(key) {
  try {
    return sessionStorage.getItem(key) ?? drafts.get(key) ?? "";
  } catch {
    return drafts.get(key) ?? "";
  }
}

/** @param {string} key @param {string} text */
function keepDraft(key, text) {
  drafts.set(key, text);
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // A browser that keeps nothing has it until the page is left.
  }
}

/** What a page says of an item, without what only serves the page. @param {Element} item */
function wordsOf(item) {
  const copy = /** @type {Element} */ (item.cloneNode(true));
  for (const one of copy.querySelectorAll(BESIDES)) one.remove();
  return (copy.textContent ?? "")
    .replace(/[^\S\n]+/g, " ")
    .replace(/\s*\n\s*/g, "\n")
    .trim();
}

/**
 * What a report on what a link stands at begins with.
 *
 * @param {HTMLElement} link
 * @param {string} version of the page
 * @returns {Omit<Report, "said">}
 */
function aboutOf(link, version) {
  const item = link.closest(ITEM);
  const title = document.querySelector("article h1") ?? document.body;
  const heading = item?.querySelector("h2, h3, h4") ?? item?.querySelector("summary, strong") ?? item ?? title;
  const place = item?.id || item?.querySelector(":scope > [id], :scope > summary [id]")?.id;
  const text = wordsOf(item ?? document.querySelector("article .pb-outcome, article .pb-when") ?? title);
  const edit = link.parentElement?.querySelector(".pb-edit");
  return {
    ref: link.dataset.report ?? "",
    name: nameOf(heading),
    text,
    address: pageAddress() + (place ? `#${place}` : ""),
    version,
    edit: edit instanceof HTMLAnchorElement ? edit.href : "",
  };
}

/** @param {HTMLElement} link that was tapped: its data-report says which item it stands at */
export function openReport(link) {
  const meta = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=report]"));
  /** @type {{to: string[], issue: string, mail: string}} */
  const { to, issue, mail } = JSON.parse(meta.content);
  const about = aboutOf(link, meta.dataset.version ?? "");
  const key = `report:${location.pathname}:${about.ref}`;
  const report = () => ({ ...about, said: written.value });

  const written = h("textarea", { rows: "5", oninput: () => keepDraft(key, written.value) });
  written.value = draftOf(key);
  const told = h("div", { role: "status" });

  /** Copy the whole report, and say what came of it. @param {string} done what is said when it could be */
  async function copy(done) {
    const text = `${titleOf(report())}\n\n${textOf(report())}`;
    try {
      await navigator.clipboard.writeText(text);
      told.replaceChildren(h("p", {}, done));
    } catch {
      const all = h("textarea", { readonly: true, rows: "4", "aria-label": "报告全文", onfocus: () => all.select() });
      all.value = text;
      told.replaceChildren(h("p", {}, "这个浏览器不让网页复制，请自己复制下面的全文。"), all);
    }
  }

  /** A link that carries the report as it is when it is followed. @param {string} text @param {() => Carrier} carry */
  const sender = (text, carry) => {
    const act = h("a", { class: "pb-act", rel: "noopener noreferrer" }, text);
    if (/^http/.test(carry().url)) act.target = "_blank";
    const fill = () => {
      act.href = carry().url;
    };
    act.addEventListener("pointerdown", fill);
    act.addEventListener("focus", fill);
    act.addEventListener("click", () => {
      const { url, cut } = carry();
      act.href = url;
      if (cut) copy("写得长，链接里带不全：全文已经复制，到那边粘贴。");
      else told.replaceChildren(h("p", {}, "打开了。没有看到，就用“复制”。"));
    });
    fill();
    return act;
  };
  /** @type {Record<string, () => HTMLElement>} */
  const ways = {
    issue: () => sender("提一张问题单", () => issueOf(issue, report())),
    mail: () => sender("写邮件", () => mailOf(mail, report())),
    copy: () => button("复制，发到聊天里", () => copy("复制好了，粘贴到聊天里发给维护的人。")),
  };
  const acts = to.map((way) => ways[way]());
  // However a report goes, it can be copied: a link may lead to where the reader has no account.
  if (!to.includes("copy")) acts.push(button("复制", () => copy("复制好了。")));
  acts[0].classList.add("pb-main");

  const dialog = h(
    "dialog",
    {
      class: "pb-report-form",
      "aria-labelledby": "pb-report-title",
      onclose: () => {
        dialog.remove();
        link.focus();
      },
    },
    h("h2", { id: "pb-report-title" }, "与实际不符"),
    h("p", {}, h("strong", {}, about.name), " ", h("code", {}, about.ref)),
    h("label", { class: "pb-field" }, "实际是怎样，哪里和写的不一样", written),
    h("p", { class: "pb-hint" }, "会带上这一条的编号、原文、地址和版本。写的字关掉这个窗口也还在，直到关掉标签页。"),
    h(
      "p",
      { class: "pb-acts" },
      acts,
      button("关掉", () => dialog.close()),
    ),
    told,
  );
  (document.querySelector("article") ?? document.body).append(dialog);
  dialog.showModal();
  written.focus();
}
