"""The playbook's macros for mkdocs-macros: registered here, answered elsewhere."""

from __future__ import annotations

from typing import Any


def define_env(env: Any) -> None:
    """Register the macros. Pages call them; each gives back Markdown for the page it stands on.

    `env` is the mkdocs-macros plugin. The Session that answers is put into MkDocs' config by `site`.
    """
    from macros.addresses.pages import macro_of, page_kinds

    def session() -> Any:
        return env.conf.extra["playbook"]

    def here() -> str:
        path: str = env.page.file.src_uri
        return path

    def whole_page(*_: str) -> str:
        text: str = session().text(here())
        return text

    for kind in page_kinds():
        env.macro(whole_page, macro_of(kind))

    def link(kind: str, id_: str, text: str | None = None) -> str:
        return str(session().link(here(), f"{kind}:{id_}", text))

    @env.macro
    def metric(id_: str) -> str:
        """Link to a metric by its name."""
        return link("metric", id_)

    @env.macro
    def term(id_: str) -> str:
        """Link to a term by its name."""
        return link("term", id_)

    @env.macro
    def duty(id_: str) -> str:
        """Link to a duty by its name."""
        return link("duty", id_)

    @env.macro
    def role(id_: str) -> str:
        """Link to a role by its name."""
        return link("role", id_)

    @env.macro
    def item(ref: str) -> str:
        """Link to a task, check, goal or risk, written `duty.item`."""
        return str(session().link(here(), ref, None))

    @env.macro
    def duty_map() -> str:
        """The map of all duties by group."""
        return str(session().fragment("duty_map.md.j2", here()))

    @env.macro
    def role_cards() -> str:
        """All roles with their missions."""
        return str(session().fragment("role_cards.md.j2", here()))
