// Looks through the entries that macros/exports/search.py wrote. There are some thousand short texts: to read them all
// takes a few milliseconds, so nothing is indexed beforehand, and a word is found wherever it stands, also inside a
// longer one.
//
// A classic script as the worker that loads it, and as its other parts: they share one scope, so each keeps its names
// in a block.

/** @import { Phrases, SearchData, Sounds, Word } from "./globals.d.ts" */
/** @typedef {(text: string, weight: number, group: string, whole?: string) => void} Add a word to look for; see Word */
{
  const { FILLERS, HAN, RUNS, cheapest, fold, ids, near, runsOf, squeeze, stands } = self.playbookText;

  /** How many pages are shown at most. */
  const SHOWN = 20;

  /** Finds the pages that answer a query. */
  class Engine {
    /** @param {SearchData} data */
    constructor({ docs, words, synonyms = {}, sounds = "", twins = "" }) {
      /** Signs by the radicals that look like them, where Unicode does not call them the same. */
      this.twins = new Map(Array.from({ length: twins.length / 2 }, (_, at) => [twins[2 * at], twins[2 * at + 1]]));
      this.known = new Set(words.split(" "));
      this.synonyms = new Map(Object.entries(synonyms).map(([typed, meant]) => [runsOf(typed).join(" "), meant]));
      this.longest = Math.max(...[...this.known].map((word) => word.length));
      /** What readers type, by the full id of the place that they look for. */
      const typed = new Map(
        docs.map((doc) => [ids(doc.location)[1], doc.queries ? fold(doc.queries).split("\n") : []]),
      );
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
      this.lazy.sounds ??= new self.PlaybookSounds(this.table, this.nameWords());
      return this.lazy.sounds;
    }

    /** The phrases of all places; made when they are first needed. */
    get phrases() {
      this.lazy.phrases ??= new self.PlaybookPhrases(this.places);
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
      const alike = this.phrases.like(query);
      const rarest = Math.log(1 + this.places.length);
      return {
        items: self
          .playbookRanked({ words, alike, rarest, typed, own })
          .slice(0, SHOWN)
          .map((group) => self.playbookResult(group, words)),
        suggest: this.suggest(query),
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

  self.PlaybookEngine = Engine;
}
