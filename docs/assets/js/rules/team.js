// What a usual month asks of each role of a team, and what is left out where that is too much: the arithmetic of
// macros/timetable/team.py and of macros/views/hours.py.

/**
 * @typedef {[ref: string, kind: "do" | "attend" | "decide" | "list", minutes: number, often: string | number,
 *   each: number, number: number]} Work often: a cadence, or times a month; each: 1 when every person does it
 * @typedef {{name: string, days: number, holidays: boolean, week: number, line: string[], works: Work[]}} Role line:
 *   the role and those that it is based on, nearest first
 * @typedef {{full: number, roles: Record<string, Role>, lists: [string, number, string, string[]][], outside: string[],
 *   importance: Record<string, number>, own: Record<string, number>, sizes: [string, Record<string, number>][]}} Form
 * @typedef {{people: Record<string, number>, week: Record<string, number>}} Team people and hours a week by role
 * @typedef {{ref: string, minutes: number}} LeftOut minutes: of a usual month, of all people of the role
 * @typedef {{role: string, people: number, planned: number, available: number, most: number, left: LeftOut[],
 *   kept: number}} Load minutes of a usual month, of all its people together; kept: what stays planned
 */

/** Public holidays of a year on working days, less those that are made up for. */
const HOLIDAYS = 12;
/** @type {Record<string, number>} */
const TIMES = { weekly: 52 / 12, monthly: 1, quarterly: 1 / 3, yearly: 1 / 12 };
/** Minutes of a usual month for an hour a week. */
const MONTH = (60 * 52) / 12;

/** How often in a usual month something comes round. @param {{days: number, holidays: boolean}} role @param {string} cadence */
export function timesAMonth({ days, holidays }, cadence) {
  if (cadence === "daily") return (days * 52 - (holidays ? 0 : HOLIDAYS)) / 12;
  return TIMES[cadence] ?? 0;
}

/** The minutes of a usual month of all people of a role. @param {Role} role @param {Work} work @param {number} people */
export function monthlyMinutes(role, [, , minutes, often, each], people) {
  const times = typeof often === "number" ? often : timesAMonth(role, often);
  return times * minutes * (each ? people : 1);
}

/**
 * Who has what: what a role without people did, and nobody else does, falls to the role that it is based on.
 *
 * @param {Form} form @param {Record<string, number>} people
 * @returns {{works: Record<string, Work[]>, undone: string[], undecided: string[]}}
 */
export function assign(form, people) {
  const { roles, lists, outside } = form;
  const there = Object.keys(roles).filter((id) => people[id]);
  const heir = (/** @type {string} */ id) => roles[id].line.find((one) => there.includes(one));
  const works = Object.fromEntries(there.map((id) => [id, [...roles[id].works]]));
  const done = new Set(there.flatMap((id) => tasksDone(works[id])));
  const absent = Object.keys(roles).filter((id) => !people[id]);
  const open = absent.flatMap((id) => leave(roles[id], done, works[heir(id) ?? ""]));
  const unrun = lists.filter((list) => list[3].length && !run(list, works[list[3].map(heir).find(Boolean) ?? ""]));
  const goesOn = (/** @type {Work} */ [ref, kind]) =>
    kind === "do" || kind === "list" || done.has(ref) || outside.includes(ref);
  for (const id of there) works[id] = works[id].filter(goesOn);
  const wanted = new Set(absent.flatMap((id) => tasksDone(roles[id].works)));
  return {
    works,
    undone: [...[...wanted].filter((ref) => !done.has(ref)), ...unrun.map(([ref]) => ref)],
    undecided: [...new Set(open)].filter((ref) => done.has(ref)),
  };
}

/**
 * What a role without people did goes to the works of its heir, unless somebody does it; gives back the tasks whose
 * decisions nobody takes over.
 *
 * @param {Role} role @param {Set<string>} done @param {Work[] | undefined} heir
 */
function leave(role, done, heir) {
  const works = role.works.filter(([, kind]) => kind !== "attend");
  if (!heir) return works.filter(([, kind]) => kind === "decide").map(([ref]) => ref);
  for (const work of works) {
    if (!done.has(keyOf(work))) heir.push(work);
    done.add(keyOf(work));
  }
  return [];
}

/** A list goes to the works of who runs it. @param {Form["lists"][0]} list @param {Work[] | undefined} runner */
function run([ref, minutes, cadence], runner) {
  runner?.push([ref, "list", minutes, cadence, 0, 0]);
  return Boolean(runner);
}

/** The tasks that some works do. @param {Work[]} works */
const tasksDone = (works) => works.filter(([, kind]) => kind === "do").map(([ref]) => ref);

/** What tells a work from others: a task waits for several decisions. @param {Work} work */
const keyOf = ([ref, kind, , , , number]) => (kind === "do" ? ref : `${ref} ${number}`);

/** A sum. @param {number[]} figures */
const sum = (figures) => figures.reduce((total, one) => total + one, 0);

/**
 * The month of a team. Where a role has more than fits, it leaves out tasks until the rest fits. Lists, seats in meetings
 * and decisions stay as long as their task is done.
 *
 * @param {Form} form @param {Team} team
 */
export function planTeam(form, { people, week }) {
  const { works, undone, undecided } = assign(form, people);
  const minutes = (/** @type {string} */ id, /** @type {Work} */ work) =>
    monthlyMinutes(form.roles[id], work, people[id]);
  const loads = Object.keys(works).map((id) => {
    const available = people[id] * week[id] * MONTH;
    const planned = sum(works[id].map((work) => minutes(id, work)));
    /** @type {Load} */
    const load = {
      role: id,
      people: people[id],
      planned,
      available,
      most: available * form.full,
      left: [],
      kept: planned,
    };
    const tasks = works[id].filter(([, kind]) => kind === "do");
    leaveOut(
      load,
      tasks.map((work) => ({ ref: work[0], minutes: minutes(id, work) })),
      form.importance,
    );
    return load;
  });
  const still = new Set();
  for (const { role, left } of loads) {
    const out = new Set(left.map(({ ref }) => ref));
    for (const [ref, kind] of works[role]) if (kind === "do" && !out.has(ref)) still.add(ref);
  }
  const given = [...new Set(loads.flatMap(({ left }) => left.map(({ ref }) => ref)))].filter((ref) => !still.has(ref));
  const gone = new Set(given);
  for (const load of loads) {
    const idle = works[load.role].filter(([ref, kind]) => gone.has(ref) && (kind === "attend" || kind === "decide"));
    load.kept -= sum(idle.map((work) => minutes(load.role, work)));
  }
  return { loads, undone, undecided, givenUp: given };
}

/**
 * Leave out tasks until the rest fits: the least important first, of equals that which takes most. What was left out
 * before something long may fit again once that is out: it stays, the most important first.
 *
 * @param {Load} load @param {LeftOut[]} tasks @param {Record<string, number>} importance
 */
function leaveOut(load, tasks, importance) {
  tasks.sort((a, b) => importance[a.ref] - importance[b.ref] || b.minutes - a.minutes);
  for (const out of tasks) {
    // A minute's hundredth is no work: sums of thirds are never quite even.
    if (load.kept <= load.most + 0.01) break;
    load.left.push(out);
    load.kept -= out.minutes;
  }
  for (const out of [...load.left].reverse()) {
    if (load.kept + out.minutes > load.most) continue;
    load.left = load.left.filter((one) => one !== out);
    load.kept += out.minutes;
  }
}

/**
 * A team as an address has it, `general-ops:2,ops-lead:1:32`, people and, where they differ, hours a week; and back.
 *
 * @param {Form} form @param {Team} team
 */
export function written(form, { people, week }) {
  const ids = Object.keys(form.roles);
  const same = ids.every((id) => people[id] === (form.own[id] ?? 0) && week[id] === form.roles[id].week);
  if (same) return "";
  const own = (/** @type {string} */ id) => (week[id] === form.roles[id].week ? "" : `:${week[id]}`);
  return (
    ids
      .map((id) => (people[id] || own(id) ? `${id}:${people[id]}${own(id)}` : ""))
      .filter(Boolean)
      .join(",") || "0"
  );
}

/** People of a role that a team may have, and hours a week that a person may. */
export const MOST = { people: 200, week: 60 };

/** @param {Form} form @param {string} text @returns {Team} what can't be read is as in the playbook */
export function read(form, text) {
  const ids = Object.keys(form.roles);
  /** @type {Team} */
  const team = {
    people: Object.fromEntries(ids.map((id) => [id, text ? 0 : (form.own[id] ?? 0)])),
    week: Object.fromEntries(ids.map((id) => [id, form.roles[id].week])),
  };
  for (const part of text.split(",")) {
    const [id, people, week] = part.split(":");
    if (!Object.hasOwn(form.roles, id)) continue;
    team.people[id] = within(people, 0, MOST.people, 0);
    team.week[id] = Number(week) > 0 ? Math.min(Number(week), MOST.week) : form.roles[id].week;
  }
  return team;
}

/** A whole number between two, or another. @param {string | undefined} text @param {number} low @param {number} high @param {number} other */
export function within(text, low, high, other) {
  const value = Math.round(Number(text));
  return text && Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : other;
}
