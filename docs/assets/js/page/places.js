// Places on a page: the address leads to one, its link icon copies that address, and 与实际不符 reports on what is there.

/** The element that the address names, if there is one. */
export function named() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // a hash that no page of ours has made
  }
}

/**
 * Go where the address leads, now and whenever its hash changes: into a card, or on to where a place moved. On paper
 * all cards are open.
 *
 * @param {() => void} miss called when there is no such place
 */
export function followAddress(miss) {
  function go() {
    const target = named();
    if (!target) return location.hash && miss();
    // The entry that says where something moved stays for those who come back, and for those without JavaScript.
    /** @type {HTMLAnchorElement | null} */
    const moved = target.matches(".pb-moved") ? target.querySelector(".pb-moved-to") : null;
    if (moved) return location.replace(moved.href);
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
    opened = /** @type {any} */ ([...document.querySelectorAll("details:not([open])")]);
    for (const card of opened) card.open = true;
  });
  addEventListener("afterprint", () => {
    for (const card of opened) card.open = false;
  });
}

/**
 * A tap on a heading's link icon copies the full address of that place; one on 与实际不符 opens the form of a report.
 * Without JavaScript, or without access to the clipboard, both stay ordinary links.
 *
 * @param {Document} page
 * @param {(link: HTMLElement) => void} report opens the form for what the link stands at
 */
export function listenToTaps(page, report) {
  const toast = page.createElement("div");
  toast.className = "pb-toast";
  toast.setAttribute("role", "status");
  page.body.append(toast);
  let hide = 0;

  page.addEventListener("click", async (event) => {
    /** @type {HTMLAnchorElement | null} */
    const link = event.target instanceof Element ? event.target.closest(".headerlink, .pb-report") : null;
    if (link?.matches(".pb-report")) {
      event.preventDefault();
      report(link);
    } else if (link) {
      try {
        await navigator.clipboard.writeText(link.href);
        toast.textContent = "地址已复制";
      } catch {
        toast.textContent = `复制不了：${link.href}`;
      }
      clearTimeout(hide);
      hide = window.setTimeout(() => (toast.textContent = ""), 4000);
    }
  });
}
