"""Who copied whom, on a terminal."""

from __future__ import annotations

from newsspider.cli.render import print_line, styled
from newsspider.cli.render_difference import print_passages
from newsspider.syndication.kinds import Direction, Named
from newsspider.syndication.similar import Relative, SharedPassage, Similar
from newsspider.syndication.timeline import Below, Change, Member, TimeLine
from newsspider.text import fold_space

_SHOWN_PASSAGES = 3
_SHOWN_LETTERS = 160
_SURE, _LIKELY = 0.9, 0.7
_WHY = {"published": "published", "day": "by the end of the day that its page tells", "first-seen": "first seen"}
_BY = {
    "published": "by the time that its page tells",
    "first-seen": "by the time when it was first seen",
    None: "by its age",
}


def print_similar(found: Similar, *, is_whole: bool, archive: str) -> None:
    """Print the article, then each relative: what the article is to it, where and when, how much, which passages.

    *archive* is the option that the next command needs.
    """
    _print_named(found)
    for relative in found.relatives:
        print_line(styled(("", "")))
        print_line(styled((f"{relative.told}:", "bold green")))
        _print_named(relative, indent=2)
        print_line(styled((_shares(relative), "")), indent=4)
        _print_shared(relative, is_whole=is_whole)
    _print_more(found.more, "relatives")
    print_line(styled(("", "")))
    print_line(styled((f"who ran it when: newsspider cluster {found.cluster_id}{archive}", "dim")))


def print_time_line(found: TimeLine) -> None:
    """Print the members, oldest first, with what they changed, then who took from them without being a copy."""
    first, last = found.members[0].since[:10], found.members[-1].since[:10]
    days = first if first == last else f"{first} to {last}"
    counts = f"{_count(found.articles, 'article')} on {_count(found.sites, 'site')}, {days}"
    print_line(styled((f"cluster {found.id}", "bold cyan"), (f"  {counts}", "")))
    for member in found.members:
        print_line(styled(("", "")))
        _print_member(member, found)
    _print_more(found.more, "members")
    for below in found.below:
        print_line(styled(("", "")))
        _print_below(below)
    _print_more(found.more_below, "relatives")


def _print_member(member: Member, found: TimeLine) -> None:
    when = "the original" if member.is_original else _later(member.hours_later)
    print_line(styled((_time(member), "cyan"), (f"  {when}", "bold green" if member.is_original else "")))
    print_line(styled((member.uid, "cyan"), ("  ", ""), (member.title or "(no title)", "bold")), indent=2)
    print_line(styled((f"{member.site} · {member.url}", "dim")), indent=4)
    if member.is_original:
        print_line(styled((_reason(found), "")), indent=4)
    elif member.change is None:
        print_line(styled(("its words are not there to be compared", "")), indent=4)
    else:
        print_line(styled((_change(member, member.change), "")), indent=4)
    if member.agency:
        print_line(styled((f"credits {member.agency}", "")), indent=4)
    if member.diff:
        print_passages(member.diff, indent=6)


def _print_below(below: Below) -> None:
    print_line(styled((_time(below), "cyan"), (f"  {below.told} {below.member}", "")))
    print_line(styled((below.uid, "cyan"), ("  ", ""), (below.title or "(no title)", "bold")), indent=2)
    print_line(styled((f"{below.site} · {below.url}", "dim")), indent=4)
    if below.share or below.share_of_member:
        print_line(styled((_both_ways("it", below.member, below.share, below.share_of_member), "")), indent=4)


def _print_named(article: Named, *, indent: int = 0) -> None:
    print_line(styled((article.uid, "cyan"), ("  ", ""), (article.title or "(no title)", "bold")), indent=indent)
    print_line(styled((f"{article.site} · {_time(article)} · {article.url}", "dim")), indent=indent + 2)


def _print_shared(relative: Relative, *, is_whole: bool) -> None:
    if relative.is_same_text and not is_whole:
        return
    shown = relative.passages if is_whole else _longest(relative.passages)
    for passage in shown:
        text = fold_space(passage.text)
        print_line(styled(("“", "dim"), (text if is_whole else _shortened(text), "green"), ("”", "dim")), indent=4)
    if rest := len(relative.passages) - len(shown):
        print_line(styled((f"… {_count(rest, 'more passage')}: --passages shows all of them whole", "dim")), indent=4)


def _longest(passages: tuple[SharedPassage, ...]) -> list[SharedPassage]:
    """Return the longest ones, in the order of the text."""
    chosen = sorted(passages, key=lambda each: each.start - each.end)[:_SHOWN_PASSAGES]
    return sorted(chosen, key=lambda each: each.start)


def _shares(relative: Relative) -> str:
    if relative.is_same_text:
        told = "both have the same text"
    elif not (relative.share or relative.share_of_other):
        told = "no text is known to be in both"
    else:
        told = _both_ways("this article", "it", relative.share, relative.share_of_other)
    return told if relative.is_paired else f"{told}; of one cluster, over {_over(relative)}"


def _both_ways(this: str, other: str, share: float, back: float) -> str:
    return f"{_percent(share)} of {this} is in {other}, {_percent(back)} the other way round"


def _over(relative: Relative) -> str:
    return "their original" if relative.direction is Direction.BOTH else "another copy"


def _reason(found: TimeLine) -> str:
    told = f"held for the original {_BY.get(found.reason, found.reason)}"
    if found.articles == 1:
        has_taken = any(each.direction is Direction.TO for each in found.below)
        return "no copy, but it has words of what is told below" if has_taken else "nobody's copy, and nobody copied it"
    if found.confidence is None:
        return told
    how = "sure" if found.confidence >= _SURE else "likely" if found.confidence >= _LIKELY else "unsure"
    return f"{told}; {how} ({found.confidence:.2f})"


def _change(member: Member, change: Change) -> str:
    """Return what a copy changed, in one line."""
    told = ["other headline"] * change.has_other_title
    if change.is_same_text or not (change.words_added or change.words_removed):
        told.append("same text")
    else:
        told.append(f"has {_percent(member.share_of_original or 0.0)} of the original")
        told += [f"cut by {_percent(change.cut)}"] * (round(100 * change.cut) > 0)
        told.append(f"{change.words_added} words put in, {change.words_removed} left out")
        told += [f"{_count(len(change.own_paragraphs), 'paragraph')} of its own"] * bool(change.own_paragraphs)
    return ", ".join(told)


def _print_more(count: int, what: str) -> None:
    if count:
        print_line(styled((f"… {count} more {what}: --limit shows them", "dim")))


def _time(article: Named) -> str:
    return f"{article.since[:10]} {article.since[11:16]} UTC, {_WHY[article.since_source]}"


def _later(hours: float) -> str:
    how = "later" if hours >= 0 else "earlier"
    size = abs(hours)
    return f"{size / 24:.1f} days {how}" if size >= 48 else f"{size:.1f} hours {how}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + "s" * (number != 1)


def _shortened(text: str) -> str:
    half = _SHOWN_LETTERS // 2
    return text if len(text) <= _SHOWN_LETTERS else f"{text[:half].rstrip()} … {text[-half:].lstrip()}"
