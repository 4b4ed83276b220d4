"""One run: pages go in, outcomes come back, the sum is kept. Crawl and replay are the same path from here on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from newsspider import jobs
from newsspider.archive.quarantine import body_digest
from newsspider.archive.record import DueUrl, FoundLink, SeedState, SiteInfo
from newsspider.archive.store import Archive
from newsspider.article import Article, Failure, Left, Page
from newsspider.cleaning import clean_site
from newsspider.config import Config
from newsspider.errors import NewsspiderError, WorkerCrashed, WorkerTimeout
from newsspider.extraction.hints import NO_HINTS, Hints
from newsspider.extraction.version import EXTRACTOR
from newsspider.gate import Gate
from newsspider.intake import COSTS_A_WORKER, IN_QUARANTINE, STORE
from newsspider.kept_pages import last_page
from newsspider.ledger import NEW, REVISION, Ledger, Outcome, OutcomeKind, left
from newsspider.logs import Event, log_event, set_run
from newsspider.memory import DoorMemory
from newsspider.orchard import LATEST, Orchard
from newsspider.policies import Policies
from newsspider.rawstore import IDLE_SECONDS, RawStore
from newsspider.repeats import Repeats
from newsspider.sites import SiteMemory
from newsspider.text import text_hash
from newsspider.times import utc_now, utc_text
from newsspider.traps import SITE, SITE_LIMIT, shape_of
from newsspider.urls import same_site
from newsspider.verdict import failed_sites
from newsspider.visit import Visit
from newsspider.workers import DEADLINE_SECONDS, WorkerPool
from newsspider.writer import Writer


class Run:
    """One run over an archive. Its methods return at once; what they promise arrives in a future."""

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        config: Config,
        command: str,
        sites: Sequence[SiteInfo] = (),
        wait_seconds: float = 0.0,
        clock: Callable[[], datetime] = utc_now,
    ) -> Run:
        """Return a run over the archive at *path*, made where absent; raises what `Archive.open` raises."""
        archive = Archive.open(path, wait_seconds=wait_seconds)
        archive.fingerprints.look_back(config.copy_days)
        try:
            raw = RawStore.open(archive, path, config)
        except BaseException:
            archive.close()
            raise
        return cls(
            archive,
            WorkerPool(config.workers, preload=jobs.MODULES),
            command=command,
            sites=sites,
            clock=clock,
            deadline_seconds=config.deadline_seconds,
            opt_out=config.opt_out,
            raw=raw,
        )

    def __init__(
        self,
        archive: Archive,
        pool: WorkerPool,
        *,
        command: str,
        sites: Sequence[SiteInfo],
        clock: Callable[[], datetime] = utc_now,
        deadline_seconds: float = DEADLINE_SECONDS,
        opt_out: str = STORE,
        raw: RawStore | None = None,
    ) -> None:
        self.opt_out = opt_out
        """What is done with articles whose publisher reserves text mining."""
        self._archive = archive
        self._raw = raw
        self._begun = time.monotonic()
        self.clock = clock
        self.started = clock()
        self.ledger = Ledger(site.name for site in sites)
        self.closing: Left | None = None
        """Why nothing new is begun; ``None`` while the run goes on."""
        self._pool = pool
        self._deadline_seconds = deadline_seconds
        self._sites = SiteMemory()
        self._writer = Writer(archive, settle=self._settle, counted=self._count)
        self._claimed: dict[str, set[str]] = {site.name: set() for site in sites}
        self.id = self._writer.call(
            lambda archive: archive.begin_run(command=command, sites=sites, started=self.started)
        ).result()
        set_run(self.id)
        log_event(Event.RUN_BEGUN, command=command, sites=len(sites))
        self._writer.call(lambda archive: self._sites.recall(archive, [site.name for site in sites])).result()
        struck = self._writer.call(lambda archive: {site.name: archive.traps.struck(site.name) for site in sites})
        self._orchards = {name: Orchard(shapes) for name, shapes in struck.result().items()}
        self._writer.call(lambda archive: archive.quarantine.release(EXTRACTOR)).result()
        self._held = self._writer.call(lambda archive: archive.quarantine.reasons()).result()
        hosts = self._writer.call(lambda archive: archive.door.hosts(now=self.started)).result()
        memory = DoorMemory(self._writer)
        self.gate = Gate(book=memory, hosts=hosts, clock=clock, told=self._tell, is_over=self._has_fault)
        """Whose turn it is at a host."""
        self.policies = Policies(memory, clock=clock)
        """robots.txt and tdmrep.json of every origin."""

    def close_doors(self, reason: Left) -> None:
        """Begin nothing new from now on; who waits for a turn is turned back."""
        self.closing = self.closing or reason
        self.gate.close(self.closing)

    @property
    def fault(self) -> NewsspiderError | None:
        """What ended the writing; nothing is stored from then on."""
        return self._writer.fault

    def leads_nowhere(self, site: str, url: str) -> bool:
        """Return whether addresses like *url* led nowhere so often that no more of them are visited in this run."""
        orchard = self._orchards.get(site)
        return orchard is not None and orchard.is_closed(url)

    def _has_fault(self) -> bool:
        return self.fault is not None

    def is_closing(self) -> bool:
        """Return whether nothing new is to be begun."""
        return self.closing is not None or self.fault is not None

    def extract(self, page: Page, hints: Hints = NO_HINTS, *, site: str) -> Future[Article]:
        """Extract *page* of *site* in a worker; for what the future raises see `outcome_of`.

        A page that cost this extractor a worker before comes to the same without costing another one.
        """
        reason = self._held.get(body_digest(page.body)) if self._held else None
        if reason is not None:
            held: Future[Article] = Future()
            is_timeout = reason is Failure.EXTRACTION_TIMEOUT
            held.set_exception((WorkerTimeout if is_timeout else WorkerCrashed)(IN_QUARANTINE))
            return held
        if not self._sites.knows(site):  # the sites of a crawl are known from its beginning
            self._writer.call(lambda archive: self._sites.recall(archive, [site])).result()
        return self._extract(page, self._sites.hints(site, hints))

    def _extract(self, page: Page, hints: Hints) -> Future[Article]:
        return self._pool.submit(jobs.extract_page, page, hints, deadline_seconds=self._deadline_seconds)

    async def closed_shapes(self, site: str) -> frozenset[str]:
        """Return the shapes of addresses that are not to be visited now, by this run's and earlier ones' findings."""
        closed = await asyncio.wrap_future(self.ask(lambda archive: archive.traps.closed(site, self.clock())))
        return frozenset(closed)

    def find_links(self, page: Page, scope: jobs.Scope) -> Future[jobs.Finding]:
        """Read the links of a seed in a worker."""
        return self._pool.submit(jobs.find_links, page, scope, deadline_seconds=self._deadline_seconds)

    def add_links(
        self, site: str, links: Iterable[FoundLink], *, discovered_from: str, state: SeedState | None = None
    ) -> Future[int]:
        """Put links into the frontier; how many of them became due.

        What the seed's server said of it, *state*, is kept in the same transaction: a seed whose links were lost must
        not answer "not modified".
        """
        now = self.clock()

        def add(archive: Archive) -> int:
            if state is not None:
                archive.frontier.keep_seed(discovered_from, state.etag, state.last_modified)
            return archive.frontier.add_links(site, links, discovered_from=discovered_from, now=now)

        return self._writer.call(add)

    def seed_states(self, urls: Sequence[str]) -> Future[list[SeedState]]:
        """Look up what the servers of seeds said of them last."""
        return self._writer.call(lambda archive: [archive.frontier.seed_state(url) for url in urls])

    def claim(self, site: str, *, limit: int) -> Future[list[DueUrl]]:
        """Take at most *limit* due URLs that nobody has taken in this run; each is owed one outcome."""
        return self._writer.call(lambda archive: self._claim(archive, site, limit))

    def revisit(self) -> None:
        """Let every article that the sites of this run ever gave be looked at again in it, however old it is."""

        def revisit(archive: Archive) -> None:
            for site in self.ledger.sites:
                archive.frontier.revisit(site, now=self.started)

        self._writer.call(revisit).result()

    def owe(self, site: str) -> None:
        """Count one due URL that did not come out of the frontier."""
        self.ledger.site(site).due += 1

    def store(self, visit: Visit) -> Future[Outcome]:
        """Write what a visit brought; the outcome arrives, and is counted, after it was committed."""
        return self._writer.put(visit)

    def ask(self, question: Callable[[Archive], Any]) -> Future[Any]:
        """Put a question to the archive between two batches."""
        return self._writer.call(question)

    def finish(self) -> None:
        """Wait for what is being written, count what is left in the frontier, and clean earlier articles.

        What became known of a site in this run leaves the articles that were stored before.
        """
        for site in self.ledger.sites.values():
            site.seconds = site.seconds or time.monotonic() - self._begun
        if self.fault is None:
            self._writer.call(self._give_back).result()
            self._writer.call(self._count_left).result()
            if self.closing is not Left.SIGNAL:
                self._clean_sites()

    def close(self, exit_code: int) -> None:
        """Write the run's own row, leave the archive whole, end the workers, and check the sum.

        Raises `AccountingError` where the sum does not close, and the writer's fault where there is one.
        """
        try:
            if self.fault is None:
                self._writer.call(lambda archive: self._end(archive, exit_code)).result()
        finally:
            self._writer.close()
            self._pool.close()
            try:
                self._close_raw()
            finally:
                self._close_archive()
        if self.fault is not None:
            raise self.fault
        self.ledger.check()
        log_event(Event.RUN_ENDED, exit=exit_code, **self.ledger.total().as_dict())

    def _clean_sites(self) -> None:
        """Take what became known of the sites in this run out of the articles that were stored before."""
        with self._raw.reader() if self._raw is not None else nullcontext() as reader:

            def reread(site: str, article: Article, since: datetime, repeats: Repeats) -> Future[Article] | None:
                page = None if reader is None else last_page(reader, article.url, since=since)
                hints = self._sites.hints_again(site, repeats)
                return None if page is None else self._extract(page, replace(hints, now=page.fetched))

            for site in self._sites.learning():
                clean_site(site, lambda question: self._writer.call(question).result(), reread=reread)

    def _settle(self, archive: Archive, visits: Sequence[Visit]) -> list[Outcome]:
        """A page is on disk before the article that names it: the raw pages' transaction ends inside the archive's."""
        if self._raw is None:
            return self._sites.settle(archive, visits)
        outcomes = self._sites.settle(archive, self._raw.recognised(archive, visits))
        self._raw.keep(archive, visits, outcomes)
        return outcomes

    def _give_back(self, archive: Archive) -> None:
        """What the day's requests were taken for and did not become."""
        for site, day, requests, received in self.gate.rest():
            archive.door.grant(site, day, requests=-requests, most=0, received=received)
        archive.door.forget_old_days(now=self.clock())

    def _end(self, archive: Archive, exit_code: int) -> None:
        failing = failed_sites(self.ledger)
        sites = self.ledger.sites.items()
        counts = {name: site.as_dict() | {"reached": name not in failing} for name, site in sites}
        archive.end_run(self.id, finished=self.clock(), exit_code=exit_code, counts=counts)

    def _close_raw(self) -> None:
        """Let raw pages grow old, and pack them tighter unless somebody waits for the end."""
        if self._raw is None:
            return
        try:
            if self.fault is None:
                idle_seconds = 0.0 if self.closing is Left.SIGNAL else IDLE_SECONDS
                self._raw.tidy(self.clock(), idle_seconds=idle_seconds)
        finally:
            self._raw.close()

    def _close_archive(self) -> None:
        try:
            self._archive.close()
        except NewsspiderError:
            if self.fault is None:
                raise

    def _claim(self, archive: Archive, site: str, limit: int) -> list[DueUrl]:
        taken = self._claimed.setdefault(site, set())
        candidates = archive.frontier.due(site, now=self.clock(), limit=limit + len(taken))
        claimed = [due for due in candidates if due.url_key not in taken][:limit]
        taken.update(due.url_key for due in claimed)
        self.ledger.site(site).due += len(claimed)
        return claimed

    def _tell(self, site: str, what: str) -> None:
        ledger = self.ledger.site(site)
        ledger.is_held = True
        ledger.add_problem(what)

    def _count(self, visit: Visit, outcome: Outcome) -> None:
        self.ledger.site(visit.site).outcomes[outcome] += 1
        if visit.due is not None and outcome.kind is not OutcomeKind.LEFT and not visit.is_passing:
            self._claimed[visit.site].discard(visit.due.url_key)  # it is not due any more: nobody need pass it over
        log_event(
            Event.VISIT,
            site=visit.site,
            url=visit.url,
            outcome=outcome.kind,
            reason=outcome.reason,
            status=visit.status,
            bytes=None if visit.page is None else len(visit.page.body),
            detail=None if outcome.reason is None else visit.detail,
        )
        if outcome.reason in COSTS_A_WORKER and visit.page is not None:
            log_event(Event.QUARANTINE, site=visit.site, url=visit.url, reason=outcome.reason)
        orchard = self._orchards.get(visit.site)
        if orchard is not None and visit.due is not None:
            closed = orchard.note(visit, outcome, is_copy=self._is_copy(visit, outcome))
            if closed is not None:
                self._writer.call(lambda archive: self._close_shape(archive, visit, closed))
            elif outcome in (NEW, REVISION) and (struck := orchard.forgiven(visit.url)):
                self._writer.call(lambda archive: archive.traps.forgive(visit.site, struck))

    def _is_copy(self, visit: Visit, outcome: Outcome) -> bool:
        """Return whether the words of a new article stood at another address of its site before this run."""
        if outcome != NEW or not isinstance(visit.result, Article):
            return False
        alike = self._archive.articles_with_hash(text_hash(visit.result.text))
        return any(each.first_seen < self.started and same_site(each.url, visit.url) for each in alike)

    def _close_shape(self, archive: Archive, visit: Visit, shape: str) -> None:
        """Addresses of that shape lead nowhere: what waits of them is carried over, for a day or longer."""
        has_borne = any(shape_of(url) == shape for url in archive.originals_of(visit.site, limit=LATEST))
        if has_borne and self._orchards[visit.site].reopen(shape):
            return
        ledger = self.ledger.site(visit.site)
        log_event(Event.TRAP, site=visit.site, url=visit.url, pattern=shape)
        if shape == SITE:
            ledger.add_problem(f"{visit.url}: {SITE_LIMIT} pages in a row gave nothing: the rest waits")
            return
        now = self.clock()
        until = archive.traps.add(visit.site, shape, visit.url, now)
        kept = archive.frontier.set_aside(visit.site, lambda url: shape_of(url) == shape, until=until)
        waiting = sum(1 for key in kept if key not in self._claimed[visit.site])
        ledger.outcomes[left(Left.BUDGET)] += waiting
        ledger.due += waiting  # the later of the two: whoever looks meanwhile takes none of them for open
        what = f"addresses of its shape lead nowhere (trap {shape}): they wait until {utc_text(until)}"
        ledger.add_problem(f"{visit.url}: {what}")

    def _count_left(self, archive: Archive) -> None:
        """What is due and nobody took, and what was taken and never begun, waits for the next run."""
        reason = left(self.closing or Left.BUDGET)
        for name, taken in self._claimed.items():
            ledger = self.ledger.site(name)
            waiting = sum(1 for key in archive.frontier.due_keys(name, now=self.started) if key not in taken)
            ledger.due += waiting
            ledger.outcomes[reason] += waiting
            if self.closing:
                ledger.outcomes[reason] += max(0, ledger.due - ledger.settled)
