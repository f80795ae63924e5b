// Which pages answer a query, best first, and which of their places.

/** @import { Asked, Doc, Group, Hit, Place, Word } from "./globals.d.ts" */
{
  const { count, ids, stands } = self.playbookText;

  /** How much it counts how like a phrase a query is, in terms of what a rare word is worth. */
  const LIKENESS = 6;
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

  /**
   * How well a word names something, from 0 to 1: best when it is the whole name.
   *
   * @param {string} name
   * @param {Word} word
   */
  const names = (name, word) => (count(name, word) ? 0.4 + (0.6 * word.text.length) / name.length : 0);

  /**
   * How much a page counts that only answers when it is asked for; any other counts in full.
   *
   * @param {Doc} page
   * @param {Hit[]} hits its places, best first
   * @param {string} typed the whole query, squeezed
   */
  const countsAsAsked = (page, hits, typed) => {
    if (!page.asked) return 1;
    if (page.asked.some((words) => typed.includes(words))) return ASKED;
    if (page.maybe?.some((words) => typed.includes(words))) return MAYBE_ASKED;
    return hits[0].place.names.includes(typed) ? 1 : UNASKED;
  };

  /** How often, and how prominently, a word stands in a place. @param {Place} place @param {Word} word */
  const prominence = (place, word) => {
    const title = names(place.title, word);
    const tag = Math.max(0, ...place.tags.map((name) => names(name, word)));
    const query = Math.max(0, ...place.queries.map((one) => names(one, word)));
    const times = count(place.text, word);
    return (
      WEIGHTS.title * title +
      Math.max(WEIGHTS.tag * tag, WEIGHTS.query * query) +
      (WEIGHTS.text * times) / (times + 1.5)
    );
  };

  /** The sum over the groups of words, of each the best. @param {Word[]} words @param {(word: Word) => number} value */
  const best = (words, value) => {
    /** @type {Map<string, number>} */
    const groups = new Map();
    for (const word of words) {
      const key = word.whole ? `${word.group} ${word.text}` : word.group;
      groups.set(key, Math.max(groups.get(key) ?? 0, value(word)));
    }
    return [...groups.values()].reduce((total, one) => total + one, 0);
  };

  /**
   * What long words are worth of which only parts were found: by how much of them those are.
   *
   * @param {Word[]} words
   * @param {Set<Word>} found
   */
  const worthOfParts = (words, found) => {
    let worth = 0;
    for (const whole of words) {
      if (whole.whole || found.has(whole)) continue;
      const parts = [...found].filter((word) => word.whole === whole.text);
      const signs = parts.reduce((total, word) => total + word.text.length, 0);
      worth += 0.7 * Math.min(1, signs / whole.text.length) * whole.rare * whole.weight;
    }
    return worth;
  };

  /**
   * The words that stand anywhere on a page.
   *
   * @param {Word[]} words
   * @returns {Map<Doc, Set<Word>>}
   */
  const onPages = (words) => {
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
  };

  /**
   * How well a place answers: by its name, its other names, the page around it and its text.
   *
   * @param {Place} place
   * @param {Word[]} words
   * @param {string} typed the whole query, squeezed
   * @param {number} sum what all the words are worth
   * @param {Set<Word>} onPage the words that stand anywhere on its page
   */
  const score = (place, words, typed, sum, onPage) => {
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
    const named = best(words, (word) => hits.get(word) ?? 0);
    /** @param {Word} word */
    const covered = (word) => {
      if (found.has(word)) return 1;
      if (around.has(word)) return COVERED_BY_NAME;
      return onPage.has(word) && !place.page.mixed ? COVERED_BY_PAGE : 0;
    };
    const whole = best(words, (word) => (word.whole ? 0 : word.value * covered(word)));
    const worth = whole + worthOfParts(words, found);
    const exact = place.names.includes(typed) ? 2.5 : place.names[0].includes(typed) ? 1.3 : 1;
    return { score: named * (worth / sum) ** 1.5 * exact, found };
  };

  /**
   * Pages, best first. What belongs to a page that comes before it leads to nothing new: it counts less, unless its
   * name was typed.
   *
   * @param {Group[]} groups
   * @param {string} typed the whole query, squeezed
   */
  const sorted = (groups, typed) => {
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
  };

  /**
   * The pages that answer, best first; of each, its places, best first.
   *
   * @param {Asked} asked
   */
  self.playbookRanked = ({ words, alike, rarest, typed, own }) => {
    const sum = best(words, (word) => (word.whole ? 0 : word.value));
    /** @type {Map<Doc, Hit[]>} */
    const pages = new Map();
    const having = new Set([...words.flatMap((word) => [...word.having]), ...alike.keys()]);
    const wordsOf = onPages(words);
    for (const place of having) {
      const hit = score(place, words, typed, sum, wordsOf.get(place.page) ?? new Set());
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
    return sorted(groups, typed);
  };
}
