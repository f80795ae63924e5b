// Pages that answer as Material's search box shows them, with the words marked.

/** @import { Place, Word } from "./globals.d.ts" */
{
  const { fold, ids } = self.playbookText;

  /** How many places of a page are shown at most. */
  const PLACES = 8;

  /** A text as HTML. @param {string} text */
  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

  /**
   * HTML of a text with the words marked.
   *
   * @param {string} text
   * @param {string[]} words longest first; of letters only, so that they mean themselves in a pattern
   */
  const mark = (text, words) => {
    if (!words.length) return escaped(text);
    const pieces = text.split(new RegExp(`(${words.join("|")})`, "gi"));
    return pieces.map((piece, at) => (at % 2 ? `<mark>${escaped(piece)}</mark>` : escaped(piece))).join("");
  };

  /**
   * HTML of the two lines that have most of the words.
   *
   * @param {string} text
   * @param {string} folded the same text, as it is compared
   * @param {string[]} words
   */
  const teaser = (text, folded, words) => {
    if (!text) return "";
    const compared = folded.split("\n");
    const lines = text.split("\n").map((line, at) => {
      return { line, at, hits: words.filter((word) => compared[at].includes(word)).length };
    });
    const best = [...lines].sort((a, b) => b.hits - a.hits || a.at - b.at).slice(0, 2);
    const chosen = best.filter((one) => one.hits || one === best[0]).sort((a, b) => a.at - b.at);
    return chosen.map(({ line }) => `<p>${mark(line, words)}</p>`).join("");
  };

  /**
   * A place as Material wants it.
   *
   * @param {Place} place
   * @param {Set<Word>} found
   * @param {Word[]} words
   * @param {number} score
   */
  const rendered = ({ doc, page, text }, found, words, score) => {
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
  };

  /** A page and its places as Material wants them. @type {typeof self.playbookResult} */
  self.playbookResult = ({ page, hits }, words) => {
    const top = hits[0].score;
    const shown = hits.slice(0, PLACES).map(({ score, place, found }, at) =>
      // Places about as good as the best are shown with it, the others behind "more".
      rendered(place, found, words, at < 3 && score > 0.6 * top ? top : score),
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
  };
}
