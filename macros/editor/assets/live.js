/** Loads the page anew when the preview has built it, but never under an open field. */
import { settings } from "./ask.js";

let waits = false;
/** @type {AbortController | null} */
let asking = null;

/**
 * Watch for a newer build as long as somebody looks at the page.
 *
 * @param {() => boolean} isBusy whether a field is open, or about to be
 * @param {() => void} leave called right before the page is loaded anew
 * @param {() => void} hold called when a newer page has to wait
 */
export const watch = (isBusy, leave, hold) => {
  const reload = () => {
    waits = isBusy();
    if (waits) return hold();
    leave();
    location.reload();
  };
  const poll = async () => {
    const own = new AbortController();
    asking = own;
    while (!(own.signal.aborted || waits)) {
      try {
        const answer = await fetch(`/livereload/${settings.epoch}/${Date.now()}`, { signal: own.signal });
        if (Number(await answer.text()) > settings.epoch) return reload();
      } catch {
        await new Promise((done) => setTimeout(done, 1000));
      }
    }
  };
  const look = () => {
    asking?.abort();
    if (document.visibilityState === "visible") void poll();
  };
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", () => asking?.abort());
  look();
  return () => {
    if (waits) reload();
  };
};
