/** The element that the address names, if there is one. */
function named() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // a hash that no page of ours has made
  }
}

/**
 * An anchor that moved leads on to where it moved. The entry that says so stays for those who come back, and for
 * those without JavaScript.
 *
 * @param {Document} page
 */
export function followMoved(page) {
  const follow = () => {
    const entry = location.hash ? named() : null;
    const link = entry?.matches(".pb-moved") ? entry.querySelector(".pb-moved-to") : null;
    if (link instanceof HTMLAnchorElement) location.replace(link.href);
  };
  follow();
  addEventListener("hashchange", follow);
}

/**
 * A page that moved leads on to where it moved, or to where its anchor moved; an anchor that nothing is said about
 * is looked for on the new page.
 *
 * @param {Document} page
 */
export function followMovedPage(page) {
  const link = named()?.querySelector("a") ?? page.querySelector("a[data-moved-page]");
  if (!(link instanceof HTMLAnchorElement)) return;
  location.replace(link.hash || !location.hash ? link.href : link.href + location.hash);
}
