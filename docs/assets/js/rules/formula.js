// Evaluates the expressions of metrics: the grammar of macros/rules/formula.py, word for word. No eval.

const TOKEN = / *(?:(\d+(?:\.\d+)?(?![\w.]))|([a-z][a-z0-9_]*(?![\w.]))|([-+*/()]))/y;
const DEEPEST = 50;

/** An expression that isn't one of ours, names an input that isn't there, or has no result. */
export class CalcError extends Error {}

/**
 * Value of an expression for some inputs.
 *
 * @param {string} expression
 * @param {Map<string, number>} inputs
 * @returns {number}
 * @throws {CalcError} when it is not plain arithmetic or has no finite value
 */
export function evaluate(expression, inputs) {
  const wrong = () => new CalcError(`算式里只能用 + - * / ( )、数和输入的代号，写法不对：${expression}`);
  const tokens = split(expression);
  let at = 0;
  /** The next sign, if it is one of these. @param {string} signs */
  const take = (signs) => {
    const sign = tokens[at]?.sign;
    return sign && signs.includes(sign) ? tokens[at++].sign : "";
  };
  /** @param {number} depth @returns {number} */
  const sum = (depth) => {
    let value = product(depth);
    for (let sign; (sign = take("+-")); ) {
      const right = product(depth);
      value = sign === "+" ? value + right : value - right;
    }
    return value;
  };
  /** @param {number} depth @returns {number} */
  const product = (depth) => {
    let value = factor(depth);
    for (let sign; (sign = take("*/")); ) {
      const right = factor(depth);
      if (sign === "/" && right === 0) throw new CalcError("除数是 0");
      value = sign === "*" ? value * right : value / right;
    }
    return value;
  };
  /** @param {number} depth @returns {number} */
  const factor = (depth) => {
    if (depth > DEEPEST) throw wrong();
    if (take("-")) return -factor(depth + 1);
    if (take("(")) {
      const value = sum(depth + 1);
      if (!take(")")) throw wrong();
      return value;
    }
    const token = tokens[at];
    if (!token || token.sign) throw wrong();
    at += 1;
    if (token.number) return Number(token.number);
    const value = inputs.get(token.name);
    if (value === undefined) throw new CalcError(`算式里的 ${token.name} 不在输入里`);
    return value;
  };

  /** @param {string} text */
  function split(text) {
    const found = [];
    const end = text.replace(/ +$/, "").length;
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < end) {
      const match = TOKEN.exec(text);
      if (!match) throw wrong();
      found.push({ number: match[1], name: match[2], sign: match[3] });
    }
    return found;
  }

  const value = sum(0);
  if (at < tokens.length) throw wrong();
  if (!Number.isFinite(value)) throw new CalcError("算出来的数太大");
  return value;
}
