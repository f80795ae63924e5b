/**
 * What the scripts of a search worker share: it is a classic worker, and from a disk a hidden frame. Each of its parts
 * hands one object to `self`, and uses those of the parts before it.
 */

/** A place of the site, as macros/exports/search.py writes it; the page itself when its location has no "#". */
export interface Doc {
  location: string;
  title: string;
  text?: string;
  tags?: string[];
  /** What readers type who look for it, one a line; it is never shown. */
  queries?: string;
  /** How much the page counts (1–10). */
  boost?: number;
  /** Full ids of the places whose queries lead to it too. */
  of?: string[];
  /** Whether the places of the page have nothing to do with each other. */
  mixed?: boolean;
  /** The page counts little unless the query has one of these, or the name of one of its places. */
  asked?: string[];
  /** With one of these it counts as any other. */
  maybe?: string[];
}

/** A place as it is looked through: folded. */
export interface Place {
  doc: Doc;
  page: Doc;
  title: string;
  tags: string[];
  text: string;
  all: string;
  /** Squeezed. */
  names: string[];
  queries: string[];
  /** What its page is called. */
  around: string;
}

/** A word that is looked for. */
export interface Word {
  text: string;
  weight: number;
  latin: boolean;
  /** The places that have it. */
  having: Set<Place>;
  /** Grows with the share of places that lack it. */
  rare: number;
  /** What it is worth. */
  value: number;
  /** Of the words of a group, which mean the same thing that was typed, one is enough. */
  group: string;
  /** The longer word that this is a part of. */
  whole?: string;
}

/** A place that answers, with the words that it has. */
export interface Hit {
  score: number;
  place: Place;
  found: Set<Word>;
}

/** A page, and its places that answer, best first. */
export interface Group {
  page: Doc;
  hits: Hit[];
  score: number;
}

/** A query, and what is known of it. */
export interface Asked {
  words: Word[];
  /** How like the query the likest phrase of a place is, from 0 to 1. */
  alike: Map<Place, number>;
  /** What a word is worth that a single place has. */
  rarest: number;
  /** The whole query, squeezed. */
  typed: string;
  /** Addresses of what the reader's own roles do. */
  own: Set<string>;
}

export interface Text {
  FILLERS: Set<string>;
  HAN: RegExp;
  RUNS: RegExp;
  fold(text: string): string;
  runsOf(text: string): string[];
  joined(text: string): string;
  squeeze(text: string): string;
  count(text: string, word: Word): number;
  stands(text: string, word: string, latin: boolean): boolean;
  near(a: string, b: string, limit: number): boolean;
  cheapest(text: string, longest: number, price: (piece: string) => number): string[];
  ids(location: string): string[];
}

export interface Sounds {
  areSyllables(runs: string[]): boolean;
  spelt(letters: string): string[];
  meant(text: string): string[];
}

export interface Phrases {
  like(query: string): Map<Place, number>;
}

export interface SearchData {
  docs: Doc[];
  words: string;
  synonyms?: Record<string, string[]>;
  sounds?: string;
  twins?: string;
}

declare global {
  interface Window {
    playbookText: Text;
    PlaybookSounds: new (table: string, words: Iterable<string>) => Sounds;
    PlaybookPhrases: new (places: Place[]) => Phrases;
    playbookRanked: (asked: Asked) => Group[];
    playbookResult: (group: Group, words: Word[]) => object[];
    PlaybookEngine: new (data: SearchData) => { search(query: string, own?: Set<string>): object };
    playbookEntries: SearchData;
    playbookOwnPlaces: (root: string) => Promise<Set<string>>;
    playbookRoles: { names: Record<string, string>; moved: Record<string, string> };
    playbookDays: Record<string, { own: string[] }>;
  }
  /** In the frame it gives back a promise, in a worker nothing. */
  function importScripts(...urls: string[]): Promise<void> | undefined;
}
