"""``newsspider explain``: why an article is what it is, on a terminal, as JSON or as a page of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsspider.article import Article, Page
from newsspider.cli.extract import article_fields, fetch_page, read_source
from newsspider.cli.options import archive_option, config_option, json_option
from newsspider.config import Config, read_config
from newsspider.difference import difference
from newsspider.errors import NewsspiderError, NoInputError, NotAnArticle, UsageError
from newsspider.explanation import Explanation, block_dict, blocks_of, field_dict, of_pages, witnesses_in, witnesses_of
from newsspider.ledger import outcome_of
from newsspider.text import inert
from newsspider.times import utc_text
from newsspider.urls import url_key
from newsspider.verdict import DONE

if TYPE_CHECKING:
    from newsspider.archive.reader import Reader
    from newsspider.archive.reextraction import Candidate

DEFAULT_PAGE = "explanation.html"
_UID = re.compile(r"[0-9a-f]{4,16}", re.IGNORECASE)
_FROM_ARCHIVE = "From the archive: witnesses that were not believed are told where the page itself is given."
_FROM_PAGE = "From the page that was kept on {fetched}, as {extractor} reads it."
_FROM_PAGES = "From its {count} pages, the last of them kept on {fetched}, as {extractor} reads them."
_READ_OTHERWISE = " The archive has another reading of it: newsspider reextract shows how they differ."
_WITHHELD = "Its words are withheld: the publisher reserves them."


@click.command(epilog="Examples: newsspider explain 4f1c · newsspider explain page.html --html why.html")
@click.argument("source", metavar="UID|FILE|URL|-")
@click.option("--url", help="Address of the page in FILE: for its links, its dates and the output.")
@click.option("--title", help="Title of a plain text.")
@click.option(
    "--html",
    "page_path",
    is_flag=False,
    flag_value=DEFAULT_PAGE,
    type=click.Path(readable=False, path_type=Path),
    metavar="[PATH]",
    help=f"Write one self-contained web page, to {DEFAULT_PAGE} unless PATH is given, - being standard output.",
)
@click.option("--all", "is_all", is_flag=True, help="Show every removed block, also long runs of them.")
@archive_option
@config_option
@json_option
def explain(
    source: str,
    url: str | None,
    title: str | None,
    page_path: Path | None,
    is_all: bool,
    archive: Path,
    config_path: Path | None,
    as_json: bool,
) -> int:
    """Tell where each field was read, and of each block of the page whether it was kept, or which rule removed it.

    UID, or its first four digits, names an article of the archive: its page is read again where it is kept, else what
    was noted is told. FILE is a page of HTML or plain text, URL one to be
    fetched, - standard input. A file wins over a uid of its name. Blocks that were kept begin with +, removed ones with
    -, the rule, the kind and, where the model decided, how likely it held them to be article. Exit code 66: the page
    holds no article, and what was seen is told; or there is nothing to read.
    """
    if page_path is not None and as_json:
        raise UsageError("--html and --json are two ways to tell the same: choose one")
    explanation, address, note = _explained(source, url, title, archive, config_path)
    if page_path is not None:
        _write_page(page_path, source, archive, explanation, address, note)
    elif as_json:
        _print_json(explanation, address)
    else:
        from newsspider.cli.render_explanation import print_explanation

        print_explanation(explanation, address=address, note=note, is_all=is_all)
    if explanation.refusal is not None:
        raise NoInputError(f"{_name(source)} is no article ({NotAnArticle(*explanation.refusal)})")
    return DONE


def _explained(
    source: str, url: str | None, title: str | None, archive: Path, config_path: Path | None
) -> tuple[Explanation, str, str]:
    """Return the explanation, what the page is called, and what else must be known."""
    if url is not None:
        url_key(url)
    if _UID.fullmatch(source) and not Path(source).exists():
        return _from_archive(source, archive, read_config(config_path, archive=archive))
    config = read_config(config_path)
    is_url = source.lower().startswith(("http://", "https://"))
    from newsspider.jobs import explain_any

    page = fetch_page(source, config) if is_url else read_source(source, url or "")
    (explanation,) = _in_worker(explain_any, [(page, title)], source, config)
    return explanation, page.url or _name(source), ""


def _from_archive(uid: str, archive: Path, config: Config) -> tuple[Explanation, str, str]:
    from newsspider.archive.reader import Reader
    from newsspider.cli.repetition import with_repetitions

    with Reader(archive) as reader:
        article = reader.article(uid)
        known = reader.site_blocks_around(uid)
        again = _from_raw_page(uid, reader, config)
    if again is not None and (read := again[0].article) is not None:
        count = len({block.page for block in again[0].blocks})
        note = (_FROM_PAGE if count < 2 else _FROM_PAGES).format(
            fetched=again[1], extractor=read.extractor, count=count
        )
        note += _READ_OTHERWISE if difference(article, read) else ""
        return replace(again[0], blocks=with_repetitions(again[0].blocks, known)), article.url, note
    witnesses = witnesses_in(article.sources, article)
    blocks = with_repetitions(blocks_of(article), known)
    explanation = Explanation(article=article, witnesses=witnesses, blocks=blocks)
    return explanation, article.url, _FROM_ARCHIVE if article.text else _WITHHELD


def _from_raw_page(uid: str, reader: Reader, config: Config) -> tuple[Explanation, str] | None:
    """Return the explanation of the article's kept page, or pages, and when the last of them was fetched.

    ``None`` where no page is kept, or it can't be read: what was noted is told then.
    """
    from newsspider.archive.raw import pages_path
    from newsspider.archive.raw_reader import RawReader
    from newsspider.reextract import find_pages
    from newsspider.whole_page import is_of_no_pages

    candidate = next(reader.candidates(uid), None)
    if candidate is None or not pages_path(reader.path).exists():
        return None
    old = reader.article(uid)
    if is_of_no_pages(old, candidate.parts):
        return None
    try:
        with RawReader(pages_path(reader.path)) as raw:
            pages = find_pages(raw, candidate)
        explanation = _of_kept_pages(candidate, pages, old, reader, config) if pages else None
    except NewsspiderError as error:
        click.echo(f"newsspider: {inert(str(error))}", err=True)
        return None
    if explanation is None:
        return None
    return explanation, utc_text(max(page.fetched for page in pages.values()))


def _of_kept_pages(
    candidate: Candidate, pages: Mapping[str, Page], old: Article, reader: Reader, config: Config
) -> Explanation | None:
    """Return the explanation of *pages*, by `url_key`, of one article; ``None`` where one of several holds none."""
    from newsspider.crawl import claimant
    from newsspider.jobs import explain_page
    from newsspider.parts import joined_anew
    from newsspider.reextract import PageHints

    hints = PageHints(reader, claimant(config))
    asked = [(page, hints.of(candidate, page, old)) for page in pages.values()]
    told = _in_worker(explain_page, asked, candidate.uid, config)
    if not candidate.parts:
        return told[0]
    articles = {key: each.article for key, each in zip(pages, told, strict=True) if each.article is not None}
    if len(articles) < len(pages):
        return None
    whole = joined_anew(candidate, articles, old)
    return of_pages(whole, [(page.url, each) for page, each in zip(pages.values(), told, strict=True)])


def _in_worker(
    explain_it: Callable[[Page, Any], Explanation], asked: Sequence[tuple[Page, Any]], source: str, config: Config
) -> list[Explanation]:
    """Return the explanations of pages, made in a process of its own: a hostile page costs no more than that."""
    from newsspider.jobs import FOR_ONE
    from newsspider.workers import WorkerPool

    with WorkerPool(1, preload=FOR_ONE) as pool:
        try:
            futures = [pool.submit(explain_it, *each, deadline_seconds=config.deadline_seconds) for each in asked]
            return [future.result() for future in futures]
        except Exception as error:
            reason = outcome_of(error).reason
            raise NoInputError(f"{_name(source)} can't be read ({reason}: {error})") from error


def _print_json(explanation: Explanation, address: str) -> None:
    from newsspider.text import json_of

    article = explanation.article
    told: dict[str, Any] = {"url": (article.url if article else address) or None}
    if article is not None:
        told |= {name: value for name, value in article_fields(article).items() if name != "removed"}
        told |= {name: getattr(article, name) for name in ("agency", "image_caption", "image_credit")}
    if explanation.refusal is not None:
        reason, evidence = explanation.refusal
        told["error"] = {"reason": reason, "message": evidence}
    told["fields"] = [field_dict(witness) for witness in witnesses_of(explanation)]
    told["blocks"] = [block_dict(block) for block in explanation.blocks]
    click.echo(json_of(told))


def _write_page(path: Path, source: str, archive: Path, explanation: Explanation, address: str, note: str) -> None:
    from newsspider.archive.export import new_file
    from newsspider.webpage.explanation import explanation_page

    page = explanation_page(explanation, address=address, note=note)
    if path == Path("-"):
        click.echo(page, nl=False)
        return
    for other in (Path(source), archive):
        with suppress(OSError):
            if path.samefile(other):
                raise UsageError(f"{path} is what is to be explained: name another file")
    with new_file(path) as file:
        file.write(page)
    click.echo(f"explanation written to {path}", err=True)


def _name(source: str) -> str:
    return "standard input" if source == "-" else source
