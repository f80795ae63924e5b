/** Where the site begins, as a path: "/", "/team/playbook/". Several playbooks may stand on one host. */
export function siteRoot() {
  try {
    const { base } = JSON.parse(document.getElementById("__config")?.textContent ?? "");
    return new URL(`${base}/`, location.href).pathname;
  } catch {
    return "/";
  }
}

/** Whether an address carries a run, also as a chat may have written it. @param {string} hash */
export const carriesRun = (hash) => /^#?run(=|%3d|\d+\.)/i.test(hash);

/** The address of this page as it can be sent on: without what a search left in it, and without a place on it. */
export function pageAddress() {
  const address = new URL(location.href);
  address.searchParams.delete("h");
  address.hash = "";
  return address.href;
}

/** Take a run out of the address that the page stands at. */
export function dropRun() {
  if (carriesRun(location.hash)) readdress(location.pathname + location.search);
}

/** Give the page another address. @param {string | URL} address */
function readdress(address) {
  try {
    history.replaceState(history.state, "", address);
  } catch {
    // Some browsers let no page from disk change its address. A choice holds until the page is left.
  }
}

/**
 * What the reader chose, kept in the address so that it can be sent on: reads it, or changes it when given changes.
 *
 * @param {Record<string, string>} [changes] an empty text takes a choice out
 * @returns {URLSearchParams}
 */
export function choices(changes = {}) {
  const address = new URL(location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  if (address.href !== location.href) readdress(address);
  return address.searchParams;
}
