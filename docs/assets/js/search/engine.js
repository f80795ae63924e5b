// Looks through the entries that macros/exports/search.py wrote. There are some thousand short texts: to read them all
// takes a few milliseconds, so nothing is indexed beforehand, and a word is found wherever it stands, also inside a
// longer one.
//
// A classic script, because Material starts its search worker as one.

/**
 * @typedef {{location: string, title: string, text?: string, tags?: string[], queries?: string, boost?: number,
 *   of?: string[], mixed?: boolean, asked?: string[], maybe?: string[]}} Doc
 *   A place: the page itself when its location has no "#", and then `boost` says how much the page counts (1–10). The
 *   places of a `mixed` page have nothing to do with each other. A page with `asked` counts little unless the query has
 *   one of these, or the name of one of its places; with one of `maybe` it counts as any other.
 *   `queries` are what readers type who look for it, one a line; they are never shown. Those of the places that it is
 *   `of`, by their full ids, lead to it too.
 * @typedef {{text: string, weight: number, latin: boolean, having: Set<Place>, rare: number,
 *   value: number, group: string, whole?: string}} Word
 *   A word that is looked for, and the places that have it; `rare` grows with the share of places that lack it, `value`
 *   is what it is worth. Of the
 *   words of a `group`, which mean the same thing that was typed, one is enough. A part of a longer word names it.
 * @typedef {{doc: Doc, page: Doc, title: string, tags: string[], text: string, all: string, names: string[],
 *   queries: string[], around: string}} Place
 *   A place as it is looked through: folded; `names` are squeezed, `around` is what its page is called.
 * @typedef {(text: string, weight: number, group: string, whole?: string) => void} Add
 * @typedef {{score: number, place: Place, found: Set<Word>}} Hit
 * @typedef {{page: Doc, hits: Hit[], score: number}} Group a page, and its places that answer, best first
 */

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

/** How many pages are shown at most, and how many places of each. */
const SHOWN = 20;
const PLACES = 8;
// Every name of this file is also one of the worker's, which loads it.

/** How like a phrase a query must be to count, and how much that counts, in terms of what a rare word is worth. */
const LIKE = 0.08;
const LIKENESS = 6;
/** What only one of query and phrase has counts so much against the likeness; a single sign so much of a pair. */
const UNLIKE = 0.3;
const SINGLE = 0.8;
/** What the name of a place, its other names, queries and text count, and the names of its page. */
const WEIGHTS = { title: 14, tag: 8, query: 7, text: 2.5, around: 4 };
/** How much the next best places of a page count with the best. */
const MORE = 0.3;
/** How much of a word a place has when only its page is called so, or when it stands elsewhere on the page. */
const COVERED_BY_NAME = 0.5;
const COVERED_BY_PAGE = 0.2;

/**
 * How much more a place counts that is what the reader's own role does. It decides between places that answer about
 * equally well; one that answers clearly better stays before it.
 */
const OWN = 1.15;

/** How much a page counts that is not asked for, one that may be, and one that is. */
const UNASKED = 0.6;
const MAYBE_ASKED = 1.1;
const ASKED = 2;

/** How much the form of a task counts behind the page that has the task. */
const FOLLOWING = 0.7;

const HAN = /^[\u3400-\u9fff]+$/;
const RUNS = /[\u3400-\u9fff]+|[a-z0-9]+/g;

/** Half-width, lower-case, as everything is compared. @param {string} text */
const fold = (text) => text.normalize("NFKC").toLowerCase();

/** The Chinese and the Latin runs of a text, in order. @param {string} text */
const runsOf = (text) => fold(text).match(RUNS) ?? [];

/** A folded text without blanks and signs. @param {string} text */
const joined = (text) => text.replace(/[^\u3400-\u9fffa-z0-9]+/g, "");

/** Without blanks and signs: "SOP 模板" and "sop模板" are the same name. @param {string} text */
const squeeze = (text) => joined(fold(text));

/** Whether the sign at a place of a text is Chinese. @param {string} text @param {number} at */
const isHan = (text, at) => text.charCodeAt(at) >= 0x3400 && text.charCodeAt(at) <= 0x9fff;

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
 * Whether a word stands in a folded text; a Latin one only where a word begins.
 *
 * @param {string} text
 * @param {string} word
 * @param {boolean} latin
 */
function stands(text, word, latin) {
  let at = text.indexOf(word);
  while (latin && at > 0 && /[a-z0-9]/.test(text[at - 1])) at = text.indexOf(word, at + 1);
  return at >= 0;
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

/**
 * A sound as it is compared: many people tell zh from z, or an from ang, neither when they speak nor when they type.
 *
 * @param {string} sound
 */
const smooth = (sound) =>
  sound
    .replace(/([zcs])h/g, "$1")
    .replace(/([aei]n)g+/g, "$1")
    .replaceAll("v", "u");

/**
 * The cheapest way to cut a text into pieces.
 *
 * @param {string} text
 * @param {number} longest how many signs a piece has at most
 * @param {(piece: string) => number} price infinite for what is no piece
 * @returns {string[]} nothing where there is no way
 */
function cheapest(text, longest, price) {
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

/** The words of names by their sound, for what was typed in Latin letters or with a wrong sign of the same sound. */
class Sounds {
  /** @param {string} table how signs are read: `ke客课科 hu户湖` @param {Iterable<string>} words Chinese words */
  constructor(table, words) {
    /** @type {Map<string, string[]>} */
    this.readings = new Map();
    /** @type {Set<string>} */
    this.syllables = new Set();
    for (const [, written, signs] of table.matchAll(/([a-z]+)([^a-z ]+)/g)) {
      const sound = smooth(written);
      this.syllables.add(sound);
      for (const sign of signs) {
        const known = this.readings.get(sign);
        if (!known) this.readings.set(sign, [sound]);
        else if (!known.includes(sound)) known.push(sound);
      }
    }
    /** @type {Map<string, Set<string>>} */
    this.words = new Map();
    /** @type {Map<string, Set<string>>} */
    this.initials = new Map();
    /** @type {Map<number, Set<string>>} */
    this.byLength = new Map();
    for (const word of words) {
      put(this.byLength, word.length, word);
      for (const sounds of this.read(word)) {
        put(this.words, smooth(sounds.join("")), word);
        if (word.length > 2) put(this.initials, sounds.map((sound) => sound[0]).join(""), word);
      }
    }
    this.longest = Math.max(0, ...[...this.words.keys()].map((sound) => sound.length));
  }

  /** Whether each of some runs of letters is the sound of one sign. @param {string[]} runs */
  areSyllables(runs) {
    return runs.every((run) => this.syllables.has(smooth(run)));
  }

  /** The ways to read a word, as the sounds of its signs; none when a sign is not known. @param {string} word */
  read(word) {
    /** @type {string[][]} */
    let found = [[]];
    for (const sign of word) {
      const sounds = this.readings.get(sign) ?? [];
      if (sounds.length === 1) {
        for (const before of found) before.push(sounds[0]);
        continue;
      }
      found = found.flatMap((before) => sounds.map((sound) => [...before, sound])).slice(0, 4);
    }
    return found;
  }

  /**
   * The words that Latin letters spell, as few as possible; or those whose initials they are.
   *
   * @param {string} letters
   * @returns {string[]} nothing where some of the letters are no sound
   */
  spelt(letters) {
    const pieces = cheapest(letters.slice(0, 60), 2 * this.longest, (piece) => {
      const sound = smooth(piece);
      return this.words.has(sound) ? 1 : this.syllables.has(sound) ? 3 : Number.POSITIVE_INFINITY;
    });
    const found = pieces.flatMap((piece) => [...(this.words.get(smooth(piece)) ?? [])]);
    return found.length ? found : [...(this.initials.get(letters) ?? [])];
  }

  /**
   * The words that a Chinese text with a wrong sign may mean: they sound the same, or differ in one sign of three or
   * more.
   *
   * @param {string} text
   */
  meant(text) {
    const found = new Set(this.read(text).flatMap((sounds) => [...(this.words.get(smooth(sounds.join(""))) ?? [])]));
    const alike = text.length < 3 ? [] : (this.byLength.get(text.length) ?? []);
    for (const word of alike) if (differences(word, text) === 1) found.add(word);
    return [...found].filter((word) => word.length === text.length && word !== text);
  }
}

/** In how many signs two words of one length differ. @param {string} a @param {string} b */
function differences(a, b) {
  let found = 0;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) found++;
  return found;
}

/**
 * The pairs of neighbouring signs in a folded text, of which one at least is Chinese, and the single Chinese signs that
 * are no fillers. The short forms of question words are like the long ones.
 *
 * @param {string} text
 */
function pieces(text) {
  const signs = joined(text).replaceAll("啥", "什么").replaceAll("咋", "怎么");
  /** @type {Set<string>} */
  const found = new Set();
  for (let at = 0; at < signs.length; at++) {
    const han = isHan(signs, at);
    if (han && !FILLERS.has(signs[at])) found.add(signs[at]);
    if (at + 1 < signs.length && (han || isHan(signs, at + 1))) found.add(signs.slice(at, at + 2));
  }
  return found;
}

/** The names of places and what readers type who look for them, found by how much of a query is like them. */
class Phrases {
  /** @param {Place[]} places */
  constructor(places) {
    /** @type {{place: Place, size: number}[]} */
    this.all = [];
    /** @type {Map<string, number[]>} the phrases that have a piece */
    this.having = new Map();
    for (const place of places) {
      for (const text of [place.title, ...place.tags, ...place.queries]) {
        for (const piece of pieces(text)) {
          const having = this.having.get(piece);
          if (having) having.push(this.all.length);
          else this.having.set(piece, [this.all.length]);
        }
        this.all.push({ place, size: 0 });
      }
    }
    for (const [piece, having] of this.having) {
      const worth = this.worth(piece);
      for (const phrase of having) this.all[phrase].size += worth;
    }
  }

  /** What a piece is worth: the more, the fewer phrases have it. @param {string} piece */
  worth(piece) {
    const having = this.having.get(piece)?.length ?? 0;
    return (piece.length === 1 ? SINGLE : 1) * Math.log(1 + this.all.length / (1 + having));
  }

  /**
   * How like a query the likest phrase of each place is, from 0 to 1: the share of what both have.
   *
   * @param {string} query
   * @returns {Map<Place, number>}
   */
  like(query) {
    const shared = new Float64Array(this.all.length);
    let asked = 0;
    for (const piece of pieces(fold(query))) {
      const worth = this.worth(piece);
      asked += worth;
      for (const phrase of this.having.get(piece) ?? []) shared[phrase] += worth;
    }
    /** @type {Map<Place, number>} */
    const found = new Map();
    for (const [number, both] of shared.entries()) {
      if (!both) continue;
      const { place, size } = this.all[number];
      const like = both / (both + UNLIKE * (asked + size - 2 * both));
      if (like > (found.get(place) ?? LIKE)) found.set(place, like);
    }
    return found;
  }
}

/**
 * Add to the set that a key has in a map.
 *
 * @template Key
 * @param {Map<Key, Set<string>>} map
 * @param {Key} key
 * @param {string} one
 */
function put(map, key, one) {
  const found = map.get(key);
  if (found) found.add(one);
  else map.set(key, new Set([one]));
}

class Engine {
  /** @param {{docs: Doc[], words: string, synonyms?: Record<string, string[]>, sounds?: string, twins?: string}} all */
  constructor({ docs, words, synonyms = {}, sounds = "", twins = "" }) {
    /** Signs by the radicals that look like them, where Unicode does not call them the same. */
    this.twins = new Map(Array.from({ length: twins.length / 2 }, (_, at) => [twins[2 * at], twins[2 * at + 1]]));
    this.known = new Set(words.split(" "));
    this.synonyms = new Map(Object.entries(synonyms).map(([typed, meant]) => [runsOf(typed).join(" "), meant]));
    this.longest = Math.max(...[...this.known].map((word) => word.length));
    /** @type {Map<string, string[]>} */
    this.corrections = new Map();
    /** What readers type, by the full id of the place that they look for. */
    const typed = new Map(docs.map((doc) => [ids(doc.location)[1], doc.queries ? fold(doc.queries).split("\n") : []]));
    let page = docs[0];
    this.places = docs.map((doc) => {
      if (!doc.location.includes("#")) page = doc;
      const title = fold(doc.title);
      const [id, full] = ids(doc.location);
      const tags = [...(doc.tags ?? []).map(fold), ...(id ? [id] : [])];
      const text = fold(doc.text ?? "");
      const own = doc.queries ? fold(doc.queries).split("\n") : [];
      const queries = [...new Set([...own, ...(doc.of ?? []).flatMap((task) => typed.get(task) ?? [])])];
      return {
        doc,
        page,
        title,
        tags,
        text,
        queries,
        all: [title, ...tags, ...queries, text].join("\n"),
        names: [title, ...tags, ...(full ? [full] : [])].map(squeeze),
        around: doc === page ? "" : fold([page.title, ...(page.tags ?? []), ...ids(page.location)].join("\n")),
      };
    });
    this.all = this.places.map((place) => place.all).join("\n");
    this.table = sounds;
    /** @type {{sounds?: Sounds, phrases?: Phrases}} */
    this.lazy = {};
  }

  /** The words of names by their sound; made when a query first needs them. */
  get sounds() {
    this.lazy.sounds ??= new Sounds(this.table, this.nameWords());
    return this.lazy.sounds;
  }

  /** The phrases of all places; made when they are first needed. */
  get phrases() {
    this.lazy.phrases ??= new Phrases(this.places);
    return this.lazy.phrases;
  }

  /** The Chinese names of two to eight signs, and the words in names of places that have one. */
  nameWords() {
    /** @type {Set<string>} */
    const found = new Set();
    for (const { title, tags } of this.places) {
      for (const run of [title, ...tags].flatMap((name) => (name.length < 16 ? (name.match(RUNS) ?? []) : []))) {
        if (!HAN.test(run)) continue;
        if (run.length <= 8) found.add(run);
        for (const word of [...this.cut(run), ...this.cut(run, (one) => one !== run)]) found.add(word);
      }
    }
    return [...found].filter((word) => word.length > 1 && !FILLERS.has(word));
  }

  /**
   * The words of a Chinese text: as few as possible, of those the longest, by what the data is known to contain.
   *
   * @param {string} text
   * @param {(word: string) => boolean} [allowed]
   * @returns {string[]}
   */
  cut(text, allowed = () => true) {
    return cheapest(text, this.longest, (piece) => {
      if (piece.length === 1) return 2;
      if (!(this.known.has(piece) || FILLERS.has(piece)) || !allowed(piece)) return Number.POSITIVE_INFINITY;
      return 1 - 0.01 * piece.length * piece.length;
    });
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
    /** @type {Map<string, {weight: number, group: string, whole?: string}>} */
    const found = new Map();
    /** @type {Add} */
    const add = (text, weight, group, whole) => {
      if (weight > (found.get(text)?.weight ?? 0)) found.set(text, { weight, group, whole });
    };
    const runs = runsOf(query);
    const latin = runs.filter((run) => !HAN.test(run));
    const spelt = latin.length > 1 && this.sounds.areSyllables(latin);
    for (let from = 0; from < runs.length; from++) {
      for (let to = from + 2; to <= Math.min(runs.length, from + 3); to++) {
        const words = runs.slice(from, to).join(" ");
        this.addSynonyms(words, words, add);
      }
    }
    this.addLatin(spelt ? latin : latin.filter((run) => !FILLERS.has(run)), spelt, add);
    for (const run of runs) if (HAN.test(run)) this.addChinese(run, add);
    if (!found.size) for (const run of runs) add(run, 1, run); // nothing but fillers
    return [...found].map(([text, more]) => {
      const latin = !HAN.test(text);
      const having = new Set(this.places.filter((place) => stands(place.all, text, latin)));
      const rare = having.size ? Math.log(1 + this.places.length / having.size) : 0;
      return { text, ...more, latin, having, rare, value: rare * more.weight };
    });
  }

  /**
   * Latin words: as they are, what they spell, or what they are nearest to.
   *
   * @param {string[]} runs
   * @param {boolean} spelt
   * @param {Add} add
   */
  addLatin(runs, spelt, add) {
    // One sound after the other is Chinese, although some of them may stand as words.
    const strange = spelt ? runs : runs.filter((run) => !(this.begins(run) || this.synonyms.has(run)));
    const together = strange.length ? this.sounds.spelt(strange.join("")) : [];
    for (const word of together) this.addWord(word, 0.9, strange.join(""), add);
    for (const run of runs) {
      this.addSynonyms(run, run, add);
      if (together.length && strange.includes(run)) continue;
      const meant = this.correct(run);
      for (const word of meant) add(word, word === run ? 1 : 0.8, run);
      if (!meant.length) add(run, 1, run);
    }
  }

  /** @param {string} run @param {Add} add */
  addChinese(run, add) {
    const pieces = this.cut(run);
    for (const [at, word] of pieces.entries()) {
      this.addSynonyms(word, word, add);
      if (FILLERS.has(word)) continue;
      this.addWord(word, word.length > 1 ? 1 : 0.8, word, add);
      const pair = word + (pieces[at + 1] ?? "");
      if (pair.length === 2 && !FILLERS.has(pair[1]) && this.stands(pair)) add(pair, 1, pair);
    }
    this.addMisspelt(pieces, add);
  }

  /**
   * A Chinese word, and the parts of a long one.
   *
   * @param {string} word
   * @param {number} weight
   * @param {string} group
   * @param {Add} add
   */
  addWord(word, weight, group, add) {
    add(word, weight, group);
    if (word.length < 4) return;
    const whole = this.stands(word) ? word : undefined;
    for (const part of this.cut(word, (one) => one !== word)) {
      if (part.length > 1) add(part, whole ? 0.5 * weight : weight, whole ? group : part, whole);
    }
  }

  /** What a word of readers means in the playbook. @param {string} word @param {string} group @param {Add} add */
  addSynonyms(word, group, add) {
    for (const [at, meant] of (this.synonyms.get(word) ?? []).entries()) add(meant, at ? 0.8 : 0.9, group);
  }

  /** Names that may be meant where signs are left between known words. @param {string[]} pieces @param {Add} add */
  addMisspelt(pieces, add) {
    for (let from = 0; from < pieces.length; from++) {
      for (let to = from + 2; to <= Math.min(pieces.length, from + 6); to++) {
        const part = pieces.slice(from, to);
        const text = part.join("");
        const odd = part.filter((piece) => piece.length === 1 && !FILLERS.has(piece)).length;
        if (text.length > 8 || !odd || this.stands(text)) continue;
        for (const word of this.sounds.meant(text)) this.addWord(word, 0.8, word, add);
      }
    }
  }

  /** Whether a Latin word begins so somewhere. @param {string} text */
  begins(text) {
    return stands(this.all, text, true);
  }

  /** Whether something stands anywhere. @param {string} text */
  stands(text) {
    return this.all.includes(text);
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
   * @param {string} written
   * @param {Set<string>} [own] addresses of what the reader's own roles do
   * @returns {{items: object[][], suggest: string[]}} as Material's search box shows them
   */
  search(written, own = new Set()) {
    const query = written.replace(/[\u2e80-\u2eff]/g, (sign) => this.twins.get(sign) ?? sign);
    const typed = squeeze(query);
    if (!typed) return { items: [], suggest: [] };
    const words = this.words(query);
    const sum = best(words, (word) => (word.whole ? 0 : word.value));
    /** @type {Map<Doc, Hit[]>} */
    const pages = new Map();
    const alike = this.phrases.like(query);
    const rarest = Math.log(1 + this.places.length);
    const having = new Set([...words.flatMap((word) => [...word.having]), ...alike.keys()]);
    const onPages = this.onPages(words);
    for (const place of having) {
      const hit = this.score(place, words, typed, sum, onPages.get(place.page) ?? new Set());
      hit.score += LIKENESS * rarest * (alike.get(place) ?? 0);
      if (own.has(place.doc.location.replace("index.html", ""))) hit.score *= OWN;
      if (hit.score) pages.set(place.page, [...(pages.get(place.page) ?? []), { ...hit, place }]);
    }
    const groups = [...pages].map(([page, hits]) => {
      hits.sort((a, b) => b.score - a.score);
      const more = hits.slice(1, 4).reduce((total, hit) => total + hit.score, 0);
      const counts = (0.85 + 0.015 * (page.boost ?? 5)) * countsAsAsked(page, hits, typed);
      return { page, hits, score: (hits[0].score + MORE * more) * counts };
    });
    return {
      items: ranked(groups, typed)
        .slice(0, SHOWN)
        .map((group) => this.item(group, words)),
      suggest: this.suggest(query),
    };
  }

  /**
   * The words that stand anywhere on a page.
   *
   * @param {Word[]} words
   * @returns {Map<Doc, Set<Word>>}
   */
  onPages(words) {
    /** @type {Map<Doc, Set<Word>>} */
    const found = new Map();
    for (const word of words) {
      for (const { page } of word.having) {
        const known = found.get(page);
        if (known) known.add(word);
        else found.set(page, new Set([word]));
      }
    }
    return found;
  }

  /**
   * How well a place answers: by its name, its other names, the page around it and its text.
   *
   * @param {Place} place
   * @param {Word[]} words
   * @param {string} typed the whole query, squeezed
   * @param {number} sum what all the words are worth
   * @param {Set<Word>} onPage the words that stand anywhere on its page
   */
  score(place, words, typed, sum, onPage) {
    /** @type {Set<Word>} */
    const found = new Set();
    /** @type {Map<Word, number>} */
    const hits = new Map();
    const around = new Set(words.filter((word) => stands(place.around, word.text, word.latin)));
    for (const word of words) {
      if (!word.having.has(place)) continue;
      const hit = prominence(place, word);
      found.add(word);
      hits.set(word, word.value * (hit + (around.has(word) ? WEIGHTS.around : 0)));
    }
    if (!found.size) return { score: 0, found };
    const score = best(words, (word) => hits.get(word) ?? 0);
    /** @param {Word} word */
    const covered = (word) => {
      if (found.has(word)) return 1;
      if (around.has(word)) return COVERED_BY_NAME;
      return onPage.has(word) && !place.page.mixed ? COVERED_BY_PAGE : 0;
    };
    const whole = best(words, (word) => (word.whole ? 0 : word.value * covered(word)));
    const worth = whole + worthOfParts(words, found);
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
  render({ doc, page, text }, found, words, score) {
    const marked = [...found].map((word) => word.text).sort((a, b) => b.length - a.length);
    const known = [...(doc.tags ?? []), ...ids(doc.location).slice(0, 1)];
    const tags = known.filter((tag) => marked.some((word) => fold(tag).includes(word)));
    return {
      location: doc.location,
      title: mark(doc.title, marked),
      text: teaser(doc.text ?? "", text, marked),
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

/**
 * Pages, best first. What belongs to a page that comes before it leads to nothing new: it counts less, unless its name
 * was typed.
 *
 * @param {Group[]} groups
 * @param {string} typed the whole query, squeezed
 */
function ranked(groups, typed) {
  const better = (/** @type {Group} */ a, /** @type {Group} */ b) =>
    b.score - a.score || (a.page.location < b.page.location ? -1 : 1);
  /** @type {Set<string>} */
  const before = new Set();
  for (const group of groups.sort(better)) {
    const follows = group.page.of?.some((task) => before.has(task.split(".")[0]));
    if (follows && !group.hits[0].place.names.some((name) => name.includes(typed))) group.score *= FOLLOWING;
    before.add(ids(group.page.location)[0]);
  }
  return groups.sort(better);
}

/**
 * How much a page counts that only answers when it is asked for; any other counts in full.
 *
 * @param {Doc} page
 * @param {Hit[]} hits its places, best first
 * @param {string} typed the whole query, squeezed
 */
function countsAsAsked(page, hits, typed) {
  if (!page.asked) return 1;
  if (page.asked.some((words) => typed.includes(words))) return ASKED;
  if (page.maybe?.some((words) => typed.includes(words))) return MAYBE_ASKED;
  return hits[0].place.names.includes(typed) ? 1 : UNASKED;
}

/** How often, and how prominently, a word stands in a place. @param {Place} place @param {Word} word */
function prominence(place, word) {
  const title = names(place.title, word);
  const tag = Math.max(0, ...place.tags.map((name) => names(name, word)));
  const query = Math.max(0, ...place.queries.map((one) => names(one, word)));
  const times = count(place.text, word);
  return (
    WEIGHTS.title * title + Math.max(WEIGHTS.tag * tag, WEIGHTS.query * query) + (WEIGHTS.text * times) / (times + 1.5)
  );
}

/** The sum over the groups of words, of each the best. @param {Word[]} words @param {(word: Word) => number} value */
function best(words, value) {
  /** @type {Map<string, number>} */
  const groups = new Map();
  for (const word of words) {
    const key = word.whole ? `${word.group} ${word.text}` : word.group;
    groups.set(key, Math.max(groups.get(key) ?? 0, value(word)));
  }
  return [...groups.values()].reduce((total, one) => total + one, 0);
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
  if (!words.length) return escaped(text);
  const pieces = text.split(new RegExp(`(${words.join("|")})`, "gi"));
  return pieces.map((piece, at) => (at % 2 ? `<mark>${escaped(piece)}</mark>` : escaped(piece))).join("");
}

/**
 * HTML of the two lines that have most of the words.
 *
 * @param {string} text
 * @param {string} folded the same text, as it is compared
 * @param {string[]} words
 */
function teaser(text, folded, words) {
  if (!text) return "";
  const compared = folded.split("\n");
  const lines = text.split("\n").map((line, at) => {
    return { line, at, hits: words.filter((word) => compared[at].includes(word)).length };
  });
  const best = [...lines].sort((a, b) => b.hits - a.hits || a.at - b.at).slice(0, 2);
  const chosen = best.filter((one) => one.hits || one === best[0]).sort((a, b) => a.at - b.at);
  return chosen.map(({ line }) => `<p>${mark(line, words)}</p>`).join("");
}

self.PlaybookEngine = Engine;
