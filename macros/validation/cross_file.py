"""Rules between files: references, sums, orders. Judges whatever could be read of the files by themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from macros import model
from macros.model.playbook import Place, Playbook
from macros.problems import catalogue, suggest
from macros.problems.problem import Loc, Problem
from macros.problems.suggest import did_you_mean
from macros.rules.formula import CalcError, evaluate
from macros.validation import shape
from macros.validation.file import File

Thing = TypeVar("Thing", bound=model.Model)

_PERIODS = ["daily", "weekly", "monthly", "quarterly", "yearly", "per-event"]
_ITEM_NAMES = {"task": "任务", "check": "检查项", "goal": "绩效目标", "risk": "风险"}
_SPACES = {
    "duty": "职责", "role": "角色", "person": "角色或团队", "metric": "指标", "template": "模板", "tool": "工具",
    "section": "来源小节", "metric-group": "指标类别",
}  # fmt: skip
_FOLDERS = {
    "duty": "duties", "role": "roles", "checklist": "checklists", "scorecard": "scorecards", "template": "templates"
}  # fmt: skip


class Between:
    """Judges files together. Each method whose name starts with `_of_` judges one kind of thing."""

    def __init__(self, files: list[File]) -> None:
        self.files = files
        self.problems: list[Problem] = []
        self.by_kind: dict[str, dict[str, tuple[File, Any]]] = {}
        for file in files:
            if file.thing is not None:
                self.by_kind.setdefault(file.kind.kind, {})[file.id] = (file, file.thing)
        self.duties: dict[str, model.Duty] = self._things("duty")
        self.roles: dict[str, model.Role] = self._things("role")
        self.checklists: dict[str, model.Checklist] = self._things("checklist")
        self.scorecards: dict[str, model.Scorecard] = self._things("scorecard")
        self.templates: dict[str, model.Template] = self._things("template")
        self.top: model.PlaybookFile | None = self._single("playbook")
        self.metric_file: model.MetricFile | None = self._single("metrics")
        self.metrics = {m.id: m for m in self.metric_file.metrics} if self.metric_file else {}
        terms: model.TermFile | None = self._single("terms")
        self.terms = {t.id: t for t in terms.terms} if terms else {}
        tools: model.ToolFile | None = self._single("tools")
        self.tools = {t.id: t for t in tools.tools} if tools else {}
        sources: model.SourceFile | None = self._single("sources")
        self.sources = {s.id: s for s in sources.sources} if sources else {}
        self.sections = {
            section.id for s in self.sources.values() for answer in s.answers for section in answer.sections
        }
        moved: model.MoveFile | None = self._single("moved")
        self.moved = tuple(moved.moved) if moved else ()
        self.teams = {t.id: t for t in self.top.teams} if self.top else {}
        # A file whose shape is wrong still takes its id, so that references to it aren't reported as well.
        self.ids: dict[str, set[str]] = {
            kind: {file.id for file in files if file.kind.kind == kind} for kind in _FOLDERS
        }
        self.written = {kind: set(ids) for kind, ids in self.ids.items()}
        # So does an id that playbook.yml lists: the missing file is reported there, once.
        if self.top is not None:
            self.ids["duty"] |= {id_ for group in self.top.groups for id_ in group.duties}
            self.ids["role"] |= set(self.top.roles)
        self.people = self.ids["role"] | self.teams.keys()
        self.whole = {kind for kind in self.ids if all(f.thing is not None for f in files if f.kind.kind == kind)}
        self.items: dict[str, dict[str, str]] = {
            id_: {item.id: item.kind for item in duty.items()} for id_, duty in self.duties.items()
        }
        self.steps = {
            f"{id_}.{task.id}.{step.id}"
            for id_, duty in self.duties.items()
            for task in duty.tasks
            for step in task.steps
            if step.id
        }
        self.role_duties: dict[str, tuple[model.RoleDuty, ...]] = {}
        self.places: dict[tuple[str, str], Place] = {}
        #: Ids that something refers to, and how often ids are named that don't exist; both by space.
        self.used: dict[str, set[str]] = {}
        self.broken: dict[str, Counter[str]] = {}
        #: Where ids are written that others refer to: file and path, by space and id.
        self.homes: dict[tuple[str, str], tuple[File, Loc]] = {}
        self._hints: dict[tuple[str, str], str] = {}

    def _things(self, kind: str) -> dict[str, Any]:
        return {id_: thing for id_, (_, thing) in self.by_kind.get(kind, {}).items()}

    def _single(self, kind: str) -> Any:
        found = self._things(kind)
        return next(iter(found.values()), None)

    def judge(self) -> list[Problem]:
        """Judge everything that could be read; give back every problem."""
        self._of_playbook()
        self._of_metrics()
        self._of_terms()
        self._of_tools()
        self._of_sources()
        for id_, (file, duty) in self.by_kind.get("duty", {}).items():
            self._of_duty(id_, file, duty)
        self._resolve_roles()
        for id_, (file, role) in self.by_kind.get("role", {}).items():
            self._of_role(id_, file, role)
        self._of_answerable()
        for file, template in self.by_kind.get("template", {}).values():
            self._of_template(file, template)
        for file, checklist in self.by_kind.get("checklist", {}).values():
            self._of_checklist(file, checklist)
        for id_, (file, scorecard) in self.by_kind.get("scorecard", {}).items():
            self._of_scorecard(id_, file, scorecard)
        self._of_moved()
        self._of_mentions()
        self._of_changed_ids()
        return self.problems

    # -- helpers

    def _say(self, file: File, loc: Loc, code: str, occasion: str = "", key: bool = False, **values: object) -> None:
        marks = file.document.marks
        position = marks.find_key(loc) if key else marks.find(loc)
        self.problems.append(Problem(file.path, *position, code, catalogue.text(code, occasion, **values)))

    def _near(self, space: str, id_: str, known: Iterable[str]) -> str:
        """`did_you_mean`, asked once for each id: one changed id can break a thousand references."""
        if (hint := self._hints.get((space, id_))) is None:
            hint = self._hints[space, id_] = did_you_mean(id_, sorted(known))
        return hint

    def _refer(self, file: File, loc: Loc, id_: str, known: Collection[str], space: str) -> None:
        """`id_` must be one of `known`; `space` says what kind of id it is."""
        if id_ in known:
            self.used.setdefault(space, set()).add(id_)
            return
        self.broken.setdefault(space, Counter())[id_] += 1
        self._say(file, loc, "E-reference", what=_SPACES[space], id=id_, near=self._near(space, id_, known))

    def _someone(self, file: File, loc: Loc, id_: str) -> None:
        if self.top is not None:
            self._refer(file, loc, id_, self.people, "person")

    def _sections(self, file: File, loc: Loc, ids: list[str]) -> None:
        if self.sections:
            for number, id_ in enumerate(ids):
                self._refer(file, (*loc, "from", number), id_, self.sections, "section")

    def _metric(self, file: File, loc: Loc, id_: str) -> None:
        if self.metric_file is not None:
            self._refer(file, loc, id_, self.metrics, "metric")

    def _own_task(self, file: File, loc: Loc, id_: str, duty: str) -> None:
        """A task of the same duty."""
        self._item(file, loc, f"{duty}.{id_}", {"task"}, "本职责任务", shown=id_)

    def _item(self, file: File, loc: Loc, ref: str, kinds: set[str], what: str, shown: str = "") -> None:
        duty, _, item = ref.partition(".")
        if duty not in self.ids["duty"]:
            self._refer(file, loc, duty, self.ids["duty"], "duty")
            return
        if duty not in self.items:
            return
        if ref.count(".") == 2:
            if "step" in kinds and ref in self.steps:
                self.used.setdefault("item", set()).add(ref.rpartition(".")[0])
                return
            item = ""
        found = self.items[duty].get(item)
        if found is None:
            known = [f"{duty}.{name}" for name, kind in self.items[duty].items() if kind in kinds]
            if "step" in kinds:
                known += sorted(step for step in self.steps if step.startswith(f"{duty}."))
            self.broken.setdefault("item", Counter())[ref] += 1
            near = self._near("item", ref, known)
            if shown:
                near = near.replace(f"`{duty}.", "`")
            self._say(file, loc, "E-reference", what=what, id=shown or ref, near=near)
        elif found not in kinds:
            self._say(file, loc, "E-reference", "kind", what=what, id=shown or ref, found=_ITEM_NAMES[found])
        else:
            self.used.setdefault("item", set()).add(ref)

    def _unique(self, file: File, loc: Loc, things: Iterable[Any], what: str) -> None:
        first: dict[str, int] = {}
        for number, thing in enumerate(things):
            if thing.id in first:
                line = file.document.marks.find((*loc, first[thing.id], "id"))[0]
                self._say(file, (*loc, number, "id"), "E-duplicate-id", id=thing.id, line=line, what=what)
            else:
                first[thing.id] = number

    def _place(self, kind: str, id_: str, file: File, loc: Loc = (), space: str = "") -> None:
        self.places[kind, id_] = Place(file.path, file.line(loc) if loc else 1)
        self.homes[space or kind, id_] = file, loc

    def _not_self(self, file: File, loc: Loc, id_: str, own: str, what: str) -> None:
        if id_ == own:
            self._say(file, loc, "E-self", what=what)

    # -- kinds

    def _of_playbook(self) -> None:
        if self.top is None:
            return
        file = self.by_kind["playbook"]["playbook"][0]
        seen: dict[str, str] = {}
        for g, group in enumerate(self.top.groups):
            for d, id_ in enumerate(group.duties):
                loc: Loc = ("groups", g, "duties", d)
                self._refer(file, loc, id_, self.written["duty"], "duty")
                if id_ in seen and id_ not in group.duties[:d]:
                    self._say(file, loc, "E-duplicate-id", "group", id=id_, group=seen[id_])
                seen[id_] = group.name
        self._unique(file, ("groups",), self.top.groups, "组")
        self._unique(file, ("teams",), self.top.teams, "团队")
        self._unique(file, ("goal_groups",), self.top.goal_groups, "目标类别")
        for id_ in self._unlisted("duty", self.written["duty"] - seen.keys()):
            self._say(file, ("groups",), "E-not-listed", "duty", key=True, id=id_)
        for number, id_ in enumerate(self.top.roles):
            self._refer(file, ("roles", number), id_, self.written["role"], "role")
        for id_ in self._unlisted("role", self.written["role"] - set(self.top.roles)):
            self._say(file, ("roles",), "E-not-listed", "role", key=True, id=id_)
        for number, team in enumerate(self.top.teams):
            self._place("team", team.id, file, ("teams", number), "person")
            if team.id in self.ids["role"]:
                self._say(file, ("teams", number, "id"), "E-duplicate-id", "role", id=team.id)
        owner: dict[str, str] = {}
        for g, goal_group in enumerate(self.top.goal_groups):
            for m, id_ in enumerate(goal_group.metrics):
                loc = ("goal_groups", g, "metrics", m)
                self._metric(file, loc, id_)
                if id_ in owner and id_ not in goal_group.metrics[:m]:
                    self._say(file, loc, "E-duplicate-id", "goal-group", id=id_, group=owner[id_])
                owner[id_] = goal_group.name
        for id_ in self._unlisted("metric", self.metrics.keys() - owner.keys()):
            self._say(file, ("goal_groups",), "E-not-listed", "metric", key=True, id=id_)

    def _unlisted(self, space: str, missing: Collection[str]) -> list[str]:
        """Of the ids that playbook.yml leaves out, those that it doesn't just misspell."""
        misspelt = {name for id_ in self.broken.get(space, ()) for name in suggest.closest(id_, missing, 1)}
        return sorted(set(missing) - misspelt)

    def _of_metrics(self) -> None:
        if self.metric_file is None:
            return
        file = self.by_kind["metrics"]["metrics"][0]
        groups = {group.id for group in self.metric_file.groups}
        self._unique(file, ("groups",), self.metric_file.groups, "类别")
        self._unique(file, ("metrics",), self.metric_file.metrics, "指标")
        for number, group in enumerate(self.metric_file.groups):
            self.homes["metric-group", group.id] = file, ("groups", number)
        for number, metric in enumerate(self.metric_file.metrics):
            here: Loc = ("metrics", number)
            self._place("metric", metric.id, file, here)
            self._refer(file, (*here, "group"), metric.group, groups, "metric-group")
            for p, pair in enumerate(metric.pair):
                self._metric(file, (*here, "pair", p), pair)
                self._not_self(file, (*here, "pair", p), pair, metric.id, "同看指标")
            if metric.calc is not None:
                self._of_calc(file, (*here, "calc"), metric.calc)

    def _of_calc(self, file: File, loc: Loc, formula: model.Calc) -> None:
        try:
            value = evaluate(formula.expr, {given.k: given.eg for given in formula.inputs})
        except CalcError as error:
            self._say(file, (*loc, "expr"), "E-calc", "expression", reason=error)
            return
        if abs(value - formula.eg) > 1e-6 * max(1.0, abs(formula.eg)):
            self._say(file, (*loc, "eg"), "E-calc", value=value, eg=formula.eg)

    def _of_terms(self) -> None:
        if "terms" not in self.by_kind:
            return
        file, thing = self.by_kind["terms"]["terms"]
        names: dict[str, str] = {}
        self._unique(file, ("terms",), thing.terms, "术语")
        for number, term in enumerate(thing.terms):
            here: Loc = ("terms", number)
            self._place("term", term.id, file, here)
            for s, see in enumerate(term.see):
                self._refer(file, (*here, "see", s), see, self.ids["duty"], "duty")
            for name in (term.name, *term.aka):
                if (owner := names.setdefault(name, term.id)) != term.id:
                    self._say(file, (*here, "name"), "E-duplicate-name", "term", name=name, id=owner)

    def _of_tools(self) -> None:
        if "tools" not in self.by_kind:
            return
        file, thing = self.by_kind["tools"]["tools"]
        self._unique(file, ("tools",), thing.tools, "工具")
        for number, tool in enumerate(thing.tools):
            self._place("tool", tool.id, file, ("tools", number))
            self._sections(file, ("tools", number), tool.from_)

    def _of_sources(self) -> None:
        if "sources" not in self.by_kind:
            return
        file, thing = self.by_kind["sources"]["sources"]
        self._unique(file, ("sources",), thing.sources, "来源")
        for s, source in enumerate(thing.sources):
            self._place("source", source.id, file, ("sources", s))
            self._unique(file, ("sources", s, "answers"), source.answers, "回答")
            for a, answer in enumerate(source.answers):
                self._unique(file, ("sources", s, "answers", a, "sections"), answer.sections, "小节")
                for n, section in enumerate(answer.sections):
                    where: Loc = ("sources", s, "answers", a, "sections", n)
                    self._place("section", section.id, file, where)
                    if not section.id.startswith(answer.id + "-"):
                        self._say(file, (*where, "id"), "E-id", "of-answer", answer=answer.id, id=section.id)

    def _of_duty(self, id_: str, file: File, duty: model.Duty) -> None:
        self._place("duty", id_, file)
        ids = self.ids["duty"]
        for number, border in enumerate(duty.not_this):
            self._refer(file, ("not_this", number, "see"), border.see, ids, "duty")
            self._not_self(file, ("not_this", number, "see"), border.see, id_, "边界指向的职责")
            self._sections(file, ("not_this", number), border.from_)
        for number, other in enumerate(duty.related):
            self._refer(file, ("related", number), other, ids, "duty")
            self._not_self(file, ("related", number), other, id_, "相邻职责")
        for number, metric in enumerate(duty.metrics):
            self._metric(file, ("metrics", number), metric)
        self._someone(file, ("owner",), duty.owner)
        first: dict[str, Loc] = {}
        for name in ("tasks", "checks", "goals", "risks"):
            things: list[model.Task | model.Check | model.Goal | model.Risk] = getattr(duty, name)
            for number, thing in enumerate(things):
                loc: Loc = (name, number)
                self._place(thing.kind, f"{id_}.{thing.id}", file, loc, "item")
                if thing.id in first:
                    line = file.document.marks.find((*first[thing.id], "id"))[0]
                    self._say(file, (*loc, "id"), "E-duplicate-id", id=thing.id, line=line, what="条目")
                else:
                    first[thing.id] = loc
        for number, task in enumerate(duty.tasks):
            self._of_task(file, ("tasks", number), task)
        for number, check in enumerate(duty.checks):
            self._own_task(file, ("checks", number, "task"), check.task, id_)
            self._sections(file, ("checks", number), check.from_)
        for number, risk in enumerate(duty.risks):
            self._own_task(file, ("risks", number, "control"), risk.control, id_)
            self._sections(file, ("risks", number), risk.from_)
        for number, goal in enumerate(duty.goals):
            loc = ("goals", number)
            self._metric(file, (*loc, "metric"), goal.metric)
            self._metric(file, (*loc, "guard"), goal.guard)
            if goal.metric == goal.guard:
                self._say(file, (*loc, "guard"), "E-guard", id=goal.guard)
            self._someone(file, (*loc, "data_owner"), goal.data_owner)
            self._sections(file, loc, goal.from_)
        for number, tool in enumerate(duty.tools):
            if self.tools:
                self._refer(file, ("tools", number, "tool"), tool.tool, self.tools, "tool")
            self._sections(file, ("tools", number), tool.from_)
        levels = {entry.level for entry in duty.knowledge}
        for level in model.Level:
            if level not in levels:
                self._say(file, ("knowledge",), "E-level", key=True, level=level)
        for number, entry in enumerate(duty.knowledge):
            self._sections(file, ("knowledge", number), entry.from_)

    def _of_task(self, file: File, loc: Loc, task: model.Task) -> None:
        for number, given in enumerate(task.inputs):
            self._someone(file, (*loc, "inputs", number, "from"), given.from_)
        if task.output.template:
            self._refer(file, (*loc, "output", "template"), task.output.template, self.ids["template"], "template")
        for number, id_ in enumerate(task.output.audience):
            self._someone(file, (*loc, "output", "audience", number), id_)
        for letter, people in (("R", task.raci.R), ("C", task.raci.C), ("I", task.raci.I)):
            for number, id_ in enumerate(people):
                self._someone(file, (*loc, "raci", letter, number), id_)
        self._someone(file, (*loc, "raci", "A"), task.raci.A)
        if task.escalate:
            self._someone(file, (*loc, "escalate", "to"), task.escalate.to)
        for number, id_ in enumerate(task.metrics):
            self._metric(file, (*loc, "metrics", number), id_)
        first: dict[str, int] = {}
        for number, step in enumerate(task.steps):
            if step.id and first.setdefault(step.id, number) != number:
                line = file.document.marks.find((*loc, "steps", first[step.id], "id"))[0]
                here = (*loc, "steps", number, "id")
                self._say(file, here, "E-duplicate-id", id=step.id, line=line, what="步骤")
        self._sections(file, loc, task.from_)

    def _resolve_roles(self) -> None:
        """Give each role its duties after taking over its base's; report cycles."""
        for id_, (file, role) in self.by_kind.get("role", {}).items():
            chain = [id_]
            here = role
            while here.base and here.base in self.roles:
                if here.base in chain:
                    ring = " → ".join([*chain[chain.index(here.base) :], here.base])
                    self._say(file, ("base",), "E-cycle", ring=ring)
                    break
                chain.append(here.base)
                here = self.roles[here.base]
            else:
                if here.base:
                    continue  # there is no such base, or it could not be read: what is taken over is not known
                duties: dict[str, model.RoleDuty] = {}
                for name in reversed(chain):
                    one = self.roles[name]
                    for gone in one.drop:
                        duties.pop(gone, None)
                    duties.update({entry.duty: entry for entry in one.duties})
                self.role_duties[id_] = tuple(duties.values())

    def _of_role(self, id_: str, file: File, role: model.Role) -> None:
        self._place("role", id_, file, space="person")
        if role.base:
            self._refer(file, ("base",), role.base, self.ids["role"], "role")
        self._someone(file, ("reports_to",), role.reports_to)
        self._someone(file, ("owner",), role.owner)
        seen: set[str] = set()
        for number, entry in enumerate(role.duties):
            loc: Loc = ("duties", number)
            self._place("role-duty", f"{id_}.{entry.duty}", file, loc)
            self._refer(file, (*loc, "duty"), entry.duty, self.ids["duty"], "duty")
            if entry.duty in seen:
                self._say(file, (*loc, "duty"), "E-duplicate-id", "listed", id=entry.duty)
            seen.add(entry.duty)
            self._sections(file, loc, entry.from_)
            if (duty := self.duties.get(entry.duty)) is not None:
                self._of_overrides(file, loc, entry, duty)
        base = {entry.duty for entry in self.role_duties.get(role.base or "", ())}
        for number, gone in enumerate(role.drop):
            if role.base in self.role_duties and gone not in base:
                self._say(file, ("drop", number), "E-drop", id=gone, near=did_you_mean(gone, sorted(base)))
            if gone in seen:
                self._say(file, ("drop", number), "E-drop", "both", id=gone)
        if id_ in self.role_duties:
            total = sum(entry.share for entry in self.role_duties[id_])
            if total != 100:
                taken = "（连同从底子接手的）" if role.base else ""
                more = "多" if total > 100 else "少"
                self._say(
                    file, ("duties",), "E-shares", key=True,
                    taken=taken, total=total, more=more, gap=abs(total - 100),
                )  # fmt: skip
        for stage in ("day_1", "week_1", "day_30", "day_60", "day_90"):
            for number, goal in enumerate(getattr(role.onboarding, stage)):
                here: Loc = ("onboarding", stage, number)
                self._someone(file, (*here, "sign_off"), goal.sign_off)
                for t, ref in enumerate(goal.tasks):
                    self._item(file, (*here, "tasks", t), ref, {"task"}, "任务")
        for number, other in enumerate(role.confused_with):
            self._refer(file, ("confused_with", number, "role"), other.role, self.ids["role"], "role")
            self._not_self(file, ("confused_with", number, "role"), other.role, id_, "易混的角色")
        for number, step in enumerate(role.next):
            self._refer(file, ("next", number, "role"), step.role, self.ids["role"], "role")

    def _of_overrides(self, file: File, loc: Loc, entry: model.RoleDuty, duty: model.Duty) -> None:
        """What a role does differently must fit the task it differs from."""
        tasks = {task.id: task for task in duty.tasks}
        for t, override in enumerate(entry.tasks):
            here: Loc = (*loc, "tasks", t)
            self._item(
                file, (*here, "task"), f"{entry.duty}.{override.task}", {"task"}, f"“{duty.name}”任务", override.task
            )
            task = tasks.get(override.task)
            if task is None or not (override.due or override.cadence):
                continue
            cadence = override.cadence or (task.rhythm.cadence if task.rhythm else None)
            due = override.due or (task.rhythm.due if task.rhythm else None)
            if cadence is None or due is None:
                self._say(file, here, "E-due", "two")
            elif not re.match(model.DUE_PATTERNS[cadence], due):
                at: Loc = (*here, "due") if override.due else (*here, "cadence")
                example = model.DUE_EXAMPLES[cadence]
                near = shape.due_hint(due)
                self._say(file, at, "E-due", cadence=cadence, eg=example, due=due, near=near)
            elif task.rhythm is None and override.minutes is None:
                self._say(file, here, "E-due", "minutes")

    def _of_answerable(self) -> None:
        """The role that does a task has that duty (content guide, «Rules that a machine holds»)."""
        if "role" not in self.whole:
            return
        has = {id_: {entry.duty for entry in entries} for id_, entries in self.role_duties.items()}
        for id_, (file, duty) in self.by_kind.get("duty", {}).items():
            for number, task in enumerate(duty.tasks):
                for r, who in enumerate(task.raci.R):
                    if who in has and id_ not in has[who]:
                        self._say(file, ("tasks", number, "raci", "R", r), "E-not-their-duty", role=who, duty=id_)

    def _of_template(self, file: File, template: model.Template) -> None:
        self._place("template", file.id, file)
        names = [column.name for column in template.columns]
        for number, name in enumerate(names):
            if name in names[:number]:
                self._say(file, ("columns", number, "name"), "E-duplicate-name", "column", name=name)
        for r, row in enumerate(template.sample):
            if len(row) != len(names):
                self._say(file, ("sample", r), "E-cells", columns=len(names), cells=len(row))
                continue
            for c, cell in enumerate(row):
                values = template.columns[c].values
                if values and cell not in values:
                    self._say(
                        file, ("sample", r, c), "E-choice", "cell",
                        column=names[c], known="、".join(values), value=cell, near=did_you_mean(cell, values),
                    )  # fmt: skip

    def _of_checklist(self, file: File, checklist: model.Checklist) -> None:
        self._place("checklist", file.id, file)
        for name, people in (("who", checklist.who), ("of", checklist.of)):
            for number, id_ in enumerate(people):
                self._someone(file, (name, number), id_)
        self._someone(file, ("owner",), checklist.owner)
        kinds, what = {"check"}, "检查项"
        if checklist.style == "read-do":
            kinds, what = {"check", "task", "step"}, "检查项、任务或步骤"
        for number, ref in enumerate(checklist.items):
            self._item(file, ("items", number), ref, kinds, what)

    def _of_scorecard(self, id_: str, file: File, scorecard: model.Scorecard) -> None:
        self._place("scorecard", id_, file)
        self._refer(file, ("role",), scorecard.role, self.ids["role"], "role")
        self._someone(file, ("owner",), scorecard.owner)
        total = sum(item.weight for item in scorecard.items)
        if total != 100:
            more = "多" if total > 100 else "少"
            self._say(file, ("items",), "E-weights", key=True, total=total, more=more, gap=abs(total - 100))
        own = {entry.duty for entry in self.role_duties.get(scorecard.role, ())}
        seen: set[str] = set()
        for number, item in enumerate(scorecard.items):
            loc: Loc = ("items", number, "goal")
            self._item(file, loc, item.goal, {"goal"}, "绩效目标")
            if item.goal in seen:
                self._say(file, loc, "E-duplicate-id", "listed", id=item.goal)
            seen.add(item.goal)
            duty, _, name = item.goal.partition(".")
            if own and duty in self.ids["duty"] and duty not in own:
                self._say(file, loc, "E-not-their-duty", "score", role=scorecard.role, duty=duty)
            goal = next((g for g in self.duties[duty].goals if g.id == name), None) if duty in self.duties else None
            if goal is not None and goal.data_owner == scorecard.role:
                self._say(file, loc, "E-own-figures", goal=item.goal, owner=goal.data_owner)

    def _of_moved(self) -> None:
        if "moved" not in self.by_kind:
            return
        file = self.by_kind["moved"]["moved"][0]
        old = [move.from_ for move in self.moved]
        exists = self._addressable()
        for number, move in enumerate(self.moved):
            loc: Loc = ("moved", number)
            if move.from_ in old[:number]:
                self._say(file, (*loc, "from"), "E-duplicate-id", "listed", id=move.from_)
            if move.from_ in exists:
                self._say(file, (*loc, "from"), "E-moved", id=move.from_)
            if move.to is None:
                continue
            if move.to in old:
                self._say(file, (*loc, "to"), "E-moved-chain", id=move.to)
            elif move.to not in exists:
                near = did_you_mean(move.to, sorted(exists))
                self._say(file, (*loc, "to"), "E-reference", what="页面或条目", id=move.to, near=near)

    def _addressable(self) -> set[str]:
        found = {f"{folder}/{id_}" for kind, folder in _FOLDERS.items() for id_ in self.ids[kind]}
        found |= {f"{duty}.{item}" for duty, items in self.items.items() for item in items} | set(self.steps)
        for name, things in (("metrics", self.metrics), ("terms", self.terms), ("tools", self.tools)):
            found |= {f"{name}/{id_}" for id_ in things}
        return found

    def _of_mentions(self) -> None:
        """A `duty.item` in running text leads somewhere, or it is no reference at all."""
        for file in self.files:
            for duty, item, line, column in file.mentions:
                if duty not in self.items:
                    continue
                ref = f"{duty}.{item}"
                if item in self.items[duty]:
                    self.used.setdefault("item", set()).add(ref)
                    continue
                self.broken.setdefault("item", Counter())[ref] += 1
                near = self._near("item", ref, [f"{duty}.{name}" for name in self.items[duty]])
                said = catalogue.text("E-reference", "text", id=ref, near=near)
                self.problems.append(Problem(file.path, line, column, "E-reference", said))

    def _of_changed_ids(self) -> None:
        """An id that nothing refers to, beside references to one that is nearly the same: it was changed here.

        The references are reported where they stand; this names the one line that broke them all.
        """
        words = Counter(word for _, id_ in self.homes for word in set(re.split(r"[.-]", id_)))

        def typos(id_: str, own: int) -> bool:
            """Whether a word of an id stands in no other id; `own` is how often it stands in this one's place."""
            return any(words[word] <= own for word in re.split(r"[.-]", id_))

        for space, missing in self.broken.items():
            home = "person" if space == "role" else space
            used = self.used.get(space, set()) | self.used.get(home, set())
            known = [id_ for kind, id_ in self.homes if kind == home]
            for old, count in missing.items():
                rivals = (
                    [id_ for id_ in known if id_.partition(".")[0] == old.partition(".")[0]] if "." in old else known
                )
                near = suggest.closest(old, rivals, 1)
                if not near or near[0] in used:
                    continue
                # One reference alone may be the one that is misspelt: the side with a word of its own is.
                if count == 1 and (typos(old, 0) or not typos(near[0], 1)):
                    continue
                file, loc = self.homes[home, near[0]]
                before, new = (id_.rpartition(".")[2] for id_ in (old, near[0]))
                self._say(file, (*loc, "id") if loc else (), "E-id-changed", count=count, old=before, new=new)

    # -- result

    def playbook(self) -> Playbook:
        """The Playbook; to be asked for only when there is no error."""
        assert self.top is not None
        assert self.metric_file is not None
        order = {id_: number for number, id_ in enumerate(i for g in self.top.groups for i in g.duties)}
        ranks = {id_: number for number, id_ in enumerate(self.top.roles)}

        def ordered(things: dict[str, Thing], rank: Callable[[str], Any]) -> dict[str, Thing]:
            return {id_: things[id_] for id_ in sorted(things, key=rank)}

        return Playbook(
            title=self.top.title,
            about=self.top.about,
            groups=tuple(self.top.groups),
            teams=self.teams,
            goal_groups=tuple(self.top.goal_groups),
            duties=ordered(self.duties, lambda id_: order[id_]),
            roles=ordered(self.roles, lambda id_: ranks[id_]),
            role_duties={id_: self.role_duties[id_] for id_ in sorted(self.role_duties, key=lambda id_: ranks[id_])},
            checklists=ordered(self.checklists, lambda id_: (_PERIODS.index(self.checklists[id_].period), id_)),
            scorecards=ordered(self.scorecards, lambda id_: (ranks[self.scorecards[id_].role], id_)),
            templates=ordered(self.templates, lambda id_: id_),
            metric_groups=tuple(self.metric_file.groups),
            metrics=self.metrics,
            terms=self.terms,
            tools=self.tools,
            sources=self.sources,
            moved=self.moved,
            places=self.places,
            changes=tuple(self.top.changes),
        )
