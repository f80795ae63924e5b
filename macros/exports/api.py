"""The playbook for machines: `/api/v1/*.json`, and a JSON Schema for each file.

A file has what the data has, under the same names, and beside it ids, addresses and what the views know of it. An
address is a URI reference: it is resolved against the address of the file it stands in. Texts have the data's own
inline marks: `**bold**`, `` `code` ``, and `duty.item` for what `address` names elsewhere.

What is published here stays: a field may come, none may go or change its type (tests/api/shape.v1.txt holds that).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, create_model

from macros import model
from macros.addresses.files import API as FOLDER
from macros.addresses.files import API_VERSION as VERSION
from macros.exports.context import Context, path_of
from macros.model.base import field

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

Fields = dict[str, Any]
Data = dict[str, Any]


def extended(base: type[BaseModel], /, **fields: Any) -> type[BaseModel]:
    """A model with the fields of `base` and some more, or some in another form."""
    own: Fields = {name: (info.annotation, info) for name, info in base.model_fields.items()}
    return create_model(base.__name__, __config__=ConfigDict(title=base.__name__), **{**own, **fields})


def shape(name: str, /, **fields: Any) -> type[BaseModel]:
    """A model with these fields."""
    return create_model(name, __config__=ConfigDict(title=name), **fields)


# ------------------------------------------------------------------------------------ what the files are made of

_ID = (str, field("id", "永不更改；改名会记在 index.json 的 moved 里"))
_ADDRESS = (str, field("地址", "网页上的位置；相对地址以本文件的地址为准"))
_PLACED: Fields = {"id": _ID, "address": _ADDRESS}
_ITEM: Fields = {
    "ref": (str, field("全名", "写成 duty.item", "data-monitoring.morning-check")),
    "address": _ADDRESS,
    "short": (str, field("短地址", "印在纸上、写进幻灯片的地址")),
}
_REFS = list[str]
_USED_BY = (_REFS, field("用在哪里", "条目写成 duty.item，页面写成 duties/x"))

DutyRole = shape(
    "DutyRole",
    role=(str, field("角色", "角色的 id")),
    part=(model.Part, field("担当", "lead 主导，do 执行，support 协助")),
    share=(int, field("占比（%）", "这项职责占这个角色多少")),
    emphasis=(str, field("侧重", "这个角色在这项职责上与别人不同之处")),
)
Counted = shape(
    "Counted", scorecard=(str, field("计分卡", "计分卡的 id")), weight=(int, field("权重（%）", "在那张卡里的权重"))
)
Duty = extended(
    model.Duty,
    **_PLACED,
    group=(str, field("职责组", "index.json 里 groups 的 id")),
    tasks=(
        list[extended(model.Task, **_ITEM, checklists=(_REFS, field("清单", "写到它的清单的 id")))],  # type: ignore[misc]
        field("任务", "3–6 项"),
    ),
    checks=(
        list[extended(model.Check, **_ITEM, checklists=(_REFS, field("清单", "写到它的清单的 id")))],  # type: ignore[misc]
        field("检查项", "5–10 项"),
    ),
    goals=(
        list[extended(model.Goal, **_ITEM, scorecards=(list[Counted], field("计分卡", "计入它的计分卡")))],  # type: ignore[misc, valid-type]
        field("绩效目标", "至少一项"),
    ),
    risks=(list[extended(model.Risk, **_ITEM)], field("风险", "至少一条")),  # type: ignore[misc]
    roles=(list[DutyRole], field("角色", "有这项职责的角色")),  # type: ignore[valid-type]
)
RoleTask = shape(
    "RoleTask",
    ref=_ITEM["ref"],
    address=_ADDRESS,
    cadence=(model.CheckCadence, field("频率", "per-event 是遇事才做")),
    due=(str | None, field("截止时刻", "遇事才做的为 null")),
    minutes=(int | None, field("用时（分钟）", "遇事才做的为 null")),
    scope=(str | None, field("范围", "这个角色只做到哪里、或多做什么")),
)
Role = extended(
    model.Role,
    **_PLACED,
    duties=(list[model.RoleDuty], field("职责", "连同从底子接手的，占比合计 100")),
    tasks=(list[RoleTask], field("任务", "这个角色做的任务，按它自己的节奏")),  # type: ignore[valid-type]
    variants=(_REFS, field("变体", "以它为底子的角色")),
    scorecards=(_REFS, field("计分卡", "考核它的计分卡")),
    inspected=(_REFS, field("被检查", "检查它的清单")),
    inspects=(_REFS, field("去检查", "它去做的清单")),
)
Line = shape(
    "Line",
    ref=(str, field("全名", "写成 duty.check、duty.task 或 duty.task.step")),
    kind=(Literal["check", "task", "step"], field("种类", "check 检查项，task 任务，step 步骤")),
    address=_ADDRESS,
    text=(str, field("文字", "检查项的问题、任务的名称或步骤的做法")),
    how=(str | None, field("怎么查", "只有检查项有")),
    grade=(model.Grade | None, field("等级", "只有检查项有")),
    weight=(int | None, field("权重", "只有检查项有")),
    na=(bool, field("可不适用", "可以答不适用")),
)
Checklist = extended(model.Checklist, **_PLACED, items=(list[Line], field("条目", "按顺序")))  # type: ignore[valid-type]
CardLine = extended(
    model.ScorecardItem,
    name=(str, field("名称", "绩效目标的名称")),
    address=_ADDRESS,
    metric=(str, field("指标", "指标的 id")),
    guard=(str, field("护栏指标", "指标的 id")),
)
Scorecard = extended(model.Scorecard, **_PLACED, items=(list[CardLine], field("计分项", "权重合计 100")))  # type: ignore[valid-type]
Metric = extended(model.Metric, address=_ADDRESS, used_by=_USED_BY)
Term = extended(model.Term, address=_ADDRESS)
Tool = extended(model.Tool, address=_ADDRESS, used_by=_USED_BY)
Template = extended(model.Template, **_PLACED, used_by=_USED_BY)
Section = extended(model.Section, address=_ADDRESS, cited_by=(_REFS, field("引用", "以它为依据的条目和页面")))
Source = extended(
    model.Source,
    answers=(
        list[extended(model.Answer, sections=(list[Section], field("小节", "全部小节")))],  # type: ignore[misc, valid-type]
        field("回答", "文章里的回答"),
    ),
)
Listed = shape(
    "Listed",
    name=(str, field("名称", "文件名去掉 .json")),
    address=_ADDRESS,
    schema_=(str, field("格式", "它的 JSON Schema 的地址", alias="schema")),
    count=(int, field("条数", "里面有几条")),
)
_INDEX: Fields = {
    "title": (str, field("书名", "站点标题")),
    "about": (str, field("一句话介绍", "首页第一句")),
    "address": (str, field("地址", "首页")),
    "updated": (dt.date, field("更新日期", "内容上次核对的日子里最近的一天")),
    "files": (list[Listed], field("文件", "其余的文件")),  # type: ignore[valid-type]
    "groups": (list[model.DutyGroup], field("职责组", "按阅读顺序")),
    "teams": (list[model.Team], field("运营之外的团队", "任务会找到的团队")),
    "goal_groups": (list[model.GoalGroup], field("目标类别", "每个指标恰属一类")),
    "metric_groups": (list[model.NamedGroup], field("指标类别", "按阅读顺序")),
    "moved": (list[model.Move], field("搬迁", "改过名、取消了的 id")),
}
#: The shapes that have more in them than their model says; a kind that is not here is published as its model is.
_SHAPES: dict[str, type[BaseModel]] = {
    "duties": Duty,
    "roles": Role,
    "checklists": Checklist,
    "scorecards": Scorecard,
    "metrics": Metric,
    "terms": Term,
    "tools": Tool,
    "templates": Template,
    "sources": Source,
}
KINDS: dict[str, type[BaseModel]] = {
    kind.folder: _SHAPES.get(kind.folder) or extended(kind.model, **_PLACED) for kind in model.KINDS.values()
}


def envelopes() -> dict[str, type[BaseModel]]:
    """The model of each file, by its name."""
    head: Fields = {
        "schema_": (str, field("格式", "本文件的 JSON Schema 的地址", alias="$schema")),
        "version": (Literal[VERSION], field("版本", "不兼容的改动会换一个版本")),
    }
    files = {
        name: shape(name, **head, **{name: (list[kind], field(name, "按阅读顺序"))})  # type: ignore[valid-type]
        for name, kind in KINDS.items()
    }
    return {"index": shape("index", **head, **_INDEX), **files}


# ----------------------------------------------------------------------------------------------- the files


def files(context: Context) -> Iterator[tuple[str, bytes]]:
    """The JSON files and their schemas."""
    writer = _ApiWriter(context)
    counts: dict[str, int] = {}
    for name in KINDS:
        # One thing at a time: as bytes it takes a tenth of the memory.
        things = [_json(thing) for thing in writer.things(name)]
        counts[name] = len(things)
        head = _json({**writer.head(name), name: []}).removesuffix(b"]}")
        yield f"{FOLDER}/{name}.json", head + b",".join(things) + b"]}"
    yield f"{FOLDER}/index.json", _json(writer.index(counts))
    for name, schema in schemas(context.base).items():
        yield f"{FOLDER}/schemas/{name}.json", _json(schema)


def schemas(base: str = "") -> dict[str, Data]:
    """The JSON Schema of each file, by its name. Fields that come later break nothing: a schema lets them be."""
    found: dict[str, Data] = {}
    for name, envelope in envelopes().items():
        schema = _complete(envelope.model_json_schema(by_alias=True, mode="serialization"))
        own = {"$id": f"{base}{FOLDER}/schemas/{name}.json"} if base else {}
        found[name] = {"$schema": _DIALECT, **own, **schema}
    return found


def _complete(schema: Any) -> Any:
    """A schema as consumers need it: every field is always written, and there may be more of them one day."""
    if isinstance(schema, list):
        return [_complete(value) for value in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _complete(value) for key, value in schema.items() if key != "additionalProperties"}
    if isinstance(found.get("properties"), dict) and "type" in found:
        found["required"] = list(found["properties"])
    return found


def _json(data: Data) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _dump(thing: BaseModel) -> Data:
    return thing.model_dump(mode="json", by_alias=True)


class _ApiWriter:
    """Turns the views into the data of the files; one method a file."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.views = context.views
        self.book = context.book
        self.root = context.base or "../" * (FOLDER.count("/") + 1)

    def head(self, name: str) -> Data:
        return {"$schema": f"schemas/{name}.json", "version": VERSION}

    def address(self, key: str) -> str:
        return self.root + path_of(self.views.targets[key])

    def index(self, counts: dict[str, int]) -> Data:
        listed = [
            {"name": name, "address": f"{name}.json", "schema": f"schemas/{name}.json", "count": count}
            for name, count in counts.items()
        ]
        return {
            **self.head("index"),
            "title": self.book.title,
            "about": self.book.about,
            "address": self.root,
            "updated": self.context.newest.isoformat(),
            "files": listed,
            "groups": [_dump(group) for group in self.book.groups],
            "teams": [_dump(team) for team in self.book.teams.values()],
            "goal_groups": [_dump(group) for group in self.book.goal_groups],
            "metric_groups": [_dump(group) for group in self.book.metric_groups],
            "moved": [_dump(move) for move in self.book.moved],
        }

    def things(self, folder: str) -> Iterator[Data]:
        """Everything of a kind: what its own method makes of it, else what its model says."""
        own: Callable[[], Iterator[Data]] | None = getattr(self, folder, None)
        if own is not None:
            yield from own()
            return
        kind = model.BY_FOLDER[folder]
        for id_, thing in getattr(self.book, folder).items():
            yield self._placed(kind.id, id_, thing)

    def duties(self) -> Iterator[Data]:
        for id_, duty in self.book.duties.items():
            roles = [
                {"role": row.role, "part": row.entry.part, "share": row.entry.share, "emphasis": row.entry.emphasis}
                for row in self.views.duty_roles.get(id_, ())
            ]
            yield {
                **self._placed("duty", id_, duty),
                "group": self.views.group_of[id_],
                "tasks": self._items(id_, duty.tasks, self._checklists),
                "checks": self._items(id_, duty.checks, self._checklists),
                "goals": self._items(id_, duty.goals, self._scorecards),
                "risks": self._items(id_, duty.risks, lambda _: {}),
                "roles": roles,
            }

    def roles(self) -> Iterator[Data]:
        for id_, role in self.book.roles.items():
            tasks = [
                {
                    "ref": task.ref,
                    "address": self.address(task.ref),
                    "cadence": task.cadence,
                    "due": task.due,
                    "minutes": task.minutes,
                    "scope": task.scope,
                }
                for tasks in self.views.board(id_).values()
                for task in tasks
            ]
            yield {
                **self._placed("role", id_, role),
                "duties": [_dump(share.entry) for share in self.views.role_shares[id_]],
                "tasks": tasks,
                "variants": self.views.variants(id_),
                "scorecards": self.views.scorecards_of(id_),
                "inspected": self.views.inspections_of(id_),
                "inspects": self.views.inspections_by(id_),
            }

    def checklists(self) -> Iterator[Data]:
        for id_, checklist in self.book.checklists.items():
            here = self.address(f"checklist:{id_}")
            lines: list[Data] = []
            for item in self.views.checklist_items(id_):
                name = item.task.name if item.task else ""
                text = item.check.ask if item.check else item.step.do if item.step else name
                lines.append(
                    {
                        "ref": item.ref,
                        "kind": item.kind,
                        "address": f"{here}#{item.ref}",
                        "text": text,
                        "how": item.check.how if item.check else None,
                        "grade": item.check.grade if item.check else None,
                        "weight": item.check.weight if item.check else None,
                        "na": item.check.na if item.check else False,
                    }
                )
            yield {**self._placed("checklist", id_, checklist), "items": lines}

    def scorecards(self) -> Iterator[Data]:
        for id_, card in self.book.scorecards.items():
            lines: list[Data] = []
            for item in card.items:
                _, goal = self.views.find_goal(item.goal)
                own = {
                    "name": goal.name,
                    "address": self.address(item.goal),
                    "metric": goal.metric,
                    "guard": goal.guard,
                }
                lines.append({**_dump(item), **own})
            yield {**self._placed("scorecard", id_, card), "items": lines}

    def metrics(self) -> Iterator[Data]:
        for id_, metric in self.book.metrics.items():
            used = _ids(self.views.metric_users.get(id_, ()))
            yield {**_dump(metric), "address": self.address(f"metric:{id_}"), "used_by": used}

    def terms(self) -> Iterator[Data]:
        for id_, term in self.book.terms.items():
            yield {**_dump(term), "address": self.address(f"term:{id_}")}

    def tools(self) -> Iterator[Data]:
        for id_, tool in self.book.tools.items():
            used = [f"duties/{duty}" for duty, _ in self.views.tool_users.get(id_, ())]
            yield {**_dump(tool), "address": self.address(f"tool:{id_}"), "used_by": used}

    def templates(self) -> Iterator[Data]:
        for id_, template in self.book.templates.items():
            yield {**self._placed("template", id_, template), "used_by": self.views.template_users.get(id_, ())}

    def sources(self) -> Iterator[Data]:
        for source in self.book.sources.values():
            data = _dump(source)
            for answer in data["answers"]:
                for section in answer["sections"]:
                    section["address"] = self.address(f"section:{section['id']}")
                    section["cited_by"] = _ids(self.views.cited.get(section["id"], ()))
            yield data

    def _placed(self, kind: str, id_: str, thing: BaseModel) -> Data:
        return {"id": id_, "address": self.address(f"{kind}:{id_}"), **_dump(thing)}

    def _items(self, duty: str, items: Iterable[Any], more: Callable[[str], Data]) -> list[Data]:
        found: list[Data] = []
        for item in items:
            ref = f"{duty}.{item.id}"
            found.append(
                {
                    **_dump(item),
                    "ref": ref,
                    "address": self.address(ref),
                    "short": f"{self.root}go/{ref}/",
                    **more(ref),
                }
            )
        return found

    def _checklists(self, ref: str) -> Data:
        return {"checklists": self.views.lists_of.get(ref, ())}

    def _scorecards(self, ref: str) -> Data:
        cards = self.views.cards_of.get(ref, ())
        return {"scorecards": [{"scorecard": card, "weight": weight} for card, weight in cards]}


def _ids(keys: Iterable[str]) -> list[str]:
    """Keys of views as moved.yml writes ids: `duty:x` → `duties/x`."""
    found: list[str] = []
    for key in keys:
        kind, colon, name = key.partition(":")
        found.append(f"{model.KINDS[kind].folder}/{name}" if colon else key)
    return found
