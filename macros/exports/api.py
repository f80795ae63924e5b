"""The playbook for machines: `/api/v1/*.json`, and a JSON Schema for each file.

A file has what the data has, under the same names, and beside it ids, addresses and what the views know of it. An
address is a URI reference: it is resolved against the address of the file it stands in. Texts have the data's own
inline marks: `**bold**`, `` `code` ``, and `duty.item` for what `address` names elsewhere.

What is published here stays: a field may come, none may go or change its type (tests/api/shape.v1.txt holds that).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from macros import model
from macros.addresses.files import API as FOLDER
from macros.addresses.files import API_VERSION as VERSION
from macros.exports.api_shapes import KINDS, envelopes
from macros.exports.context import Context, path_of
from macros.views import labels

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

Data = dict[str, Any]


def files(context: Context) -> Iterator[tuple[str, bytes]]:
    """The JSON files and their schemas."""
    writer = _ApiWriter(context)
    counts: dict[str, int] = {}
    for name in KINDS:
        # One thing at a time: as bytes it takes a tenth of the memory.
        things = [_json(_settled(thing, context.views.settled)) for thing in writer.things(name)]
        counts[name] = len(things)
        head = _json({**writer.head(name), name: []}).removesuffix(b"]}")
        yield f"{FOLDER}/{name}.json", head + b",".join(things) + b"]}"
    yield f"{FOLDER}/index.json", _json(writer.index(counts))
    for name, schema in json.loads(context.file(_every_schema, context.base)).items():
        yield f"{FOLDER}/schemas/{name}.json", _json(schema)


def schemas(base: str = "") -> dict[str, Data]:
    """The JSON Schema of each file, by its name. Fields that come later break nothing: a schema lets them be."""
    found: dict[str, Data] = {}
    for name, envelope in envelopes().items():
        schema = _complete(envelope.model_json_schema(by_alias=True, mode="serialization"))
        own = {"$id": f"{base}{FOLDER}/schemas/{name}.json"} if base else {}
        found[name] = {"$schema": _DIALECT, **own, **schema}
    return found


def _every_schema(base: str) -> bytes:
    return _json(schemas(base))


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


def _settled(data: Any, settle: Callable[[str], str]) -> Any:
    """Data with the values of the settings that its texts name."""
    if isinstance(data, str):
        return settle(data)
    if isinstance(data, dict):
        return {key: _settled(value, settle) for key, value in data.items()}
    return [_settled(value, settle) for value in data] if isinstance(data, list | tuple) else data


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
            "team": [{"role": role, "people": people} for role, people in self.book.team.items()],
            "team_sizes": [_dump(size) for size in self.book.team_sizes],
            "calendar": _dump(self.book.calendar),
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
                {"role": row.role, "part": row.entry.part, "share": row.share, "emphasis": row.entry.emphasis}
                for row in self.views.duty_roles.get(id_, ())
            ]
            yield {
                **self._placed("duty", id_, duty),
                "group": self.views.group_of[id_],
                "tasks": self._tasks(id_, duty),
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
                    "kind": task.kind,
                    "due": _until(task.due, task.start, task.minutes),
                    "start": task.start,
                    "minutes": task.minutes,
                    "per_month": task.per_month,
                    "scope": task.scope,
                }
                for tasks in self.views.board(id_).values()
                for task in tasks
            ]
            yield {
                **self._placed("role", id_, role),
                "duties": [{**_dump(one.entry), "share": one.share} for one in self.views.role_shares[id_]],
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
                        "minutes": self.views.line_minutes(checklist, item),
                    }
                )
            minutes = self.views.list_minutes[id_]
            yield {**self._placed("checklist", id_, checklist), "minutes": minutes, "items": lines}

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

    def places(self) -> Iterator[Data]:
        for id_, place in self.book.places.items():
            used = self.views.place_users.get(id_, ())
            yield {**_dump(place), "address": self.address(f"place:{id_}"), "used_by": used}

    def settings(self) -> Iterator[Data]:
        for id_, setting in self.book.settings.items():
            used = _ids(self.views.setting_users.get(id_, ()))
            yield {**_dump(setting), "address": self.address(f"setting:{id_}"), "used_by": used}

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

    def _tasks(self, id_: str, duty: model.Duty) -> list[Data]:
        found = self._items(id_, duty.tasks, self._checklists)
        for task, data in zip(duty.tasks, found, strict=True):
            if task.rhythm:
                data["rhythm"]["due"] = _until(task.rhythm.due, task.rhythm.start, task.rhythm.minutes)
        return found

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


def _until(due: str | None, start: str | None, minutes: int) -> str | None:
    """When something is due; of what is done at a set time, when it ends."""
    return labels.end_of(start, minutes) if start else due


def _ids(keys: Iterable[str]) -> list[str]:
    """Keys of views as moved.yml writes ids: `duty:x` → `duties/x`."""
    found: list[str] = []
    for key in keys:
        kind, colon, name = key.partition(":")
        found.append(f"{model.KINDS[kind].folder}/{name}" if colon else key)
    return found
