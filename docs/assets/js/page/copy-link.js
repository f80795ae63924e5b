/**
 * A click on a heading's link icon copies the full address of that place.
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
