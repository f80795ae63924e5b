/** A run as part of an address: `#run=<version>.<CRC-32 of the text>.<deflated text in base64url>`. */

import { crc } from "../store/files.js";

/** @import { Entry } from "../store/storage.js" */

const VERSION = "1";
/** No run is larger when it is unpacked; a link that unpacks to more is not ours. */
const LARGEST = 500_000;

/** What is wrong with a link, in words. @type {Record<"damaged" | "cut" | "newer" | "old-browser", string>} */
const LINK_PROBLEMS = {
  damaged: "这个链接不完整，或者被改动过，打不开里面的检查。请对方重新复制一次，或者改发文件。",
  cut: "这个链接被截断了，后面少了一截，打不开里面的检查。请对方重新复制一次，或者改发文件。",
  newer: "这个链接由另一个版本的手册写成，这一页读不了。请刷新页面，或者请对方改发文件。",
  "old-browser": "这个浏览器太旧，打不开交接链接。换一个浏览器，或者请对方改发文件。",
};

export class LinkError extends Error {
  /** @param {keyof typeof LINK_PROBLEMS} code */
  constructor(code) {
    super(LINK_PROBLEMS[code]);
  }
}

/**
 * @param {string} key
 * @param {Entry} entry
 * @returns {Promise<string>} with the leading `#`
 */
export async function encode(key, entry) {
  if (!globalThis.CompressionStream) throw new LinkError("old-browser");
  const text = JSON.stringify([key, entry]);
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(packed).arrayBuffer());
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return `#run=${VERSION}.${crc(text)}.${base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** The parts of a link: version, sum, data; what chats, mail and people put behind it is left out. */
const PARTS = /^#?run=?(\d+)\.([0-9a-f]{8})\.([A-Za-z0-9_-]+)/;

/**
 * The texts that a link may have been before a chat changed it, the likeliest first: signs written as %2E, blanks and
 * line ends put into it, words put behind it.
 *
 * @param {string} hash
 */
function candidates(hash) {
  let text = hash;
  try {
    text = decodeURIComponent(hash);
  } catch {
    // A sign that is no code stays as it is.
  }
  const pieces = text.split(/[\s\u200b\ufeff]+/);
  return pieces.map((_, at) => pieces.slice(0, pieces.length - at).join(""));
}

/**
 * What was deflated. Throws LinkError: "cut" when its end is missing.
 *
 * @param {string} data in base64url
 * @returns {Promise<string>}
 */
async function unpacked(data) {
  // A single sign of the last four is half a byte: the link was cut there.
  const whole = data.length % 4 === 1 ? data.slice(0, -1) : data;
  const bytes = Uint8Array.from(atob(whole.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const through = new DecompressionStream("deflate-raw");
  const writer = through.writable.getWriter();
  let taken = false;
  // What is wrong inside is told when it is written; that the end is missing, only when there is no more to come.
  const written = writer.write(bytes).then(() => {
    taken = true;
    return writer.close();
  });
  written.catch(() => {});
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = through.readable.getReader();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      text += decoder.decode(value, { stream: !done });
      if (done) break;
      if (text.length > LARGEST) throw new LinkError("damaged");
    }
    await written;
  } catch (error) {
    if (error instanceof LinkError) throw error;
    throw new LinkError(taken ? "cut" : "damaged");
  }
  return text;
}

/**
 * What a link carries; nothing of it is judged yet. Throws LinkError.
 *
 * @param {string} hash
 * @returns {Promise<[string, any]>} key and entry
 */
export async function decode(hash) {
  if (!globalThis.DecompressionStream) throw new LinkError("old-browser");
  /** @type {LinkError | null} */
  let first = null;
  for (const text of candidates(hash)) {
    try {
      return await read(text);
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      first ??= error;
    }
  }
  throw first ?? new LinkError("damaged");
}

/** @param {string} text @returns {Promise<[string, any]>} */
async function read(text) {
  const version = /^#?run=?(\d+)\./.exec(text)?.[1];
  if (version && version !== VERSION) throw new LinkError("newer");
  const parts = PARTS.exec(text);
  if (!parts) throw new LinkError(/^#?run=?(\d+(\.[0-9a-f]{0,8}\.?)?)?$/.test(text) ? "cut" : "damaged");
  const packed = await unpacked(parts[3]);
  if (crc(packed) !== parts[2]) throw new LinkError("damaged");
  try {
    const [key, entry] = JSON.parse(packed);
    return [String(key), entry];
  } catch {
    throw new LinkError("damaged"); // whole, and nothing that a page wrote
  }
}
