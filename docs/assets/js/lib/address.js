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
  if (address.href !== location.href) {
    try {
      history.replaceState(history.state, "", address);
    } catch {
      // Some browsers let no page from disk change its address. The choice holds until the page is left.
    }
  }
  return address.searchParams;
}
