"""Templates and the small pieces that all themes share; a template is a file under `themes/<theme>/`."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from string import Template

from newsspider.demo.content import DemoArticle, Part, PartKind

_MARK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)|\*\*([^*]+)\*\*")


class Html(str):
    """Words that are HTML already; everything else is escaped when a template takes it."""

    __slots__ = ()


NOTHING = Html("")


@cache
def _template(theme: str, name: str) -> Template:
    return Template(files("newsspider.demo").joinpath("themes", theme, f"{name}.html").read_text("utf-8"))


def fill(theme: str, name: str, /, **values: object) -> Html:
    """Return the template with every ``$name`` replaced, escaped unless it is `Html`.

    Raises `KeyError` where the template names something that is not given.
    """
    safe = {key: value if isinstance(value, Html) else html.escape(str(value)) for key, value in values.items()}
    return Html(_template(theme, name).substitute(safe).rstrip("\n"))


def join(pieces: Iterable[str]) -> Html:
    """Return the pieces, each on a line of its own."""
    return Html("\n".join(pieces))


def inline(source: str) -> Html:
    """Return a paragraph's words with links and strong words marked up.

    >>> inline("See [the plan](/plan/) & wait")
    'See <a href="/plan/">the plan</a> &amp; wait'
    """

    def markup(match: re.Match[str]) -> str:
        words, path, strong = match.groups()
        return f"<strong>{strong}</strong>" if strong else f'<a href="{path}">{words}</a>'

    return Html(_MARK.sub(markup, html.escape(source, quote=False)))


def element(part: Part) -> Html:
    """Return the plain HTML of a part that is no furniture."""
    words = Html(html.escape(part.text, quote=False)) if part.kind is PartKind.PLAIN else inline(part.source)
    if part.kind is PartKind.HEADING:
        return Html(f"<h2>{words}</h2>")
    if part.kind is PartKind.QUOTE:
        return Html(f"<blockquote><p>{words}</p></blockquote>")
    if part.kind is PartKind.ITEM:
        return Html(f"<li>{words}</li>")
    return Html(f"<p>{words}</p>")


def lists_closed(pieces: Iterable[str]) -> Html:
    """Return the pieces with each run of ``<li>`` set in one ``<ul>``."""
    joined = "\n".join(pieces)
    return Html(re.sub(r"(?:<li>.*</li>\n?)+", lambda run: f"<ul>\n{run[0].rstrip()}\n</ul>\n", joined))


def excerpt(article: DemoArticle, *, letters: int = 150) -> str:
    """Return the beginning of an article as teasers and feeds show it, cut at a word where there are blanks."""
    first = article.lead or article.paragraphs[0]
    if len(first) <= letters:
        return first
    cut = first[:letters]
    return (cut.rpartition(" ")[0] or cut).rstrip(",;:–- ") + " …"


def picture(seed: str) -> bytes:
    """Return a landscape as SVG, drawn from the letters of *seed*: the same for the same words."""
    dice = hashlib.sha256(seed.encode()).digest()
    hue = dice[0] * 360 // 256
    sun = 80 + dice[1] * 480 // 256
    hills = "".join(_hill(dice[4 + 8 * layer : 12 + 8 * layer], layer, hue) for layer in range(3))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360">'
        f'<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="hsl({hue},45%,62%)"/>'
        f'<stop offset="1" stop-color="hsl({(hue + 40) % 360},60%,86%)"/></linearGradient></defs>'
        f'<rect width="640" height="360" fill="url(#s)"/><circle cx="{sun}" cy="{70 + dice[2] // 4}" r="34" '
        f'fill="hsl(45,95%,82%)"/>{hills}</svg>'
    ).encode()


def _hill(dice: bytes, layer: int, hue: int) -> str:
    base = 190 + layer * 55
    points = " ".join(f"{step * 640 // 7},{base - value // 3 + 30}" for step, value in enumerate(dice))
    light = 46 - layer * 13
    return f'<polygon points="0,360 {points} 640,360" fill="hsl({(hue + 150) % 360},28%,{light}%)"/>'
