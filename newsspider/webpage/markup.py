"""HTML built of elements: what is not made here is text, and is escaped."""

from __future__ import annotations

from html import escape

from newsspider.text import inert


class Markup(str):
    """HTML that was made by `element`, or is a constant of this house."""

    __slots__ = ()


def element(tag: str, *children: str, **attributes: str | None) -> Markup:
    """Return an element with *children*; an attribute that is ``None`` is left out, ``class_`` stands for ``class``.

    >>> element("p", "Tom & ", element("em", "<Jerry>"), class_="a", id=None)
    '<p class="a">Tom &amp; <em>&lt;Jerry&gt;</em></p>'
    """
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{safe(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{tag}{given}>{''.join(map(safe, children))}</{tag}>")


def void(tag: str, **attributes: str) -> Markup:
    """Return an element that has no content and no end: meta, br.

    >>> void("meta", charset="utf-8")
    '<meta charset="utf-8">'
    """
    return Markup(element(tag, **attributes).removesuffix(f"</{tag}>"))


def safe(text: str) -> Markup:
    """Return *text* so that it is nothing but text: on one line, no control or direction code, no markup.

    >>> safe('<script>"\\x1b[31m')
    '&lt;script&gt;&quot;[31m'
    """
    return text if isinstance(text, Markup) else Markup(escape(inert(text)))
