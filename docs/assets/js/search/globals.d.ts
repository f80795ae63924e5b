/** What the scripts of a search worker share: it is a classic worker, and from a disk a hidden frame. */
import type { Doc } from "./engine.js";

declare global {
  interface SearchData {
    docs: Doc[];
    words: string;
  }
  interface Window {
    PlaybookEngine: new (data: SearchData) => { search(query: string): object };
    playbookEntries: SearchData;
  }
  /** In the frame it gives back a promise, in a worker nothing. */
  function importScripts(...urls: string[]): Promise<void> | undefined;
}
