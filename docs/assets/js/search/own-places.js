// What the reader's own roles do, as the addresses of places: read from this device, for the search to put first.
//
// A classic script, as the worker that loads it. The store is read by hand: its module can't be loaded here.

{
  const TABLE = "entries";
  /** How long the storage may take to answer, in milliseconds; then the search goes on without it. */
  const PATIENCE = 300;

  /**
   * Keys of the store that begin with `role:` or `view:`; none where there is no store.
   *
   * @param {string} name of the store
   * @returns {Promise<string[]>}
   */
  const keptKeys = (name) =>
    new Promise((resolve) => {
      const late = setTimeout(() => resolve([]), PATIENCE);
      /** @param {string[]} keys */
      const found = (keys) => {
        clearTimeout(late);
        resolve(keys);
      };
      try {
        const asked = indexedDB.open(name);
        asked.onerror = () => found([]);
        asked.onupgradeneeded = () => asked.transaction?.abort(); // it isn't made by being looked for
        asked.onsuccess = () => {
          const db = asked.result;
          const all = db.transaction(TABLE).objectStore(TABLE).getAllKeys(IDBKeyRange.bound("role:", "view:\uffff"));
          all.onsuccess = () => {
            db.close();
            found(all.result.map(String));
          };
        };
      } catch {
        found([]); // the browser lets nothing be kept
      }
    });

  /** The places of each role that has been fetched. @type {Map<string, Promise<string[]>>} */
  const placesOfRoles = new Map();

  /**
   * The places of a role; none where it couldn't be fetched.
   *
   * @param {string} root address of the site
   * @param {string} id
   */
  const placesOf = (root, id) => {
    const fetching = async () => {
      try {
        if (!self.playbookRoles) await importScripts(new URL("my-role/roles.js", root).href);
        const today = self.playbookRoles.moved[id] ?? id;
        if (!(today in self.playbookRoles.names)) return [];
        await importScripts(new URL(`my-role/${today}.js`, root).href);
        return self.playbookDays[today].own;
      } catch {
        placesOfRoles.delete(id); // it is asked for again
        return [];
      }
    };
    const known = placesOfRoles.get(id) ?? fetching();
    placesOfRoles.set(id, known);
    return known;
  };

  /**
   * What the reader's own roles do; nothing when none was chosen, or when all is to be shown as everybody sees it.
   *
   * @param {string} root address of the site
   * @returns {Promise<Set<string>>} addresses below the site's root
   */
  self.playbookOwnPlaces = async (root) => {
    const keys = await keptKeys(`ops-playbook:${new URL(root).pathname}`);
    if (keys.includes("view:all")) return new Set();
    const roles = keys.filter((key) => /^role:[a-z0-9-]+$/.test(key)).map((key) => key.slice(5));
    return new Set((await Promise.all(roles.map((id) => placesOf(root, id)))).flat());
  };
}
