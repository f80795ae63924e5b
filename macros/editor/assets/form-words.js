/** The words of the forms and of the bar that leads to them. */
export const FORM_WORDS = {
  stopped: "预览没有应答：make serve 停了。写的还在这里，重新运行 make serve 之后再点一次。",
  asking: "正在看……",
  bar: "修改",
  changes: "改动",
  lists: "加、移、删",
  fresh: "新写",
  move: "改名",
  item: "这一条",
  up: "↑ 上移",
  down: "↓ 下移",
  change: "改选项",
  add: "＋ 在后面加一条",
  remove: "删",
  unsaved: "先保存或放弃写着的字，再动这一条。",
};
