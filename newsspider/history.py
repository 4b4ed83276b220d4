"""What became of an article since it was first seen: its edits, newest first, word by word. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsspider.difference import Mark, Passage, Run, passages


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One edit."""

    seen: str
    """When the state before was first fetched, UTC."""
    replaced: str
    """When the edit was seen, UTC."""
    changed: tuple[str, ...]
    """Of title, lead, text."""
    is_silent: bool
    """Whether lead or text changed, and the page gave no newer date of modification."""
    words_added: int
    words_removed: int
    old_title: str | None
    new_title: str | None
    old_modified: str | None
    """Last modification as the page declared it before the edit, UTC."""
    modified: str | None
    """The same of the state after it, as far as that was seen."""
    lead: tuple[Passage, ...]
    """What changed in the standfirst."""
    text: tuple[Passage, ...]
    """What changed in the body."""
    is_whole: bool
    """Whether the words before and after are kept; else nothing is told of them."""

    @property
    def has_new_headline(self) -> bool:
        """Whether the headline changed."""
        return "title" in self.changed

    @property
    def headline(self) -> Passage:
        """The headline, word by word where old and new are alike."""
        old, new = self.old_title or "", self.new_title or ""
        found = passages(old, new)
        whole = (Run(Mark.REMOVED, old), Run(Mark.ADDED, new))
        return found[0] if len(found) == 1 else tuple(run for run in whole if run.text)


def changes_of(article: Mapping[str, Any]) -> list[Change]:
    """Return the edits of an article as `Reader.history` gives it, newest first."""
    newer, found = article, []
    for state in reversed(article["revisions"]):
        found.append(_change(state, newer))
        newer = state
    return found


def history_of(article: Mapping[str, Any]) -> dict[str, Any]:
    """Return the history of an article, as `Reader.history` gives it, as ``show --history --json`` prints it."""
    about = ("uid", "url", "site", "title", "published", "modified", "first_seen", "last_seen")
    told = {name: article[name] for name in (*about, "withdrawn_at", "withdrawn_status")}
    return told | {
        "changes": [_as_json(each) for each in changes_of(article)],
        "trivial_edits": article["trivial_edits"],
    }


def _change(old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    is_whole = "text" not in old["changed"] or bool(old["text"] and new["text"])
    return Change(
        seen=old["seen"],
        replaced=old["replaced"],
        changed=tuple(old["changed"]),
        is_silent=old["silent"],
        words_added=old["words_added"],
        words_removed=old["words_removed"],
        old_title=old["title"],
        new_title=new["title"],
        old_modified=old["modified"],
        modified=new["modified"],
        lead=passages(old["lead"] or "", new["lead"] or "") if is_whole else (),
        text=passages(old["text"], new["text"]) if is_whole else (),
        is_whole=is_whole,
    )


def _as_json(change: Change) -> dict[str, Any]:
    return {
        "seen": change.seen,
        "replaced": change.replaced,
        "changed": list(change.changed),
        "silent": change.is_silent,
        "words_added": change.words_added,
        "words_removed": change.words_removed,
        "old_title": change.old_title,
        "new_title": change.new_title,
        "old_modified": change.old_modified,
        "new_modified": change.modified,
        "lead": [_runs(passage) for passage in change.lead],
        "text": [_runs(passage) for passage in change.text],
    }


def _runs(passage: Passage) -> list[dict[str, str]]:
    return [{"mark": run.mark, "text": run.text} for run in passage]
