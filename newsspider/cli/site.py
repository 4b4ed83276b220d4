"""``newsspider site NAME blocks``: what was learned of a site, and what a person decides about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsspider.article import BlockStatus
from newsspider.cli.options import archive_option, config_option, json_option, wait_option
from newsspider.config import Config, read_config
from newsspider.errors import NoInputError, UsageError
from newsspider.verdict import DONE

if TYPE_CHECKING:
    from newsspider.archive.reader import Reader
    from newsspider.archive.site_block import SiteBlock
    from newsspider.decisions import Carried

SHORTEST, LONGEST = 4, 16
"""Hex digits by which a block may be named."""
_HEX = frozenset("0123456789abcdef")


@click.group()
@click.argument("name")
@click.pass_context
def site(context: click.Context, name: str) -> None:
    """Look after one site of the archive.

    NAME is the site's name as newsspider show tells it.
    """
    context.obj = name


@site.command(epilog="Examples: newsspider site valley blocks · newsspider site valley blocks --keep 4f1c 77ab")
@click.argument("block", nargs=-1)
@click.option("--keep", "is_kept", is_flag=True, help="BLOCK is the articles': never leave it out.")
@click.option("--drop", "is_dropped", is_flag=True, help="BLOCK is the site's: always leave it out.")
@click.option("--auto", "is_auto", is_flag=True, help="Let it be counted again whether BLOCK is left out.")
@click.option("--box", "is_box", is_flag=True, help="Also the lines that were taken out in one piece with BLOCK.")
@click.option("--all", "is_all", is_flag=True, help="Also show lines that are not left out: too few pages have them.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True, help="Most lines to show.")
@archive_option
@config_option
@wait_option
@json_option
@click.pass_obj
def blocks(
    name: str,
    block: tuple[str, ...],
    is_kept: bool,
    is_dropped: bool,
    is_auto: bool,
    is_box: bool,
    is_all: bool,
    limit: int,
    archive: Path,
    config_path: Path | None,
    wait: float,
    as_json: bool,
) -> int:
    """List what the site's pages repeat, and decide whether it is left out of articles.

    Each line is told with the pages it stood on, of those looked at since it was first seen. BLOCK names one: its
    digest, or the first four digits of it, or the line itself, in quotes, be it on one page alone. With --box it stands
    for the whole box that it is a line of. With --keep, --drop or --auto that is decided for those named, and holds for
    stored articles at once: their text, and what search finds, follow. What is kept comes back also where it was left
    out with others: the article's page is read again. Nothing is lost by it: the next decision may take it back.
    """
    from newsspider.archive.reader import Reader

    wanted = _decision(is_kept=is_kept, is_dropped=is_dropped, is_auto=is_auto)
    if not block and (wanted or is_box):
        flag = f"--{wanted}" if wanted else "--box"
        raise UsageError(f"{flag} needs the digest of a block, or its words: newsspider site {name} blocks lists them")
    with Reader(archive) as reader:
        found = reader.site_blocks(name)
        chosen = list({each.digest: each for text in block for each in _named(text, found, name, reader)}.values())
        chosen = _boxes(chosen, found, name, reader) if is_box else chosen
    if wanted:
        config = read_config(config_path, archive=archive)
        return _decide(config, archive, name, chosen, wanted, wait=wait, as_json=as_json)
    shown = chosen or [each for each in found if is_all or each.is_known or each.status is not BlockStatus.AUTO]
    return _show(name, shown, limit, as_json=as_json, is_filtered=not is_all and bool(found))


def _decision(*, is_kept: bool, is_dropped: bool, is_auto: bool) -> BlockStatus | None:
    given = {BlockStatus.KEEP: is_kept, BlockStatus.DROP: is_dropped, BlockStatus.AUTO: is_auto}
    asked = [status for status, is_asked in given.items() if is_asked]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(f'--{each}' for each in asked)} exclude each other: decide in two commands")
    return asked[0] if asked else None


def _named(text: str, found: Sequence[SiteBlock], name: str, reader: Reader) -> list[SiteBlock]:
    """Return the blocks that *text* names: one by the beginning of its digest, else those of a line's words.

    Raises `UsageError` for the beginning of several, `NoInputError` where there is none.
    """
    is_digest = len(text) <= LONGEST and set(text.lower()) <= _HEX
    named = (is_digest and _begun(text, found, name, reader)) or _worded(text, name, reader)
    if named:
        return named
    if is_digest:
        raise _none_begun(text, name)
    raise NoInputError(
        f"no page of {name} that is remembered has the line {text!r}: give it from its first letter to its last, "
        f"or by its digest, {SHORTEST} hex digits or more; newsspider site {name} blocks --all lists lines"
    )


def _worded(text: str, name: str, reader: Reader) -> list[SiteBlock]:
    """Return the blocks of a line's words: it may be known by its letters, and with any number."""
    from newsspider.archive.site_block import hex_of
    from newsspider.extraction.digests import digests_of_text

    line = " ".join(text.split())
    digests = [hex_of(each) for each in digests_of_text(line)]
    named = [each for each in reader.site_blocks(name, is_every=True) if each.digest in digests]
    if not named and line and reader.has_line(name, line):
        return [_unheard(digests[0], line)]
    return [replace(each, sample=each.sample or line) for each in named]


def _unheard(digest: str, line: str) -> SiteBlock:
    """Return the block of a *line* that articles have and the memory forgot, or was never told of."""
    from newsspider.archive.site_block import SiteBlock

    return SiteBlock(
        digest=digest,
        pages=0,
        of=0,
        first_seen="",
        last_seen="",
        sample=line,
        status=BlockStatus.AUTO,
        is_known=False,
    )


def _begun(text: str, found: Sequence[SiteBlock], name: str, reader: Reader) -> list[SiteBlock]:
    prefix = text.lower()
    if len(prefix) < SHORTEST:
        return []
    begun = [each for each in found if each.digest.startswith(prefix)]
    begun = begun or [each for each in reader.site_blocks(name, is_every=True) if each.digest.startswith(prefix)]
    if len(begun) > 1:
        raise UsageError(f"{text} is the beginning of several blocks: {', '.join(each.digest for each in begun[:6])}")
    return begun


def _none_begun(text: str, name: str) -> UsageError | NoInputError:
    if len(text) < SHORTEST:
        return UsageError(f"{text!r} is no block: its first {SHORTEST} hex digits, or all {LONGEST}, name one")
    return NoInputError(f"{name} has no block {text}: newsspider site {name} blocks --all lists them")


def _boxes(chosen: Sequence[SiteBlock], found: Sequence[SiteBlock], name: str, reader: Reader) -> list[SiteBlock]:
    """Return *chosen* with the lines of the boxes that they were taken out with."""
    from newsspider.decisions import box_of

    pieces = reader.site_boxes(name)
    return list({each.digest: each for one in chosen for each in box_of(one, pieces, found)}.values())


def _decide(
    config: Config,
    path: Path,
    name: str,
    chosen: Sequence[SiteBlock],
    status: BlockStatus,
    *,
    wait: float,
    as_json: bool,
) -> int:
    """Write the decision, and let stored articles follow, under the archive's lock."""
    from newsspider.archive.store import Archive
    from newsspider.decisions import carry_out
    from newsspider.rereading import Rereader
    from newsspider.times import utc_now

    digests = [each.digest for each in chosen]
    with Archive.open(path, wait_seconds=wait) as archive, Rereader(path, config) as rereader:
        archive.site_blocks.remember(name, {each.digest: each.sample for each in chosen if each.sample}, seen=utc_now())
        archive.site_blocks.decide(name, digests, status)
        carried = carry_out(name, chosen, lambda question: question(archive), reread=rereader.reread)
    _tell(name, status, chosen, carried, as_json=as_json)
    return DONE


def _tell(name: str, status: BlockStatus, chosen: Sequence[SiteBlock], carried: Carried, *, as_json: bool) -> None:
    from newsspider.text import inert, json_of

    digests = [each.digest for each in chosen]
    if as_json:
        told = {"site": name, "status": status, "digests": digests}
        click.echo(json_of(told | {"articles": carried.changed, "waiting": carried.waiting}))
        return
    click.echo(f"{status}: {' '.join(digests)} of {inert(name)}; {carried.changed:,} stored articles changed")
    if carried.waiting:
        which = "1 article has" if carried.waiting == 1 else f"{carried.waiting:,} articles have"
        click.echo(f"{which} it in a box, and no kept page: it comes back there with the next visit", err=True)


def _show(name: str, shown: Sequence[SiteBlock], limit: int, *, as_json: bool, is_filtered: bool) -> int:
    listed, rest = shown[:limit], max(0, len(shown) - limit)
    if as_json:
        from newsspider.text import json_of

        told = {"site": name, "blocks": [_block_dict(each) for each in listed], "more": rest}
        click.echo(json_of(told, indent=2))
        return DONE
    from newsspider.cli.render import print_site_blocks
    from newsspider.text import inert

    print_site_blocks(listed)
    if rest:
        click.echo(f"{rest:,} more: --limit shows them", err=True)
    if not shown:
        hint = "; --all shows what fewer pages have" if is_filtered else ""
        click.echo(f"no line of {inert(name)} is known to repeat yet{hint}", err=True)
    return DONE


def _block_dict(block: SiteBlock) -> dict[str, Any]:
    told = asdict(block)
    return {name: value for name, value in told.items() if name != "is_known"} | {"left_out": block.is_known}
