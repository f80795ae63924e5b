// Places on a page: the address leads to one, and its link icon copies that address.

/** The element that the address names, if there is one. */
export function named() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // a hash that no page of ours has made
  }
}

/**
 * Go where the address leads, now and whenever its hash changes: into a card, or on to where a place moved. On paper all
 * cards are open.
 *
 * @param {() => void} miss called when there is no such place
 */
export function followAddress(miss) {
  function go() {
    const target = named();
    if (!target) return location.hash && miss();
    // The entry that says where something moved stays for those who come back, and for those without JavaScript.
    const moved = target.matches(".pb-moved") ? target.querySelector(".pb-moved-to") : null;
    if (moved instanceof HTMLAnchorElement) return location.replace(moved.href);
    let card = target.closest("details");
    if (!card) return;
    for (; card; card = card.parentElement?.closest("details") ?? null) card.open = true;
    target.scrollIntoView();
  }
  go();
  addEventListener("hashchange", go);

  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details")].filter((card) => !card.open);
    for (const card of opened) card.open = true;
  });
  addEventListener("afterprint", () => {
    for (const card of opened) card.open = false;
  });
}

/**
 * A tap on a heading's link icon copies the full address of that place.
 *
 * Without JavaScript, or without access to the clipboard, it stays an ordinary link to the place.
 *
 * @param {Document} page
 */
export function copyLinks(page) {
  const toast = page.createElement("div");
  toast.className = "pb-toast";
  toast.setAttribute("role", "status");
  page.body.append(toast);
  let hide = 0;

  page.addEventListener("click", async (event) => {
    const link = event.target instanceof Element ? event.target.closest("a.headerlink") : null;
    if (!(link instanceof HTMLAnchorElement)) return;
    try {
      await navigator.clipboard.writeText(link.href);
      toast.textContent = "地址已复制";
    } catch {
      toast.textContent = `复制不了，地址是 ${link.href}`;
    }
    clearTimeout(hide);
    hide = window.setTimeout(() => (toast.textContent = ""), 4000);
  });
}
