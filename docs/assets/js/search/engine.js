// Looks through the entries that macros/exports/search.py wrote. There are some thousand short texts: to read them all
// takes a few milliseconds, so nothing is indexed beforehand, and a word is found wherever it stands, also inside a
// longer one.
//
// A classic script, because Material starts its search worker as one.

/**
 * @typedef {{location: string, title: string, text?: string, tags?: string[], boost?: number}} Doc
 *   A place: the page itself when its location has no "#", and then `boost` says how much the page counts (1–10).
 * @typedef {{text: string, weight: number, latin: boolean, rare: number, whole?: string}} Word
 *   A word that is looked for; `rare` grows with the share of places that lack it. A part of a longer word names it.
 * @typedef {{doc: Doc, page: Doc, title: string, tags: string[], text: string, fields: string[], names: string[],
 *   around: string}} Place
 *   A place as it is looked through: folded; `names` are squeezed, `around` is what its page is called.
 * @typedef {(text: string, weight: number, whole?: string) => void} Add
 * @typedef {{score: number, place: Place, found: Set<Word>}} Hit
 * @typedef {{page: Doc, hits: Hit[], score: number}} Group a page, and its places that answer, best first
 */

/** Signs that only join a question together; they are not looked for. */
const FILLERS = new Set(
  (
    "的 了 吗 呢 吧 啊 呀 么 是 在 有 和 与 及 或 把 被 给 就 也 都 还 又 再 要 会 能 可以 应该 需要 怎么 怎样 怎么样 怎么办 如何 " +
    "咋 咋办 什么 啥 干什么 干嘛 干啥 做什么 哪里 哪儿 哪个 哪些 谁 多少 几 为什么 这 那 这个 那个 我 我们 你 他 它 人 来 去 做 干 找 起 一 不 " +
    "a an and for how is of or the to what"
  ).split(" "),
);

/** How many pages are shown at most, and how many places of each. */
const SHOWN = 20;
const PLACES = 8;

const HAN = /^[\u3400-\u9fff]+$/;
const RUNS = /[\u3400-\u9fff]+|[a-z0-9]+/g;

/** Half-width, lower-case, as everything is compared. @param {string} text */
const fold = (text) => text.normalize("NFKC").toLowerCase();

/** Without blanks and signs: "SOP 模板" and "sop模板" are the same name. @param {string} text */
const squeeze = (text) => fold(text).replace(/[^\u3400-\u9fffa-z0-9]+/g, "");

/**
 * How often a word stands in a folded text; a Latin one only where a word begins.
 *
 * @param {string} text
 * @param {Word} word
 */
function count(text, word) {
  let found = 0;
  for (let at = text.indexOf(word.text); at >= 0; at = text.indexOf(word.text, at + word.text.length)) {
    if (!word.latin || at === 0 || !/[a-z0-9]/.test(text[at - 1])) found++;
  }
  return found;
}

/**
 * How well a word names something, from 0 to 1: best when it is the whole name.
 *
 * @param {string} name
 * @param {Word} word
 */
const names = (name, word) => (count(name, word) ? 0.4 + (0.6 * word.text.length) / name.length : 0);

/**
 * Whether two Latin words differ by no more than some slips: a sign too much, too few, another one, or two swapped.
 *
 * @param {string} a
 * @param {string} b
 * @param {number} limit
 */
function near(a, b, limit) {
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
}

/** A text as HTML. @param {string} text */
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/**
 * The id that an address ends in, and the id in full: x and x for duties/x/, y and x.y for duties/x/#y.
 *
 * @param {string} location
 * @returns {string[]} nothing for a section that only has an anchor
 */
function ids(location) {
  const [path, anchor = ""] = location.split("#");
  const page = /([^/]+?)(?:\/|\.html)?$/.exec(path)?.[1] ?? "";
  if (!anchor) return page ? [page, page] : [];
  return anchor.startsWith("section-") ? [] : [anchor, `${page}.${anchor}`];
}

class Engine {
  /** @param {{docs: Doc[], words: string}} data */
  constructor({ docs, words }) {
    this.known = new Set(words.split(" "));
    this.longest = Math.max(...[...this.known].map((word) => word.length));
    /** @type {Map<string, string[]>} */
    this.corrections = new Map();
    let page = docs[0];
    this.places = docs.map((doc) => {
      if (!doc.location.includes("#")) page = doc;
      const title = fold(doc.title);
      const [id, full] = ids(doc.location);
      const tags = [...(doc.tags ?? []).map(fold), ...(id ? [id] : [])];
      const text = fold(doc.text ?? "");
      return {
        doc,
        page,
        title,
        tags,
        text,
        fields: [title, text, ...tags],
        names: [title, ...tags, ...(full ? [full] : [])].map(squeeze),
        around: doc === page ? "" : fold([page.title, ...(page.tags ?? []), ...ids(page.location)].join("\n")),
      };
    });
  }

  /**
   * The words of a Chinese text: as few as possible, of those the longest, by what the data is known to contain.
   *
   * @param {string} text
   * @param {(word: string) => boolean} [allowed]
   * @returns {string[]}
   */
  cut(text, allowed = () => true) {
    /** @type {{cost: number, from: number}[]} cheapest way to cut the first n signs */
    const best = [{ cost: 0, from: 0 }];
    for (let end = 1; end <= text.length; end++) {
      best[end] = { cost: best[end - 1].cost + 2, from: end - 1 };
      for (let from = Math.max(0, end - this.longest); from < end - 1; from++) {
        const word = text.slice(from, end);
        if (!(this.known.has(word) || FILLERS.has(word)) || !allowed(word)) continue;
        const cost = best[from].cost + 1 - 0.01 * word.length * word.length;
        if (cost < best[end].cost) best[end] = { cost, from };
      }
    }
    const found = [];
    for (let end = text.length; end > 0; end = best[end].from) found.unshift(text.slice(best[end].from, end));
    return found;
  }

  /**
   * The words to look for in what was typed.
   *
   * A long word is also looked for in its parts, a Latin one that stands nowhere as what it is nearest to. Signs left
   * over between known words count little, unless two of them stand side by side somewhere.
   *
   * @param {string} query
   * @returns {Word[]}
   */
  words(query) {
    /** @type {Map<string, {weight: number, whole?: string}>} */
    const found = new Map();
    /** @type {Add} */
    const add = (text, weight, whole) => {
      if (weight > (found.get(text)?.weight ?? 0)) found.set(text, { weight, whole });
    };
    const runs = fold(query).match(RUNS) ?? [];
    for (const run of runs) {
      if (HAN.test(run)) this.addChinese(run, add);
      else if (!FILLERS.has(run)) this.addLatin(run, add);
    }
    if (!found.size) for (const run of runs) add(run, 1); // nothing but fillers
    return [...found].map(([text, { weight, whole }]) => {
      const word = { text, weight, whole, latin: !HAN.test(text), rare: 0 };
      const having = this.places.filter((place) => place.fields.some((field) => count(field, word))).length;
      return { ...word, rare: having ? Math.log(1 + this.places.length / having) : 0 };
    });
  }

  /** @param {string} run @param {Add} add */
  addLatin(run, add) {
    const meant = this.correct(run);
    for (const word of meant) add(word, word === run ? 1 : 0.8);
    if (!meant.length) add(run, 1);
  }

  /** @param {string} run @param {Add} add */
  addChinese(run, add) {
    const pieces = this.cut(run);
    for (const [at, word] of pieces.entries()) {
      if (FILLERS.has(word)) continue;
      add(word, word.length > 1 ? 1 : 0.3);
      const pair = word + (pieces[at + 1] ?? "");
      if (pair.length === 2 && !FILLERS.has(pair[1]) && this.stands(pair)) add(pair, 1);
      if (word.length >= 4) this.addParts(word, add);
    }
  }

  /** The parts of a long word; they count less where it stands as a whole. @param {string} word @param {Add} add */
  addParts(word, add) {
    const whole = this.stands(word) ? word : undefined;
    for (const part of this.cut(word, (one) => one !== word)) if (part.length > 1) add(part, whole ? 0.5 : 1, whole);
  }

  /** Whether something stands anywhere. @param {string} text */
  stands(text) {
    return this.places.some((place) => place.fields.some((field) => field.includes(text)));
  }

  /**
   * A Latin word itself when something begins with it; else those of the data that it is likely meant to be.
   *
   * @param {string} word
   */
  correct(word) {
    if (word.length < 4) return [word];
    if (!this.latin) {
      const texts = this.places.map((place) => [place.title, ...place.tags].join(" ")).join(" ");
      this.latin = [...new Set(texts.match(/[a-z]{3,}/g) ?? [])];
    }
    if (this.stands(word)) return [word];
    const limit = word.length < 8 ? 1 : 2;
    const one = this.latin.filter((other) => near(word, other, 1));
    return one.length || limit === 1 ? one : this.latin.filter((other) => near(word, other, limit));
  }

  /**
   * The pages that answer, best first; of each, its places, best first.
   *
   * @param {string} query
   * @returns {{items: object[][], suggest: string[]}} as Material's search box shows them
   */
  search(query) {
    const typed = squeeze(query);
    if (!typed) return { items: [], suggest: [] };
    const words = this.words(query);
    const sum = words.reduce((total, word) => total + (word.whole ? 0 : word.rare * word.weight), 0);
    /** @type {Map<Doc, Hit[]>} */
    const pages = new Map();
    for (const place of this.places) {
      const hit = this.score(place, words, typed, sum);
      if (hit.score) pages.set(place.page, [...(pages.get(place.page) ?? []), { ...hit, place }]);
    }
    const groups = [...pages].map(([page, hits]) => {
      hits.sort((a, b) => b.score - a.score);
      const more = hits.slice(1, 4).reduce((total, hit) => total + hit.score, 0);
      return { page, hits, score: (hits[0].score + 0.1 * more) * (0.7 + 0.03 * (page.boost ?? 5)) };
    });
    groups.sort((a, b) => b.score - a.score || (a.page.location < b.page.location ? -1 : 1));
    return {
      items: groups.slice(0, SHOWN).map((group) => this.item(group, words)),
      suggest: this.suggest(query),
    };
  }

  /**
   * How well a place answers: by its name, its other names, the page around it and its text.
   *
   * @param {Place} place
   * @param {Word[]} words
   * @param {string} typed the whole query, squeezed
   * @param {number} sum what all the words are worth
   */
  score(place, words, typed, sum) {
    let score = 0;
    let worth = 0;
    /** @type {Set<Word>} */
    const found = new Set();
    for (const word of words) {
      const value = word.rare * word.weight;
      const around = count(place.around, word) ? 1 : 0;
      const hit = prominence(place, word);
      if (hit) {
        found.add(word);
        score += value * (hit + 2 * around);
      }
      if (!word.whole) worth += value * (hit ? 1 : around * 0.5);
    }
    if (!found.size) return { score: 0, found };
    worth += worthOfParts(words, found);
    const exact = place.names.includes(typed) ? 2.5 : place.names[0].includes(typed) ? 1.3 : 1;
    return { score: score * (worth / sum) ** 1.5 * exact, found };
  }

  /** A page and its places as Material wants them. @param {Group} group @param {Word[]} words */
  item({ page, hits }, words) {
    const top = hits[0].score;
    const shown = hits.slice(0, PLACES).map(({ score, place, found }, at) =>
      // Places about as good as the best are shown with it, the others behind "more".
      this.render(place, found, words, at < 3 && score > 0.6 * top ? top : score),
    );
    if (!shown.some((one) => one.location === page.location)) {
      shown.push({
        ...page,
        title: escaped(page.title),
        text: "",
        tags: undefined,
        parent: undefined,
        score: 0,
        terms: {},
      });
    }
    return shown;
  }

  /** @param {Place} place @param {Set<Word>} found @param {Word[]} words @param {number} score */
  render({ doc, page }, found, words, score) {
    const marked = [...found].map((word) => word.text).sort((a, b) => b.length - a.length);
    const known = [...(doc.tags ?? []), ...ids(doc.location).slice(0, 1)];
    const tags = known.filter((tag) => marked.some((word) => fold(tag).includes(word)));
    return {
      location: doc.location,
      title: mark(doc.title, marked),
      text: teaser(doc.text ?? "", marked),
      tags: tags.length ? tags.slice(0, 3).map((tag) => `<mark>${escaped(tag)}</mark>`) : undefined,
      parent: doc === page ? undefined : page,
      score,
      terms: Object.fromEntries(words.filter((word) => word.weight > 0.5).map((word) => [word.text, found.has(word)])),
    };
  }

  /** A name that begins with what was typed, to be completed with the arrow key. @param {string} query */
  suggest(query) {
    const typed = fold(query.trim());
    const page = this.places.find((place) => place.title.startsWith(typed) && !place.around);
    const place = page ?? this.places.find((one) => one.title.startsWith(typed));
    return place && place.title !== typed ? [query.trim() + place.doc.title.slice(typed.length)] : [];
  }
}

/** How often, and how prominently, a word stands in a place. @param {Place} place @param {Word} word */
function prominence(place, word) {
  const title = names(place.title, word);
  const tag = Math.max(0, ...place.tags.map((name) => names(name, word)));
  const times = count(place.text, word);
  return 10 * title + 8 * tag + (2 * times) / (times + 1.5);
}

/**
 * What long words are worth of which only parts were found: by how much of them those are.
 *
 * @param {Word[]} words
 * @param {Set<Word>} found
 */
function worthOfParts(words, found) {
  let worth = 0;
  for (const whole of words) {
    if (whole.whole || found.has(whole)) continue;
    const parts = [...found].filter((word) => word.whole === whole.text);
    const signs = parts.reduce((total, word) => total + word.text.length, 0);
    worth += 0.7 * Math.min(1, signs / whole.text.length) * whole.rare * whole.weight;
  }
  return worth;
}

/**
 * HTML of a text with the words marked.
 *
 * @param {string} text
 * @param {string[]} words longest first; of letters only, so that they mean themselves in a pattern
 */
function mark(text, words) {
  const pieces = text.split(new RegExp(`(${words.join("|")})`, "gi"));
  return pieces.map((piece, at) => (at % 2 ? `<mark>${escaped(piece)}</mark>` : escaped(piece))).join("");
}

/** HTML of the two lines that have most of the words. @param {string} text @param {string[]} words */
function teaser(text, words) {
  if (!text) return "";
  const lines = text.split("\n").map((line, at) => {
    const folded = fold(line);
    return { line, at, hits: words.filter((word) => folded.includes(word)).length };
  });
  const best = [...lines].sort((a, b) => b.hits - a.hits || a.at - b.at).slice(0, 2);
  const chosen = best.filter((one) => one.hits || one === best[0]).sort((a, b) => a.at - b.at);
  return chosen.map(({ line }) => `<p>${mark(line, words)}</p>`).join("");
}

self.PlaybookEngine = Engine;
