"""``newsspider reextract``: kept pages read again by the present extractor; a report first, and changes on demand."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsspider.cli.options import archive_option, config_option, json_option, quiet_option, wait_option
from newsspider.config import Config, read_config
from newsspider.errors import NoInputError, UsageError
from newsspider.verdict import DEGRADED, DONE

if TYPE_CHECKING:
    from newsspider.archive.reader import Reader
    from newsspider.archive.store import Archive
    from newsspider.reextract import Rereading

MOST_SHOWN = 50
"""Articles whose changes are shown; all are counted, and ``--json`` tells all."""
ACCEPTED_AT_ONCE = 50
"""Articles a transaction."""
LINE_SECONDS = 1.0
"""Shortest time between two lines of progress."""


@dataclass
class Tally:
    """What was found so far."""

    read: int = 0
    changed: int = 0
    accepted: int = 0
    without_page: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    words_added: int = 0
    words_removed: int = 0

    def add(self, reading: Rereading, *, is_accepted: bool) -> None:
        """Count *reading*."""
        if reading.failure is not None:
            self.failed[reading.failure[0]] += 1
        elif reading.refusal is not None:
            self.refused[str(reading.refusal[0])] += 1
        elif reading.new is None:
            self.without_page += 1
        self.read += reading.new is not None
        self.changed += bool(reading.difference)
        self.accepted += is_accepted
        self.words_added += reading.difference.words_added
        self.words_removed += reading.difference.words_removed

    def as_dict(self) -> dict[str, Any]:
        """Return the counts of ``--json``."""
        counts = ("read", "changed", "accepted", "without_page", "words_added", "words_removed")
        told: dict[str, Any] = {name: getattr(self, name) for name in counts}
        return told | {"refused": dict(self.refused), "failed": dict(self.failed)}


@click.command(epilog="Examples: newsspider reextract isle --since 2026-11-01 · newsspider reextract --accept 4f1c")
@click.argument("site", required=False)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Only articles that were seen on that day or later, YYYY-MM-DD.",
)
@click.option("--accept", metavar="UID", multiple=True, help="Let this article be what is shown; may be repeated.")
@click.option("--accept-all", is_flag=True, help="Let every article be what is shown.")
@archive_option
@config_option
@wait_option
@quiet_option
@json_option
def reextract(
    site: str | None,
    since: datetime | None,
    accept: tuple[str, ...],
    accept_all: bool,
    archive: Path,
    config_path: Path | None,
    wait: float,
    is_quiet: bool,
    as_json: bool,
) -> int:
    """Read the kept pages again with the present extractor, and show which articles change and how.

    Nothing is changed unless it is accepted. What is accepted takes the place of title, text and metadata as a change
    of ours: it makes no revision, and what was before is kept for 90 days in the table reextraction. SITE limits the
    report to one site, --accept to single articles. A page that is no article for the present extractor is told, and
    its article stays. Exit code 66: no page is kept; 3: some pages could not be read.
    """
    if accept and (accept_all or site or since):
        raise UsageError("--accept names single articles: leave out SITE, --since and --accept-all")
    config = read_config(config_path, archive=archive)
    is_accepting = bool(accept) or accept_all
    tally, articles = Tally(), []
    with ExitStack() as stack:
        choice = _Choice(accept, site, since and since.replace(tzinfo=UTC), is_accepting)
        reader, readings, writer = _opened(stack, archive, config, choice, wait)
        total = len(accept) or reader.count_candidates(site=choice.site, since=choice.since)
        told = readings if is_quiet or as_json else _with_progress(readings, tally, total)
        for reading, is_accepted in _decided(told, writer):
            tally.add(reading, is_accepted=is_accepted)
            if as_json and _is_told(reading):
                articles.append(_as_dict(reading, is_accepted=is_accepted))
            elif not as_json and not is_quiet and _is_told(reading):
                _show(reading, tally)
    _conclude(tally, articles, is_accepting=is_accepting, is_quiet=is_quiet, as_json=as_json)
    return DEGRADED if tally.failed else DONE


@dataclass(frozen=True, slots=True)
class _Choice:
    names: tuple[str, ...]
    site: str | None
    since: datetime | None
    is_accepting: bool


def _opened(
    stack: ExitStack, path: Path, config: Config, choice: _Choice, wait: float
) -> tuple[Reader, Iterator[Rereading], Archive | None]:
    """Return the archive, the readings to come, and the archive's writer where they may be accepted."""
    from newsspider.archive.raw import pages_path
    from newsspider.archive.raw_reader import RawReader
    from newsspider.archive.reader import Reader
    from newsspider.archive.store import Archive
    from newsspider.crawl import claimant
    from newsspider.jobs import MODULES
    from newsspider.reextract import PageHints, reread
    from newsspider.workers import WorkerPool

    Reader(path).close()  # nothing is made where there is none
    raw = stack.enter_context(RawReader(pages_path(path)))
    writer = stack.enter_context(Archive.open(path, wait_seconds=wait)) if choice.is_accepting else None
    if writer is not None:
        writer.fingerprints.look_back(config.copy_days)
    reader = stack.enter_context(Reader(path))
    pool = stack.enter_context(WorkerPool(config.workers, preload=MODULES))
    readings = reread(
        _candidates(reader, choice),
        reader=reader,
        raw=raw,
        pool=pool,
        hints=PageHints(reader, claimant(config)),
        deadline_seconds=config.deadline_seconds,
    )
    return reader, readings, writer


def _candidates(reader: Reader, choice: _Choice) -> Iterator[Any]:
    if not choice.names:
        if choice.site is not None and choice.site not in {counts.site for counts in reader.sites()}:
            raise NoInputError(f"no article of {choice.site} in {reader.path}: `newsspider sites` lists names")
        yield from reader.candidates(site=choice.site, since=choice.since)
    for name in dict.fromkeys(choice.names):
        found = list(reader.candidates(name))
        if not found:
            raise NoInputError(f"the words of {name} are withheld: nothing is read again")
        yield from found


def _decided(readings: Iterator[Rereading], archive: Archive | None) -> Iterator[tuple[Rereading, bool]]:
    """Yield each of *readings* with whether it was accepted: as many as fit into a transaction are written together."""
    from newsspider.times import utc_now

    if archive is None:
        yield from ((reading, False) for reading in readings)
        return
    while batch := list(islice(readings, ACCEPTED_AT_ONCE)):
        with archive.transaction():
            decided = [(each, _accept(archive, each, now=utc_now())) for each in batch]
        yield from decided


def _accept(archive: Archive, reading: Rereading, *, now: datetime) -> bool:
    if reading.new is None or not reading.difference:
        return False
    from newsspider.kin import renew

    is_accepted = archive.reextractions.accept(reading.candidate, reading.new, now=now, pages=reading.pages)
    if is_accepted:
        renew(archive, reading.candidate.id, reading.new)
    return is_accepted


def _is_told(reading: Rereading) -> bool:
    return bool(reading.difference or reading.refusal or reading.failure)


def _with_progress(readings: Iterator[Rereading], tally: Tally, total: int) -> Iterator[Rereading]:
    """Pass *readings* on; on standard error a line a second tells how far it is."""
    told = time.monotonic()
    for number, reading in enumerate(readings, start=1):
        yield reading
        if time.monotonic() - told >= LINE_SECONDS:
            told = time.monotonic()
            click.echo(f"{number:,} of {total:,} looked at, {tally.changed:,} change", err=True)


def _show(reading: Rereading, tally: Tally) -> None:
    from newsspider.cli.render_rereading import print_rereading

    shown = tally.changed + tally.refused.total() + tally.failed.total()
    if shown <= MOST_SHOWN:
        print_rereading(reading)
    elif shown == MOST_SHOWN + 1:
        click.echo("… more articles change; --json tells them all\n")


def _conclude(
    tally: Tally, articles: list[dict[str, Any]], *, is_accepting: bool, is_quiet: bool, as_json: bool
) -> None:
    from newsspider.extraction.version import EXTRACTOR
    from newsspider.text import json_of

    if as_json:
        click.echo(json_of({"extractor": EXTRACTOR} | tally.as_dict() | {"articles": articles}))
    elif not is_quiet:
        click.echo(summary(tally, EXTRACTOR))
        if tally.changed and not is_accepting:
            click.echo("nothing was written; to take it over: newsspider reextract --accept UID, or --accept-all")


def summary(tally: Tally, extractor: str) -> str:
    """Return what was found, in one line.

    >>> summary(Tally(read=3, changed=1, words_removed=20, without_page=2), "newsspider-3")
    '1 of 3 articles changes under newsspider-3 (+0 -20 words), 2 without a kept page'
    """
    verb = "changes" if tally.changed == 1 else "change"
    words = f"+{tally.words_added:,} -{tally.words_removed:,} words"
    parts = [f"{tally.changed:,} of {tally.read:,} articles {verb} under {extractor} ({words})"]
    parts += [f"{tally.accepted:,} taken over"] if tally.accepted else []
    parts += [f"{tally.without_page:,} without a kept page"] if tally.without_page else []
    parts += [f"{count:,} no article any more ({reason})" for reason, count in sorted(tally.refused.items())]
    parts += [f"{count:,} not readable ({reason})" for reason, count in sorted(tally.failed.items())]
    return ", ".join(parts)


def _as_dict(reading: Rereading, *, is_accepted: bool) -> dict[str, Any]:
    from newsspider.times import utc_text_or_none

    change, wrong = reading.difference, reading.failure or reading.refusal
    return {
        "uid": reading.candidate.uid,
        "url": reading.candidate.url,
        "site": reading.candidate.site,
        "title": reading.old.title,
        "fetched": utc_text_or_none(reading.fetched),
        "extractor": reading.old.extractor,
        "fields": {each.name: {"old": each.old, "new": each.new} for each in change.fields},
        "words_added": change.words_added,
        "words_removed": change.words_removed,
        "passages": [[{"mark": run.mark, "text": run.text} for run in passage] for passage in change.passages],
        "accepted": is_accepted,
        "error": None if wrong is None else {"reason": str(wrong[0]), "message": wrong[1]},
    }
