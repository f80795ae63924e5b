/** The words of the editor on the page. */
export const WORDS = {
  on: "改字：开",
  off: "改字：关",
  toggle: "开着时，点页面上的文字就能改",
  edit: "改这里（Alt+点击）",
  derived: "这里是由别处的值算出来、或换了说法的。点开去改那些值。",
  from: "这里的文字由下面这些值得来，选一个改：",
  save: "保存（Ctrl+Enter）",
  cancel: "放弃（Esc）",
  saving: "正在保存……",
  saved: "已保存。",
  unchanged: "没有改动。",
  example: "例：",
  counting: "正在数这句还出现在几页……",
  /** @param {number} count */
  pages: (count) => (count > 1 ? `这句也出现在 ${count} 页` : "这句只出现在这一页"),
  /** @param {number} count @param {number} most */
  limit: (count, most) => `${count} / ${most} 字`,
  stopped: "预览没有应答：make serve 停了。文字还在这里，重新运行 make serve 之后再存。",
  waiting: "页面有新的内容。存好或放弃之后自动刷新。",
  now: "文件里现在是：",
  mine: "你写的是：",
  takeMine: "用我写的覆盖",
  takeNow: "用文件里的",
  where: "写在",
};
