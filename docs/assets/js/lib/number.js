// Figures as people type them, and as they like to read them.

/**
 * The figure that somebody typed: full-width digits, thousands' commas, blanks and a percent sign are understood.
 *
 * @param {string} text
 * @returns {number} NaN when it is none
 */
export function readNumber(text) {
  const plain = text
    .normalize("NFKC")
    .replace(/[\s,，]/g, "")
    .replace(/−/g, "-")
    .replace(/%$/, "");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) && plain.length < 40 ? Number(plain) : NaN;
}

/** A figure with thousands' commas and no more decimals than help. @param {number} value */
export function showNumber(value) {
  const decimals = Math.abs(value) < 1 ? 4 : 2;
  return (Object.is(value, -0) ? 0 : value).toLocaleString("zh-CN", { maximumFractionDigits: decimals });
}
