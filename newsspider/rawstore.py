"""Raw pages beside the archive: kept before the article that names them, packed, bounded, forgotten with their words.

Here `pages`, which packs, and `archive`, which stores, meet.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Self

from newsspider.archive.quarantine import body_digest
from newsspider.archive.raw import PackedBody, RawPages, SiteDictionary, pages_path
from newsspider.archive.raw_reader import RawReader
from newsspider.archive.store import Archive
from newsspider.article import Article, OptOut, Page
from newsspider.config import Config
from newsspider.errors import ArchiveCorruptError, BadURL, RawPageError
from newsspider.extraction.letters import letters_on
from newsspider.extraction.outline import letters_of
from newsspider.ledger import ALIAS, NEW, REVISION, UNCHANGED, Outcome
from newsspider.pages.codec import (
    IDLE_LEVEL,
    LARGE_BYTES,
    MAX_PAGE_BYTES,
    WRITE_LEVEL,
    may_be_dictionary,
    pack,
    unpack,
)
from newsspider.text import paragraphs, text_hash
from newsspider.urls import url_key
from newsspider.visit import Visit, is_withheld, opt_outs_of

NO_ARCHIVING = "noarchive"
"""The signal that asks for no copy of the page: the article is kept, its page is not."""
RENEW_AFTER = 100
"""Pages by which a site's dictionary grows old: what stands beside its articles is another by then. By
benchmarks/pages.py five cost a tenth; from twenty on it makes no difference on sites of up to thirty pages."""
HELPS_BELOW = 0.75
"""A dictionary was a help where a byte of the page takes less than so much of what a byte of the dictionary takes."""
MOST_MISSES = 5
"""Pages in a row that it was no help for: the site has a new layout, and the next page becomes the dictionary. From
one to eight the corpora don't tell which is best."""
MOST_DICTIONARIES = 32
"""Sites whose dictionary is held in memory, a megabyte each at most."""
LAST_BATCH = 100
"""Pages that may stand without their article after a kill: those of the last batch (`newsspider.writer.BATCH_ROWS`)."""
DROPPED_A_RUN = 2_000
"""Most pages that retention forgets in one run."""
DROPPED_AT_ONCE = 100
IDLE_SECONDS = 1.0
"""CPU time at the end of a run for packing tighter."""
NEVER = datetime.min.replace(tzinfo=UTC)
_FREED_PAGES = 25_000
"""Of 4 KiB: most of the file that is given back to the disk in one run."""
_PACKED_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Retention:
    """How long raw pages are kept, and how many bytes they may take."""

    days: int
    most_bytes: int


@dataclass(frozen=True, slots=True)
class _Base:
    """A site's dictionary, ready for use."""

    body_id: int
    content: bytes
    share: float
    """What it takes packed without help, of its length."""


class RawStore:
    """The raw pages of one archive; lives with its writer."""

    def __init__(self, pages: RawPages, *, is_keeping: bool, retention: Retention) -> None:
        self._pages = pages
        self._is_keeping = is_keeping
        self._retention = retention
        self._bases: OrderedDict[str, _Base] = OrderedDict()

    @classmethod
    def open(cls, archive: Archive, archive_path: Path, config: Config) -> Self | None:
        """Return the store beside *archive*, made where absent; ``None`` where none is wanted and none is there.

        Where none is wanted any more, what is there still grows old, and goes where its words have to. What a killed
        run left is swept. Raises `ArchiveCorruptError` where the file is damaged or not ours, and what else
        `Archive.open` raises.
        """
        path = pages_path(archive_path)
        if not config.raw and not path.exists():
            return None
        with _advising():
            store = cls(
                RawPages.open(path), is_keeping=config.raw, retention=Retention(config.raw_days, config.raw_bytes)
            )
            try:
                store.sweep(archive)
            except BaseException:
                store.close()
                raise
        return store

    def close(self) -> None:
        """Leave one whole file; a second call does nothing."""
        self._pages.close()

    def reader(self) -> RawReader:
        """Return another connection to the file, for other threads."""
        return RawReader(self._pages.path)

    def recognised(self, archive: Archive, visits: Sequence[Visit]) -> list[Visit]:
        """Return *visits*, those marked whose page says what the one said that its stored article was made of."""
        return [replace(visit, is_same_page=True) if self._says_the_same(archive, visit) else visit for visit in visits]

    def _says_the_same(self, archive: Archive, visit: Visit) -> bool:
        """Whether what was gained stood on the kept page, and what was lost still stands on this one."""
        key = _key_of(visit)
        if key is None or visit.page is None or not isinstance(visit.result, Article):
            return False
        last = self._pages.last_body(key)
        stored = None if last is None else archive.find_article(key)
        part = archive.parts.find(key)
        before = "" if stored is None else stored.text if part is None or part.text is None else part.text
        if last is None or stored is None or before == visit.result.text:
            return False
        if last.digest == body_digest(visit.page.body):
            return True
        old, new = set(paragraphs(before)), set(paragraphs(visit.result.text))
        try:
            letters = letters_on(replace(visit.page, body=self._unpacked(last)))
        except RawPageError:
            return False
        now = letters_on(visit.page)
        return all(letters_of(gained) in letters for gained in new - old) and all(
            letters_of(lost) in now for lost in old - new
        )

    def keep(self, archive: Archive, visits: Sequence[Visit], outcomes: Sequence[Outcome]) -> None:
        """Store the pages of *visits*, whose articles are written but not yet committed; forget what may not be kept.

        What is done here is on disk when this returns: so no article ever names a page that is not there.
        """
        withheld = archive.reservations.lately_withheld()
        reserved = {key for visit in visits if (key := _key_of(visit)) and _asks_for_no_copy(opt_outs_of(visit))}
        unwanted = withheld | reserved
        try:
            with _advising(), self._pages.transaction():
                for visit, outcome in zip(visits, outcomes, strict=True):
                    if (
                        (key := _key_of(visit))
                        and key not in unwanted
                        and self._is_wanted(archive, visit, outcome, key)
                    ):
                        self._add(visit, key)
                self._drop(self._pages.drop_pages_of(unwanted))
        except BaseException:
            self._bases.clear()  # some were chosen by what is taken back
            raise

    def sweep(self, archive: Archive) -> int:
        """Forget pages that a killed run left without their article; return how many there were.

        They were stored last, after one whose article is there. Where more stand alone, or all, no kill was the reason:
        the archive is another one, or an older copy, and is perhaps to be filled from these pages.
        """
        latest = self._pages.latest(LAST_BATCH + 1)
        seen = archive.last_seen({page.url_key for page in latest})
        lost = list(takewhile(lambda page: page.fetched > seen.get(page.url_key, NEVER), latest))
        if not lost or len(lost) == len(latest):
            return 0
        with self._pages.transaction():
            self._drop(self._pages.drop_states(page.id for page in lost))
        return len(lost)

    def tidy(
        self, now: datetime, *, idle_seconds: float = IDLE_SECONDS, clock: Callable[[], float] = time.process_time
    ) -> None:
        """Forget what is too old or too much, pack tighter what was packed in haste; both within bounds."""
        with _advising():
            self._retain(now)
            self._tighten(idle_seconds, clock)

    def _is_wanted(self, archive: Archive, visit: Visit, outcome: Outcome, key: str) -> bool:
        """Return whether the visit's page is the one that the archive's article was made of, and not there yet."""
        if not self._is_keeping or visit.page is None or len(visit.page.body) > MAX_PAGE_BYTES or is_withheld(visit):
            return False
        if outcome in (NEW, REVISION):
            return True
        if outcome not in (UNCHANGED, ALIAS) or not isinstance(visit.result, Article) or self._pages.has(key):
            return False
        if archive.parts.find(key) is not None:  # of an article of several pages every one is
            return True
        stored = archive.find_article(key)
        return stored is not None and (stored.url_key, stored.text_hash) == (key, text_hash(visit.result.text))

    def _add(self, visit: Visit, key: str) -> None:
        page = visit.page
        assert page is not None
        digest = body_digest(page.body)
        body_id = self._pages.body_id(digest)
        if body_id is None:
            body_id = self._add_body(page, digest, visit.site)
        self._drop(
            self._pages.add_page(page, url_key=key, site=visit.site, body_id=body_id, opt_outs=opt_outs_of(visit))
        )

    def _add_body(self, page: Page, digest: str, site: str) -> int:
        chosen = self._pages.dictionary_of(site)
        base = None if chosen is None else self._base(site, chosen.body_id)
        packed = pack(page.body, dictionary=None if base is None else base.content)
        is_help = base is not None and len(packed) < HELPS_BELOW * base.share * max(1, len(page.body))
        if base is not None and not is_help and len(alone := pack(page.body)) <= len(packed):
            packed, base = alone, None
        misses = 0 if is_help or chosen is None else chosen.misses + 1
        is_new = chosen is None or chosen.pages >= RENEW_AFTER or misses >= MOST_MISSES
        is_new = is_new and page.complete and may_be_dictionary(page.body)
        if is_new and base is not None:
            packed, base = pack(page.body), None
        body = PackedBody(
            digest=digest,
            site=site,
            size=len(page.body),
            level=WRITE_LEVEL,
            dictionary_id=None if base is None else base.body_id,
            packed=packed,
        )
        body_id = self._pages.add_body(body)
        if is_new:
            self._choose(site, replace(body, id=body_id), page.body)
        elif chosen is not None:
            self._pages.set_dictionary(site, SiteDictionary(chosen.body_id, chosen.pages + 1, misses))
        return body_id

    def _choose(self, site: str, body: PackedBody, content: bytes) -> None:
        """Pack the site's pages by this one from now on; the one before goes where nothing needs it."""
        before = self._pages.dictionary_of(site)
        self._pages.set_dictionary(site, SiteDictionary(body.id))
        self._remember(site, _Base(body.id, content, len(body.packed) / max(1, len(content))))
        if before is not None:
            self._pages.drop_unused({before.body_id})

    def _base(self, site: str, body_id: int) -> _Base | None:
        """Return the site's dictionary; ``None`` where it is damaged: pages stand alone until another is chosen."""
        base = self._bases.get(site)
        if base is not None and base.body_id == body_id:
            self._bases.move_to_end(site)
            return base
        body = self._pages.body(body_id)
        try:
            content = unpack(body.packed, size=body.size)
        except RawPageError:
            return None
        return self._remember(site, _Base(body_id, content, len(body.packed) / max(1, len(content))))

    def _remember(self, site: str, base: _Base) -> _Base:
        self._bases[site] = base
        self._bases.move_to_end(site)
        while len(self._bases) > MOST_DICTIONARIES:
            self._bases.popitem(last=False)
        return base

    def _drop(self, bodies: set[int]) -> None:
        """Forget bodies that no page has any more; what was packed by one of them is packed anew."""
        self._pages.drop_unused(bodies)  # first: what goes with them need not be packed anew
        for body_id in bodies:
            if self._pages.is_without_page(body_id):
                self._free(body_id)
        self._pages.drop_unused(bodies)

    def _free(self, body_id: int) -> None:
        """Let nothing need that body: the newest page that was packed by it takes its place."""
        dependents = [self._pages.body(each) for each in self._pages.dependents(body_id)]
        sites = self._pages.sites_of_dictionary(body_id)
        if not dependents and not sites:
            return
        for site in sites:
            self._bases.pop(site, None)
            self._pages.set_dictionary(site, None)
        base = self._pages.body(body_id)
        heir: tuple[int, bytes] | None = None
        for body in dependents:
            content = self._content(body, base)
            if content is None:
                self._repack(replace(body, dictionary_id=None), b"")
            elif heir is None and may_be_dictionary(content):
                heir = body.id, content
                self._repack(replace(body, dictionary_id=None), pack(content))
            else:
                by = None if heir is None else heir[0]
                self._repack(
                    replace(body, dictionary_id=by), pack(content, dictionary=None if heir is None else heir[1])
                )
        if heir is not None:
            for site in sites:
                self._pages.set_dictionary(site, SiteDictionary(heir[0], pages=len(dependents)))

    def _content(self, body: PackedBody, base: PackedBody) -> bytes | None:
        """Return the bytes of a body packed by *base*; ``None`` where they are lost."""
        try:
            return unpack(body.packed, dictionary=unpack(base.packed, size=base.size), size=body.size)
        except RawPageError:
            return None

    def _repack(self, body: PackedBody, packed: bytes, level: int = WRITE_LEVEL) -> None:
        self._pages.repack(replace(body, packed=packed, level=level))

    def _retain(self, now: datetime) -> None:
        oldest_kept = now - timedelta(days=self._retention.days)
        for _ in range(DROPPED_A_RUN // DROPPED_AT_ONCE):
            with self._pages.transaction():
                bodies = self._pages.drop_oldest(before=oldest_kept, limit=DROPPED_AT_ONCE)
                if not bodies and self._pages.used_bytes() > self._retention.most_bytes:
                    bodies = self._pages.drop_oldest(limit=DROPPED_AT_ONCE)
                self._drop(bodies)
            if not bodies:
                break
        self._pages.give_back(_FREED_PAGES)

    def _tighten(self, seconds: float, clock: Callable[[], float]) -> None:
        end = clock() + seconds
        while clock() < end:
            with self._pages.transaction():
                loose = self._pages.could_be_tighter(level=IDLE_LEVEL, most_bytes=LARGE_BYTES, limit=_PACKED_AT_ONCE)
                for body in loose:
                    self._pack_tighter(body)
            if not loose:
                return

    def _pack_tighter(self, body: PackedBody) -> None:
        """Pack *body* anew, with its own dictionary or, where it stands alone and nothing stands on it, its site's."""
        base_id = body.dictionary_id
        if base_id is None and not self._pages.dependents(body.id) and not self._pages.sites_of_dictionary(body.id):
            chosen = self._pages.dictionary_of(body.site)
            base_id = None if chosen is None else chosen.body_id
        try:
            content = self._unpacked(body)
            dictionary = None if base_id is None else self._unpacked(self._pages.body(base_id))
        except RawPageError:
            return self._pages.mark(body, level=IDLE_LEVEL)
        packed = pack(content, dictionary=dictionary, level=IDLE_LEVEL)
        if len(packed) < len(body.packed):
            return self._repack(replace(body, dictionary_id=base_id), packed, IDLE_LEVEL)
        return self._pages.mark(body, level=IDLE_LEVEL)

    def _unpacked(self, body: PackedBody) -> bytes:
        base = None if body.dictionary_id is None else self._pages.body(body.dictionary_id)
        dictionary = None if base is None else unpack(base.packed, size=base.size)
        return unpack(body.packed, dictionary=dictionary, size=body.size)


def _key_of(visit: Visit) -> str | None:
    try:
        return None if visit.page is None else url_key(visit.page.url)
    except BadURL:
        return None


def _asks_for_no_copy(opt_outs: Sequence[OptOut]) -> bool:
    return any(each.signal == NO_ARCHIVING for each in opt_outs)


@contextmanager
def _advising() -> Iterator[None]:
    """Say of a damaged file what can be done: it holds nothing that the archive needs."""
    try:
        yield
    except ArchiveCorruptError as error:
        raise ArchiveCorruptError(
            f"{error}; or move it away: raw pages are kept anew, and no article is lost"
        ) from error
