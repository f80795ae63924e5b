"""What a chat shows of a link: title, sentence and picture, as Open Graph has them (ogp.me).

微信、企业微信、飞书 and 钉钉 take a whole address for the picture, at least 300 pixels wide and high, so there is one only
where it is known where the site is published. There is a picture for each kind of thing, in docs/assets/images/cards/:
none is drawn in a build, which would need a font with Chinese signs. A kind without one has that of the playbook.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from macros.addresses.leftovers import files_below
from macros.addresses.pages import Page
from macros.exports.context import Context, cut
from macros.model.kinds import BY_FOLDER, ITEMS, KINDS
from macros.views import abstracts
from macros.views.targets import Target

#: Where the pictures are, below docs/ and below the site.
FOLDER = "assets/images/cards"
#: The picture of the home page, and of whatever has none of its own.
PLAYBOOK = "playbook"
#: How long a sentence may be; chats show less.
LENGTH = 160

TEMPLATES = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class LinkCard:
    """What a chat shows of a link. `address` and `picture` are whole addresses, empty when the site's isn't known."""

    title: str
    about: str
    site: str
    address: str
    picture: str
    type: str = "article"


def pictures(root: Path) -> frozenset[str]:
    """The kinds that have a picture in the project under `root`."""
    return frozenset(file.stem for file in files_below(root / "docs" / FOLDER) if file.suffix == ".png")


class LinkCards:
    """The cards of a site's links. `drawn` are the kinds that have a picture."""

    def __init__(self, context: Context, drawn: Collection[str]) -> None:
        self.context = context
        self.drawn = drawn

    def card(self, address: str, title: str, about: str, kind: str = PLAYBOOK) -> LinkCard:
        """The card of a page at an address below the site's root; `kind` says which picture it has."""
        base = self.context.base
        name = kind if kind in self.drawn else PLAYBOOK
        picture = f"{base}{FOLDER}/{name}.png" if base and name in self.drawn else ""
        whole = f"{base}{address}" if base else ""
        is_home = not address
        site = self.context.book.title
        return LinkCard(title, cut(about, LENGTH), site, whole, picture, "website" if is_home else "article")

    def of_page(self, page: Page, address: str) -> LinkCard:
        """The card of a generated page."""
        about = self.context.text(abstracts.of_page(self.context.views, page.kind, page.id))
        kind = KINDS.get(page.kind.removesuffix("-list")) or BY_FOLDER.get(page.kind)
        title = self.context.text(page.title)
        if kind is None:
            return self.card(address, title, about)
        return self.card(address, _titled(title, kind.name) if page.id else title, about, kind.id)

    def of_target(self, target: Target, address: str) -> LinkCard:
        """The card of an address that leads on to something: of an item, its own sentence."""
        name = self.context.text(target.name)
        if target.kind in ITEMS:
            about = abstracts.of_item(self.context.views, f"{target.page_id}.{target.id}")
            return self.card(address, _titled(name, ITEMS[target.kind].name), self.context.text(about), target.kind)
        kind = KINDS.get(target.kind)
        about = abstracts.of_page(self.context.views, target.kind, target.id) if kind and kind.has_own_files else ""
        return self.card(address, _titled(name, kind.name if kind else ""), self.context.text(about), target.kind)


def _titled(name: str, kind: str) -> str:
    """A name with what it is the name of: 每日早检核心指标 · 任务; a name that ends with that says so already."""
    return name if not kind or name.endswith(kind) else f"{name} · {kind}"


def tags(card: LinkCard) -> str:
    """The card as a page's head has it."""
    return template("link-card.html.j2").render(card=card)


@cache
def template(name: str) -> Template:
    """A template of this folder, whose values are escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)
