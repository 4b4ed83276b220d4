"""``newsspider site NAME blocks``: what was learned of a site, and what a person decides about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsspider.article import BlockStatus
from newsspider.cli.options import archive_option, json_option, wait_option
from newsspider.errors import NoInputError, UsageError
from newsspider.verdict import DONE

if TYPE_CHECKING:
    from newsspider.archive.site_block import SiteBlock

SHORTEST, LONGEST = 4, 16
"""Hex digits by which a block may be named."""


@click.group()
@click.argument("name")
@click.pass_context
def site(context: click.Context, name: str) -> None:
    """Look after one site of the archive.

    NAME is the site's name as newsspider show tells it.
    """
    context.obj = name


@site.command(epilog="Examples: newsspider site valley blocks · newsspider site valley blocks --keep 4f1c 77ab")
@click.argument("digest", nargs=-1)
@click.option("--keep", "is_kept", is_flag=True, help="DIGEST is the articles': never leave it out.")
@click.option("--drop", "is_dropped", is_flag=True, help="DIGEST is the site's: always leave it out.")
@click.option("--auto", "is_auto", is_flag=True, help="Let it be counted again whether DIGEST is left out.")
@click.option("--all", "is_all", is_flag=True, help="Also show lines that are not left out: too few pages have them.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True, help="Most lines to show.")
@archive_option
@wait_option
@json_option
@click.pass_obj
def blocks(
    name: str,
    digest: tuple[str, ...],
    is_kept: bool,
    is_dropped: bool,
    is_auto: bool,
    is_all: bool,
    limit: int,
    archive: Path,
    wait: float,
    as_json: bool,
) -> int:
    """List what the site's pages repeat, and decide whether it is left out of articles.

    Each line is told with the pages it stood on, of those looked at since it was first seen. DIGEST, or its first four
    digits, names one; with --keep, --drop or --auto that is decided for those named, and holds for stored articles at
    once: their text, and what search finds, follow. Nothing is lost by it: the next decision may take it back.
    """
    from newsspider.archive.reader import Reader

    wanted = _decision(is_kept=is_kept, is_dropped=is_dropped, is_auto=is_auto)
    if wanted and not digest:
        raise UsageError(f"--{wanted} needs the digest of a block: newsspider site {name} blocks lists them")
    with Reader(archive) as reader:
        found = reader.site_blocks(name)
    chosen = [_named(each, found, name) for each in dict.fromkeys(digest)]
    if wanted:
        return _decide(archive, name, chosen, wanted, wait=wait, as_json=as_json)
    shown = chosen or [each for each in found if is_all or each.is_known or each.status is not BlockStatus.AUTO]
    return _show(name, shown, limit, as_json=as_json, is_filtered=not is_all and bool(found))


def _decision(*, is_kept: bool, is_dropped: bool, is_auto: bool) -> BlockStatus | None:
    given = {BlockStatus.KEEP: is_kept, BlockStatus.DROP: is_dropped, BlockStatus.AUTO: is_auto}
    asked = [status for status, is_asked in given.items() if is_asked]
    if len(asked) > 1:
        raise UsageError(f"{' and '.join(f'--{each}' for each in asked)} exclude each other: decide in two commands")
    return asked[0] if asked else None


def _named(digest: str, found: Sequence[SiteBlock], name: str) -> SiteBlock:
    """Return the block that *digest* begins; raises `UsageError` for what is no digest, none, or one of several."""
    prefix = digest.lower()
    if not SHORTEST <= len(prefix) <= LONGEST or not set(prefix) <= set("0123456789abcdef"):
        raise UsageError(f"{digest!r} is no block: its first {SHORTEST} hex digits, or all {LONGEST}, name one")
    begun = [each for each in found if each.digest.startswith(prefix)]
    if not begun:
        raise NoInputError(f"{name} has no block {digest}: newsspider site {name} blocks --all lists them")
    if len(begun) > 1:
        raise UsageError(f"{digest} is the beginning of several blocks: {', '.join(each.digest for each in begun[:6])}")
    return begun[0]


def _decide(
    path: Path, name: str, chosen: Sequence[SiteBlock], status: BlockStatus, *, wait: float, as_json: bool
) -> int:
    """Write the decision, and let stored articles follow, under the archive's lock."""
    from newsspider.archive.site_block import number_of
    from newsspider.archive.store import Archive
    from newsspider.cleaning import carry_out
    from newsspider.text import inert, json_of

    digests = [each.digest for each in chosen]
    with Archive.open(path, wait_seconds=wait) as archive:
        archive.site_blocks.decide(name, digests, status)
        changed = carry_out(name, [number_of(each) for each in digests], lambda question: question(archive))
    if as_json:
        click.echo(json_of({"site": name, "status": status, "digests": digests, "articles": changed}))
    else:
        click.echo(f"{status}: {' '.join(digests)} of {inert(name)}; {changed:,} stored articles changed")
    return DONE


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
