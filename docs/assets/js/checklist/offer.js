/** What came with a link: shown first, stored only when the reader says so. Loaded when there is such a link. */

import { dropRun } from "../lib/address.js";
import { button, h } from "../lib/dom.js";
import { importEntries } from "../store/files.js";
import { readRun } from "../store/records.js";
import { decode, LinkError } from "./handover.js";
import { result } from "./run.js";
import { outcome, titleOf, wordsOf } from "./words.js";

/** @import { Store } from "../store/store.js" */
/** @import { List } from "./run.js" */

/** @type {Record<string, string>} */
const HERE = {
  added: "",
  newer: "这台设备上有它较早的样子，存下就换成链接里的。",
  same: "这台设备上已经有一模一样的一份。",
  older: "这台设备上的比链接里的新，不用存。",
  both: "这台设备上的和链接里的各自改过，存下就两份都留。",
};

/**
 * @param {string} hash
 * @param {List} list
 * @param {Store} store
 * @param {(key: string) => void} open called when it is stored, or was here already
 * @returns {Promise<HTMLElement>}
 */
export async function offer(hash, list, store, open) {
  const box = h("div", { class: "pb-offer" });
  // Until the reader has decided, the address carries the run: it may be opened in another browser, or again.
  const close = () => {
    dropRun();
    box.remove();
  };
  /** @param {string} words */
  const refuse = (words) => {
    box.replaceChildren(
      h("p", {}, words, "这台设备上的记录都在，没有动。"),
      h("p", { class: "pb-acts" }, button("知道了", close)),
    );
    return box;
  };
  let key;
  let entry;
  try {
    [key, entry] = await decode(hash);
  } catch (error) {
    if (error instanceof LinkError) return refuse(error.message);
    throw error;
  }
  const run = readRun(entry?.v);
  if (!run || !key.startsWith(`run:${run.list}:`)) return refuse("这个链接里不是一份检查，或者由较新版本的手册写成。");
  if (run.list !== list.id) {
    const here = location.href.split("#")[0];
    const at = here.lastIndexOf(list.id);
    const there = here.slice(0, at) + run.list + here.slice(at + list.id.length) + hash;
    box.append(
      h("p", {}, `链接里是另一份清单的检查：${run.name}。`),
      h("p", { class: "pb-acts" }, h("a", { class: "pb-act", href: there }, "去那一页打开")),
    );
    return box;
  }
  /** @type {[string, any][]} */
  const entries = [[key, entry]];
  const { counts } = await importEntries(store, entries, true);
  const how = Object.keys(HERE).find((one) => counts[/** @type {keyof typeof counts} */ (one)]);
  if (!how) return refuse("这个链接里的检查读不懂。");
  const { answered } = result(run);
  const take = async () => {
    const { ok } = await importEntries(store, entries);
    if (!ok) return void refuse("没有存下：浏览器没让存。");
    openHere();
  };
  const fresh = how !== "same" && how !== "older";
  const openHere = () => {
    close();
    open(key);
  };
  const words = wordsOf(run);
  box.append(
    h(
      "p",
      {},
      h("strong", {}, "有人交给你一份检查："),
      `${titleOf(run)}。${words.of}：${run.of}；${words.by}：${run.by}；`,
      `已答 ${answered} / ${run.items.length}，${outcome(run)}。`,
    ),
    h("p", {}, HERE[how], "链接没有传坏，但它不能证明是谁写的。"),
    h(
      "p",
      { class: "pb-acts" },
      fresh ? button("存到这台设备", take, { class: "pb-act pb-main" }) : button("打开这里的", openHere),
      button("不要", close),
    ),
  );
  return box;
}
