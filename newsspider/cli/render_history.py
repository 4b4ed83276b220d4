"""The history of an article on a terminal: newest first, each edit word by word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.text import Text

from newsspider.cli.render import print_line, styled
from newsspider.cli.render_difference import print_passages
from newsspider.history import Change, changes_of


def print_history(article: Mapping[str, Any]) -> None:
    """Print what became of an article as `Reader.history` gives it."""
    print_line(styled((article["uid"], "cyan"), ("  ", ""), (article["title"] or "(no title)", "bold")))
    print_line(styled((f"{article['url']} (times are UTC)", "dim")), indent=2)
    print_line(Text())
    if article["withdrawn_at"]:
        what = f"withdrawn (status {article['withdrawn_status']})"
        print_line(styled((_moment(article["withdrawn_at"]), "cyan"), ("  ", ""), (what, "bold red")))
    changes = changes_of(article)
    for change in changes:
        _print_change(change)
    print_line(styled((_moment(article["first_seen"]), "cyan"), (f"  first seen{_dates(article)}", "")))
    if not changes:
        print_line(styled((f"no edit until {_moment(article['last_seen'])}, when it was last seen", "dim")), indent=2)
    _print_trivial(article["trivial_edits"])


def _dates(article: Mapping[str, Any]) -> str:
    return f", published {_moment(article['published'])}" if article["published"] else ""


def _moment(utc: str) -> str:
    """Return a time of the archive to the minute.

    >>> _moment("2026-11-22T18:00:59Z")
    '2026-11-22 18:00'
    """
    return utc[:16].replace("T", " ")


def _print_change(change: Change) -> None:
    words = f"  +{change.words_added} -{change.words_removed} words"
    style = "bold yellow" if change.is_silent else "bold"
    print_line(
        styled((_moment(change.replaced), "cyan"), ("  ", ""), (", ".join(_named(change)), style), (words, "dim"))
    )
    print_line(styled((f"it stood otherwise since {_moment(change.seen)}; {_dated(change)}", "dim")), indent=2)
    if change.has_new_headline:
        print_passages([change.headline], indent=2, name="headline")
    print_passages(change.lead, indent=2, name="lead")
    print_passages(change.text, indent=2)
    if not change.is_whole:
        print_line(styled(("(the words are not kept)", "dim")), indent=2)


def _dated(change: Change) -> str:
    """Return what the page says of when it was modified."""
    if change.is_silent:
        return (
            f"the page says no more than {_moment(change.old_modified)}"
            if change.old_modified
            else "the page gives no date"
        )
    return f"the page says {_moment(change.modified)}" if change.modified else "the page gives no date"


def _named(change: Change) -> Iterator[str]:
    if change.has_new_headline:
        yield "headline changed"
    if not {"lead", "text"}.isdisjoint(change.changed):
        yield "silent edit" if change.is_silent else "edited"


def _print_trivial(trivial_edits: list[dict[str, Any]]) -> None:
    for each in trivial_edits:
        times = "once" if each["times"] == 1 else f"{each['times']} times, first {_moment(each['first_seen'])}"
        told = f"{each['cause']} {times}, last {_moment(each['last_seen'])}"
        print_line(styled(("trivial edit: ", "cyan"), (told, "dim")))
