/** What the scripts of a search worker share: it is a classic worker, and from a disk a hidden frame. */
import type { Doc } from "./engine.js";

declare global {
  interface SearchData {
    docs: Doc[];
    words: string;
  }
  interface Window {
    PlaybookEngine: new (data: SearchData) => { search(query: string, own?: Set<string>): object };
    playbookEntries: SearchData;
    playbookOwnPlaces: (root: string) => Promise<Set<string>>;
    playbookRoles: { names: Record<string, string>; moved: Record<string, string> };
    playbookDays: Record<string, { own: string[] }>;
  }
  /** In the frame it gives back a promise, in a worker nothing. */
  function importScripts(...urls: string[]): Promise<void> | undefined;
}
