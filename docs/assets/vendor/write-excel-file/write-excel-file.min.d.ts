declare global {
  var writeXlsxFile: typeof import("write-excel-file/browser").default;
}

export {};
