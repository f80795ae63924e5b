"""What axe-core finds on a page that is open: wide and narrow, in both colour schemes."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

#: WCAG 2.2, levels A and AA, as axe-core names the criteria.
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: The rules that look at colours; no other sees anything new in the second scheme.
COLOURS = ["color-contrast", "link-in-text-block"]

#: Of neighbours that are built alike (same tags, classes, attributes and places of text, all the way down) two stay:
#: what is wrong with one is wrong with all, and the largest pages have thousands of elements. Cells stay, so that a
#: table keeps its columns.
_THIN_OUT = """() => {
  const named = /^(class|style|role|type|hidden|open|disabled|tabindex|aria-|data-(?!md-component-toggle))/;
  const shape = (one) => {
    if (one.nodeType === Node.TEXT_NODE) return one.data.trim() ? "#" : "";
    if (one.nodeType !== Node.ELEMENT_NODE) return "";
    const attributes = [...one.attributes].filter(({ name }) => named.test(name)).map(({ name, value }) =>
      name === "class" || name === "style" ? `${name}=${value}` : name);
    const seen = new Map();
    const inside = [...one.childNodes].map((child) => {
      const found = shape(child);
      if (child.nodeType !== Node.ELEMENT_NODE || child.matches("td, th, script, style, link, meta")) return found;
      seen.set(found, (seen.get(found) ?? 0) + 1);
      if (seen.get(found) > 2) child.remove();
      return seen.get(found) > 1 ? "" : found;
    });
    const runs = inside.filter(Boolean).filter((found, at, all) => found !== all[at - 1]);
    return `${one.tagName}[${attributes}](${runs.join("")})`;
  };
  shape(document.body);
}"""
#: Runs some rules; those that look at colours only on samples. Of texts in sight that stand alike (same tags, classes, attributes,
#: all the way up) these are the first two and the last: they have the same colours, and to find out a colour takes more
#: time than all other rules together.
_RUN = """async ({ colours, rules, tags }) => {
  const named = /^(class|style|role|type|hidden|open|disabled|tabindex|aria-|data-)/;
  const samples = () => {
    const paths = new Map();
    const alike = new Map();
    for (const one of document.querySelectorAll("body, body *")) {
      const attributes = [...one.attributes].filter(({ name }) => named.test(name)).map(({ name, value }) =>
        name === "class" || name === "style" ? `${name}=${value}` : name);
      const path = `${paths.get(one.parentElement) ?? ""}>${one.tagName}[${attributes}]`;
      paths.set(one, path);
      const texts = [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
      if (one.checkVisibility() && texts.some((text) => text.data.trim())) alike.set(path, [...(alike.get(path) ?? []), one]);
    }
    return [...new Set([...alike.values()].flatMap((all) => [...all.slice(0, 2), ...all.slice(-1)]))];
  };
  const { violations } = await axe.run(colours ? { include: samples() } : document, {
    runOnly: colours ? { type: "rule", values: rules } : { type: "tag", values: tags },
    rules: colours ? {} : Object.fromEntries(rules.map((rule) => [rule, { enabled: false }])),
    resultTypes: ["violations"],
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`));
}"""
#: Each scheme, and whether colours are looked at in it or the rest.
_LOOKS = [("light", False), ("light", True), ("dark", True)]
#: Chooses a scheme as a reader does. The pages outside of the theme have no switch and follow the system.
_CHOOSE = "(scheme) => document.querySelector(`[name=__palette][data-md-color-scheme=${scheme}]`)?.click()"
_CHOSEN = """(scheme) => {
  const shown = document.body.dataset.mdColorScheme;
  return shown === undefined || shown === scheme;
}"""


def complaints(page: Page, *widths: int) -> list[str]:
    """What breaks WCAG 2.2 A or AA: everything in the light scheme, then what the dark one does to colours.

    Of two widths, the colours of the light scheme are looked at in the first, those of the dark one in the second: what
    a width changes are places and sizes, and to find out colours takes more time than all the rest. It is the last that is done with a page: parts that repeat are taken out of it.

    Args:
        page: as it is open.
        widths: of the window, one after the other; without any, it stays as it is.
    """
    page.evaluate(_THIN_OUT)
    page.evaluate(AXE_SCRIPT)
    found: list[str] = []
    for number, width in enumerate(widths or [None]):
        if width:
            page.set_viewport_size({"width": width, "height": 900})
        looks = _LOOKS if len(widths) < 2 else [_LOOKS[0], _LOOKS[1 + number % 2]]
        for scheme, colours in looks:
            found += [f"{width or 'as it is'}, {scheme}: {line}" for line in _found(page, scheme, colours)]
    return found


def _found(page: Page, scheme: Any, colours: bool) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    palette = {"light": "default", "dark": "slate"}[scheme]
    page.evaluate(_CHOOSE, palette)
    page.wait_for_function(_CHOSEN, arg=palette)
    lines: list[str] = page.evaluate(_RUN, {"colours": colours, "rules": COLOURS, "tags": WCAG})
    return lines
