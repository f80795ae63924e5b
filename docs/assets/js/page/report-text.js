// A report as text, and as the address of a new issue or of a mail that carries it. No page, no storage.

/**
 * @typedef {object} Report
 * @property {string} ref what it is about: `duty.item`, `metrics/csat`
 * @property {string} name what that is called
 * @property {string} text what the page says of it
 * @property {string} address of the page, with the place on it
 * @property {string} version what the page is called at this time
 * @property {string} edit where the data can be changed; "" when there is no such place
 * @property {string} said what the reader wrote
 */
/** @typedef {{url: string, cut: boolean}} Carrier an address that carries a report; `cut`: without the end of it */

/** An address longer than this is refused by some servers (414), and by some mail programs of Windows. */
export const LONGEST = { issue: 7000, mail: 1900 };
/** How much of what the page says stands in a report: less where there is little room. */
const QUOTES = [400, 120, 30];
const CUT = "…（太长，到这里截断，全文请另外粘贴）";

/** A text with whole signs and plain line ends only. @param {string} text */
const whole = (text) =>
  text
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(/\r\n?/g, "\n")
    .trim();

/** @param {string} text @param {number} most signs @param {string} [sign] put where it was cut */
function clip(text, most, sign = "…") {
  const signs = [...text];
  return signs.length > most ? signs.slice(0, most).join("") + sign : text;
}

/** @param {Report} report */
export const titleOf = ({ name, ref }) => `与实际不符：${clip(whole(name), 40)}（${ref}）`;

/**
 * @param {Report} report
 * @param {number} [quote] how much of what the page says, in signs
 * @param {number} [most] how much of what the reader wrote
 */
export function textOf({ ref, name, text, address, version, edit, said }, quote = QUOTES[0], most = Infinity) {
  return [
    `实际是：\n${clip(whole(said), most, CUT) || "（还没写）"}`,
    `手册写的是：${clip(whole(name), 80)}\n${clip(whole(text), quote)}`,
    [`编号：${ref}`, `页面：${address}`, `版本：${version}`, ...(edit ? [`在这里改：${edit}`] : [])].join("\n"),
  ].join("\n\n");
}

/**
 * The address that carries a report within a limit: with less of what the page says, then less of what was written.
 *
 * @param {Report} report
 * @param {number} limit
 * @param {(text: string) => string} make an address that carries a text
 * @returns {Carrier}
 */
function fitted(report, limit, make) {
  let url = "";
  for (const quote of QUOTES) {
    url = make(textOf(report, quote));
    if (url.length <= limit) return { url, cut: false };
  }
  let [least, most] = [0, [...whole(report.said)].length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (make(textOf(report, QUOTES[2], middle)).length <= limit) least = middle;
    else most = middle - 1;
  }
  return { url: make(textOf(report, QUOTES[2], least)), cut: true };
}

/** In Markdown a tag would be taken for one, and not be shown. @param {string} text */
const untagged = (text) => text.replace(/<(?=[a-z/!?])/gi, "&lt;");

/**
 * @param {string} template address of a new issue, with {title} and {body}
 * @param {Report} report
 * @returns {Carrier}
 */
export const issueOf = (template, report) =>
  fitted(report, LONGEST.issue, (text) =>
    template
      .replace("{title}", () => encodeURIComponent(titleOf(report)))
      .replace("{body}", () => encodeURIComponent(untagged(text))),
  );

/** @param {string} mailbox @param {Report} report @returns {Carrier} */
export const mailOf = (mailbox, report) =>
  fitted(report, LONGEST.mail, (text) => {
    const body = encodeURIComponent(text.replaceAll("\n", "\r\n"));
    return `mailto:${mailbox}?subject=${encodeURIComponent(titleOf(report))}&body=${body}`;
  });
