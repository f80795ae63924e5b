// How texts are read and compared: folded, by their Chinese and Latin runs, cut into pieces.

/** @import { Text } from "./globals.d.ts" */
{
  /** Signs that only join a question together; they are not looked for. */
  const FILLERS = new Set(
    (
      "的 了 吗 呢 吧 啊 呀 么 是 在 有 和 与 及 或 把 被 给 就 也 都 还 又 再 要 会 能 可以 应该 需要 怎么 怎样 怎么样 怎么办 如何 " +
      "咋 咋办 什么 啥 干什么 干嘛 干啥 做什么 哪里 哪儿 哪个 哪些 谁 多少 几 为什么 这 那 这个 那个 我 我们 你 他 它 人 来 去 做 干 找 起 一 不 " +
      "请问 想 想要 该 咱 咱们 大家 别人 有没有 能不能 会不会 要不要 是不是 可不可以 怎么写 怎么弄 怎么搞 怎么用 怎么看 怎么做 " +
      "什么时候 啥时候 啥意思 啥样 是啥 是什么 什么样 哪几个 哪几样 哪样 哪张 多久 给我 帮我 让 得 着 过 地 吧 嘛 啦 哦 呗 " +
      "东西 事 事情 一下 一个 这样 那样 时候 看看 的话 到底 究竟 " +
      "a an and do does for how i in is my of on or the to we what when where who why with"
    ).split(" "),
  );

  const HAN = /^[\u3400-\u9fff]+$/;
  const RUNS = /[\u3400-\u9fff]+|[a-z0-9]+/g;

  /** Half-width, lower-case, as everything is compared. @type {Text["fold"]} */
  const fold = (text) => text.normalize("NFKC").toLowerCase();

  /** The Chinese and the Latin runs of a text, in order. @type {Text["runsOf"]} */
  const runsOf = (text) => fold(text).match(RUNS) ?? [];

  /** A folded text without blanks and signs. @type {Text["joined"]} */
  const joined = (text) => text.replace(/[^\u3400-\u9fffa-z0-9]+/g, "");

  /** Without blanks and signs: "SOP 模板" and "sop模板" are the same name. @type {Text["squeeze"]} */
  const squeeze = (text) => joined(fold(text));

  /** How often a word stands in a folded text; a Latin one only where a word begins. @type {Text["count"]} */
  const count = (text, word) => {
    let found = 0;
    for (let at = text.indexOf(word.text); at >= 0; at = text.indexOf(word.text, at + word.text.length)) {
      if (!word.latin || at === 0 || !/[a-z0-9]/.test(text[at - 1])) found++;
    }
    return found;
  };

  /** Whether a word stands in a folded text; a Latin one only where a word begins. @type {Text["stands"]} */
  const stands = (text, word, latin) => {
    let at = text.indexOf(word);
    while (latin && at > 0 && /[a-z0-9]/.test(text[at - 1])) at = text.indexOf(word, at + 1);
    return at >= 0;
  };

  /**
   * Whether two Latin words differ by no more than some slips: a sign too much, too few, another one, or two swapped.
   * @type {Text["near"]}
   */
  const near = (a, b, limit) => {
    if (Math.abs(a.length - b.length) > limit) return false;
    let [before, row] = [[0], Array.from({ length: b.length + 1 }, (_, n) => n)];
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          next[j] = Math.min(next[j], before[j - 2] + 1);
        }
      }
      [before, row] = [row, next];
      if (Math.min(...row) > limit) return false;
    }
    return row[b.length] <= limit;
  };

  /**
   * The cheapest way to cut a text into pieces of so many signs at most; nothing where there is no way. The price of
   * what is no piece is infinite.
   * @type {Text["cheapest"]}
   */
  const cheapest = (text, longest, price) => {
    /** @type {{cost: number, from: number}[]} how to cut the first n signs */
    const best = [{ cost: 0, from: 0 }];
    for (let end = 1; end <= text.length; end++) {
      best[end] = { cost: best[end - 1].cost + price(text[end - 1]), from: end - 1 };
      for (let from = Math.max(0, end - longest); from < end - 1; from++) {
        const cost = best[from].cost + price(text.slice(from, end));
        if (cost < best[end].cost) best[end] = { cost, from };
      }
    }
    const found = [];
    if (best[text.length].cost === Number.POSITIVE_INFINITY) return [];
    for (let end = text.length; end > 0; end = best[end].from) found.unshift(text.slice(best[end].from, end));
    return found;
  };

  /**
   * The id that an address ends in, and the id in full: x and x for duties/x/, y and x.y for duties/x/#y. Nothing for a
   * section that only has an anchor.
   * @type {Text["ids"]}
   */
  const ids = (location) => {
    const [path, anchor = ""] = location.split("#");
    const page = /([^/]+?)(?:\/|\.html)?$/.exec(path)?.[1] ?? "";
    if (!anchor) return page ? [page, page] : [];
    return anchor.startsWith("section-") ? [] : [anchor, `${page}.${anchor}`];
  };

  self.playbookText = { FILLERS, HAN, RUNS, fold, runsOf, joined, squeeze, count, stands, near, cheapest, ids };
}
