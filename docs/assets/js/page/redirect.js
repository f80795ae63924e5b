/** The element that the address names, if there is one. */
export function named() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // a hash that no page of ours has made
  }
}

/**
 * An anchor that moved leads on to where it moved. The entry that says so stays for those who come back, and for
 * those without JavaScript.
 */
export function followMoved() {
  const follow = () => {
    const entry = location.hash ? named() : null;
    const link = entry?.matches(".pb-moved") ? entry.querySelector(".pb-moved-to") : null;
    if (link instanceof HTMLAnchorElement) location.replace(link.href);
  };
  follow();
  addEventListener("hashchange", follow);
}
