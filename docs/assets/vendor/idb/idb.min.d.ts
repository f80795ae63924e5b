declare global {
  var idb: typeof import("idb");
}

export {};
