/** A run as part of an address: `#run=<version>.<CRC-32 of the text>.<deflated text in base64url>`. */

import { crc } from "../lib/crc.js";

/** @import { Entry } from "../store/store.js" */

const VERSION = "1";
/** No run is larger when it is unpacked; a link that unpacks to more is not ours. */
const LARGEST = 500_000;

/** What is wrong with a link, in words. @type {Record<"damaged" | "newer" | "old-browser", string>} */
const LINK_PROBLEMS = {
  damaged: "这个链接不完整，或者被改动过，打不开里面的检查。请对方重新复制一次，或者改发文件。",
  newer: "这个链接由另一个版本的手册写成，这一页读不了。请刷新页面，或者请对方改发文件。",
  "old-browser": "这个浏览器太旧，打不开交接链接。换一个浏览器，或者请对方改发文件。",
};

export class LinkError extends Error {
  /** @param {keyof typeof LINK_PROBLEMS} code */
  constructor(code) {
    super(LINK_PROBLEMS[code]);
  }
}

/** @param {BufferSource} bytes @param {any} through */
const piped = (bytes, through) => new Blob([bytes]).stream().pipeThrough(through);

/**
 * @param {string} key
 * @param {Entry} entry
 * @returns {Promise<string>} with the leading `#`
 */
export async function encode(key, entry) {
  if (!globalThis.CompressionStream) throw new LinkError("old-browser");
  const text = JSON.stringify([key, entry]);
  const packed = piped(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `#run=${VERSION}.${crc(text)}.${base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** Whether an address carries a run. @param {string} hash */
export const carries = (hash) => hash.startsWith("#run=");

/**
 * What a link carries; nothing of it is judged yet. Throws LinkError.
 *
 * @param {string} hash
 * @returns {Promise<[string, any]>} key and entry
 */
export async function decode(hash) {
  if (!globalThis.DecompressionStream) throw new LinkError("old-browser");
  const [version, sum, data = "", ...rest] = hash.slice("#run=".length).split(".");
  if (/^\d+$/.test(version) && version !== VERSION) throw new LinkError("newer");
  try {
    if (rest.length) throw new TypeError();
    const bytes = Uint8Array.from(atob(data.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
    const decoder = new TextDecoder("utf-8", { fatal: true });
    let text = "";
    const reader = piped(bytes, new DecompressionStream("deflate-raw")).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      text += decoder.decode(value, { stream: !done });
      if (done) break;
      if (text.length > LARGEST) throw new TypeError();
    }
    if (crc(text) !== sum) throw new TypeError();
    const [key, entry] = JSON.parse(text);
    return [String(key), entry];
  } catch {
    throw new LinkError("damaged");
  }
}
