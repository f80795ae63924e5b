// How like the phrases of places a query is.

/** @import { Place } from "./globals.d.ts" */
{
  const { FILLERS, fold, joined } = self.playbookText;

  /** How like a phrase a query must be to count. */
  const LIKE = 0.08;
  /** What only one of query and phrase has counts so much against the likeness; a single sign so much of a pair. */
  const UNLIKE = 0.3;
  const SINGLE = 0.8;

  /** Whether the sign at a place of a text is Chinese. @param {string} text @param {number} at */
  const isHan = (text, at) => text.charCodeAt(at) >= 0x3400 && text.charCodeAt(at) <= 0x9fff;

  /**
   * The pairs of neighbouring signs in a folded text, of which one at least is Chinese, and the single Chinese signs
   * that are no fillers. The short forms of question words are like the long ones.
   *
   * @param {string} text
   */
  const pieces = (text) => {
    const signs = joined(text).replaceAll("啥", "什么").replaceAll("咋", "怎么");
    /** @type {Set<string>} */
    const found = new Set();
    for (let at = 0; at < signs.length; at++) {
      const han = isHan(signs, at);
      if (han && !FILLERS.has(signs[at])) found.add(signs[at]);
      if (at + 1 < signs.length && (han || isHan(signs, at + 1))) found.add(signs.slice(at, at + 2));
    }
    return found;
  };

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

  self.PlaybookPhrases = Phrases;
}
