// What a page has that only says where something moved. It leads on to where it moved, or to where its anchor moved; an
// anchor that nothing is said about is looked for on the new page.

import { named } from "./places.js";

const link = named()?.querySelector("a") ?? document.querySelector("a[data-moved-page]");
if (link instanceof HTMLAnchorElement) {
  location.replace(link.hash || !location.hash ? link.href : link.href + location.hash);
}
