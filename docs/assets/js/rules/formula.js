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
  const value = new Formula(expression, inputs).value();
  if (!Number.isFinite(value)) throw new CalcError("算出来的数太大");
  return value;
}

/** @param {string} expression */
const misspelt = (expression) => new CalcError(`算式里只能用 + - * / ( )、数和输入的代号，写法不对：${expression}`);

/**
 * The numbers, names and signs of an expression.
 *
 * @param {string} expression
 */
function tokensOf(expression) {
  const found = [];
  const end = expression.replace(/ +$/, "").length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(expression);
    if (!match) throw misspelt(expression);
    found.push({ number: match[1], name: match[2], sign: match[3] });
  }
  return found;
}

/** An expression that is read from left to right, and worked out on the way. */
class Formula {
  #at = 0;

  /** @param {string} expression @param {Map<string, number>} inputs */
  constructor(expression, inputs) {
    this.expression = expression;
    this.inputs = inputs;
    this.tokens = tokensOf(expression);
  }

  value() {
    const value = this.#sum(0);
    if (this.#at < this.tokens.length) throw misspelt(this.expression);
    return value;
  }

  /** The next sign, if it is one of these; else "". @param {string} signs */
  #take(signs) {
    const sign = this.tokens[this.#at]?.sign;
    if (!sign || !signs.includes(sign)) return "";
    this.#at += 1;
    return sign;
  }

  /** @param {number} depth @returns {number} */
  #sum(depth) {
    let value = this.#product(depth);
    for (let sign = this.#take("+-"); sign; sign = this.#take("+-")) {
      const right = this.#product(depth);
      value = sign === "+" ? value + right : value - right;
    }
    return value;
  }

  /** @param {number} depth @returns {number} */
  #product(depth) {
    let value = this.#factor(depth);
    for (let sign = this.#take("*/"); sign; sign = this.#take("*/")) {
      const right = this.#factor(depth);
      if (sign === "/" && right === 0) throw new CalcError("除数是 0");
      value = sign === "*" ? value * right : value / right;
    }
    return value;
  }

  /** @param {number} depth @returns {number} */
  #factor(depth) {
    if (depth > DEEPEST) throw misspelt(this.expression);
    if (this.#take("-")) return -this.#factor(depth + 1);
    if (this.#take("(")) {
      const value = this.#sum(depth + 1);
      if (!this.#take(")")) throw misspelt(this.expression);
      return value;
    }
    const token = this.tokens[this.#at];
    if (!token || token.sign) throw misspelt(this.expression);
    this.#at += 1;
    if (token.number) return Number(token.number);
    const value = this.inputs.get(token.name);
    if (value === undefined) throw new CalcError(`算式里的 ${token.name} 不在输入里`);
    return value;
  }
}
