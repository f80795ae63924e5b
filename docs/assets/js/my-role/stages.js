// Which stage of the first ninety days is due, in words.

import { dayName } from "../board/model.js";
import { stageOn } from "../rules/onboarding.js";
import { today } from "../rules/schedule.js";

/** Beyond so many days the first day was more likely mistyped. */
const LONG_AGO = 3650;

/** 2026 年 11 月 23 日 周一. @param {string} day */
const fullName = (day) => `${day.slice(0, 4)} 年 ${dayName(day)}`;

/**
 * What is to be said of the first ninety days, and the stage that is due.
 *
 * @param {string} from the first day in the role
 * @param {(stage: string) => string | undefined} nameOf
 * @returns {{stage: string, text: string, over: boolean}} `stage` is "" before the first day and after the last one
 */
export function stageNow(from, nameOf) {
  const { number, stage, due } = stageOn(from, today());
  if (number < 1) return { stage: "", text: `${fullName(from)}到岗，还有 ${1 - number} 天。`, over: false };
  if (stage) {
    const text = `今天是到岗第 ${number} 天，到${dayName(due)}要做到“${nameOf(stage)}”这一段。`;
    return { stage, text, over: false };
  }
  const check = number > LONG_AGO ? "日期要是填错了，在这里改。" : "";
  return { stage: "", text: `到岗第 ${number} 天，头 90 天在${fullName(due)}就过完了。${check}`, over: true };
}
