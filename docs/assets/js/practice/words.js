/** A day as people read it: 12 月 3 日. @param {string} day "2026-12-03" */
export const dayText = (day) => `${Number(day.slice(5, 7))} 月 ${Number(day.slice(8))} 日`;
