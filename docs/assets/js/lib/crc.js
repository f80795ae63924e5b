/**
 * CRC-32 (ISO 3309) of a text's UTF-8 bytes, in hexadecimal. It tells damage, not forgery.
 *
 * `crypto.subtle` isn't there on a plain http page of a company's own network, so no hash of the browser's will do.
 *
 * @param {string} text
 */
export function crc(text) {
  let sum = -1;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 8; bit--; ) sum = (sum >>> 1) ^ (sum & 1 && 0xedb88320);
  }
  return ((sum ^ -1) >>> 0).toString(16).padStart(8, "0");
}
