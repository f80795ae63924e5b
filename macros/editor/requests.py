"""What the preview's forms have in common: the project as it is, what a request carries, how a refusal is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from macros.build.preview import Preview
from macros.editing import forms
from macros.editing.forms import AnswerError, Blank
from macros.editing.project import Project, RefusedError
from macros.editor.gate import RequestError
from macros.problems.problem import Problem
from macros.yamltext.edit import EditError


def opened(preview: Preview) -> Project:
    """The project as it is now. Raises RequestError when there is none."""
    try:
        return Project(preview.root, preview.session.cache)
    except EditError as error:
        raise RequestError(HTTPStatus.GONE, str(error)) from None


def stamp_of(text: str) -> str:
    """What tells whether a file is still what a form was built on."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def refused(error: EditError, file: str = "") -> RequestError:
    """A change that can't be made, as it is answered: the message, and each problem with its place."""
    if isinstance(error, RefusedError):
        said = [told(problem, file) for problem in error.problems]
        return RequestError(
            HTTPStatus.UNPROCESSABLE_ENTITY, "没有存：存了之后会有这些错误。先改好它们，或换一种改法。", problems=said
        )
    return RequestError(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))


def told(problem: Problem, file: str) -> str:
    """A problem; its place is named where it isn't in the file that is open."""
    return problem.text if problem.file == file else f"{problem.file} 第 {problem.line} 行：{problem.text}"


def answered(asked: list[Blank], given: forms.Given) -> dict[str, Any]:
    """The answers of a form as plain data. Raises RequestError with what is wrong with each."""
    try:
        return forms.answered(asked, given)
    except AnswerError as error:
        raise RequestError(
            HTTPStatus.UNPROCESSABLE_ENTITY, "还有没填好的，看标出来的那几处。", fields=error.wrong
        ) from None


def as_path(value: object) -> object:
    """A path as a form sends it: as JSON in a hidden field."""
    if isinstance(value, str):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return None
    return value


def answers_in(request: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """The answers of a form. Raises RequestError when they are none."""
    found = request.get("values")
    if not isinstance(found, dict) or not all(
        isinstance(one, str) or (isinstance(one, list) and all(isinstance(text, str) for text in one))
        for one in found.values()
    ):
        raise RequestError(HTTPStatus.BAD_REQUEST, "请求里的 values 要是一张表单的回答。")
    return {str(key): one for key, one in found.items()}
