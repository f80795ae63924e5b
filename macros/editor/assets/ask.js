/**
 * Requests to the preview's gate.
 *
 * @typedef {{prefix: string, token: string, epoch: number}} Settings
 * @typedef {{status: number, body: any}} Answer
 */

/** @type {Settings} */
export const settings = JSON.parse(document.getElementById("pb-editor")?.textContent ?? "{}");

/**
 * The token of a preview that was started anew is in its pages.
 *
 * @returns {Promise<boolean>} whether there is another
 */
const refresh = async () => {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const fresh = JSON.parse(page.getElementById("pb-editor")?.textContent ?? "{}").token;
  const differs = Boolean(fresh) && fresh !== settings.token;
  settings.token = fresh || settings.token;
  return differs;
};

/**
 * Ask the preview for something. A status of 0 says that nobody answered.
 *
 * @param {string} name
 * @param {object} request
 * @param {boolean} [again] whether this is the second try
 * @returns {Promise<Answer>}
 */
export const ask = async (name, request, again = false) => {
  try {
    const answer = await fetch(settings.prefix + name, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Editor-Token": settings.token },
      body: JSON.stringify(request),
    });
    const body = await answer.json();
    if (body.stale && !again && (await refresh())) return await ask(name, request, true);
    return { status: answer.status, body };
  } catch {
    return { status: 0, body: {} };
  }
};
