/** Browsers inside apps (微信、企业微信、钉钉、飞书、QQ、支付宝) drop files that a page hands over, without a word. */
const APPS = /MicroMessenger|wxwork|DingTalk|AliApp|Lark\/|Feishu|QQ\//i;

/**
 * Make an element. Text goes in as text: nothing in it is ever read as HTML.
 *
 * @param {string} tag
 * @param {Record<string, any>} [props] attributes; `onclick` and the like take a function
 * @param {...any} children nodes, texts, or lists of them; null and false are left out
 * @returns {any}
 */
export function h(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(2).filter((child) => child != null && child !== false));
  return made;
}

/**
 * A button of the playbook, at least 44 px high.
 *
 * @param {string} text
 * @param {(event: Event) => void} onclick
 * @param {Record<string, any>} [props]
 * @returns {HTMLButtonElement}
 */
export const button = (text, onclick, props = {}) =>
  h("button", { type: "button", class: "pb-act", onclick, ...props }, text);

/** Words for screen readers alone. @param {string} text */
export const unseen = (text) => h("span", { class: "pb-unseen" }, text);

/**
 * A date box that shows its day in Chinese. A browser shows it in its own language, where 11/12 may be either month: so
 * the day covers the box (see work.css) until somebody types in it.
 *
 * @param {HTMLInputElement} input
 * @returns {{box: HTMLElement, show: () => void}} the box in its place; `show` is for when a script changed its value
 */
export function dateBox(input) {
  const box = h("span", { class: "pb-date" });
  const show = () => {
    box.dataset.day =
      input.valueAsDate?.toLocaleDateString("zh-CN", { dateStyle: "full", timeZone: "UTC" }) ?? "年/月/日";
  };
  input.replaceWith(box);
  box.append(input);
  input.addEventListener("input", show);
  show();
  return { box, show };
}

/**
 * Hand a file to the reader.
 *
 * @param {string} stem its name, of which signs that a file system refuses are taken out
 * @param {string} ending such as ".csv"
 * @param {Blob} blob
 */
export function download(stem, ending, blob) {
  const name = stem.replace(/[\p{Cc}\p{Cf}\\/:*?"<>|\s]+/gu, "-");
  const link = h("a", { href: URL.createObjectURL(blob), download: [...name].slice(0, 80).join("") + ending });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  if (APPS.test(navigator.userAgent)) sayThatAppsDropFiles(blob);
}

/** @param {Blob} blob what may not have arrived */
function sayThatAppsDropFiles(blob) {
  const box = h("div", { class: "pb-problem pb-in-app", role: "alert" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(await blob.text());
      box.append(h("p", {}, "复制好了，粘贴到聊天或文档里。"));
    } catch {
      box.append(h("p", {}, "这里复制不了。"));
    }
  };
  box.append(
    h("p", {}, "这个应用常常会丢掉下载的文件。没有看到文件，就点右上角的“…”，选“在浏览器打开”，再导出一次。"),
    h(
      "p",
      { class: "pb-acts" },
      /text|json/.test(blob.type) && button("复制内容", copy),
      button("知道了", () => box.remove()),
    ),
  );
  document.querySelector(".pb-in-app")?.remove();
  document.querySelector("main")?.append(box);
}
