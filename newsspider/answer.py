"""What comes back for a request, in the house's own values: a page, a visit, or the outcome of a failure."""

from __future__ import annotations

from datetime import datetime

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from newsspider.archive.record import DueUrl, SeedState
from newsspider.archive.reservation import SKIP
from newsspider.article import Failure, OptOut, Page
from newsspider.config import PRODUCT
from newsspider.extraction.hints import Hints
from newsspider.ledger import UNCHANGED, Outcome, failed
from newsspider.permission.signals import read_header_signals, turns_us_away
from newsspider.visit import GONE, Visit

CONDITIONAL = ("If-None-Match", "If-Modified-Since")
"""Headers that allow an answer without a body (RFC 9110, 13.1)."""


class Barred(IgnoreRequest):
    """A request that did not get through; `outcome` is what its URL comes to, in this run only if `is_passing`."""

    def __init__(
        self, outcome: Outcome, *, is_passing: bool = False, opt_outs: tuple[OptOut, ...] = (), detail: str = ""
    ) -> None:
        super().__init__(detail or f"{outcome.kind}: {outcome.reason}")
        self.outcome = outcome
        self.is_passing = is_passing
        self.opt_outs = opt_outs
        self.detail = detail
        """The evidence, one line; empty where the outcome says all."""


def page_of(response: Response, now: datetime) -> Page:
    """Return an answer as the house's own value."""
    headers = tuple(
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )
    return Page(
        url=response.url,
        body=response.body,
        fetched=now,
        status=response.status,
        headers=headers,
        complete=not is_cut_off(response),
    )


def is_cut_off(response: Response) -> bool:
    """Return whether the transfer broke off before its end."""
    return not {"dataloss", "partial"}.isdisjoint(response.flags)


def state_of(response: Response) -> SeedState:
    """Return what makes the next request for the same address a conditional one."""
    return SeedState(_header(response, "ETag"), _header(response, "Last-Modified"))


def visit_of(response: Response, *, site: str, due: DueUrl, hints: Hints, now: datetime, opt_out: str) -> Visit:
    """Return the visit that *response* makes; a status other than 200 is its outcome.

    *opt_out* is what the operator does with pages whose publisher reserves text mining.
    """
    page = page_of(response, now)
    reserved: tuple[OptOut, ...] = response.meta.get("opt_outs", ())
    told = read_header_signals(page.headers, PRODUCT)
    opt_out = SKIP if turns_us_away(told, read_header_signals(page.headers, "")) else opt_out
    is_noise = response.status == 304 and not is_conditional(response)
    result = None if response.status == 200 else _outcome_of_status(response.status)
    result = failed(Failure.BAD_RESPONSE) if is_noise else result
    return Visit(
        site=site,
        url=due.url,
        due=due,
        now=now,
        page=page if result is None else None,
        hints=hints,
        result=result,
        detail=f"status {response.status}",
        status=response.status,
        redirect=next((each for each in response.meta.get("redirect_reasons", ()) if isinstance(each, int)), None),
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
        opt_outs=(*reserved, *told) if response.status in (200, 304) else (),
        opt_out_policy=opt_out,
    )


def is_conditional(response: Response) -> bool:
    """Return whether the request that *response* answers was a conditional one, so that it may say "not modified"."""
    request = response.request
    return request is not None and any(request.headers.get(name) for name in CONDITIONAL)


def outcome_of_error(error: BaseException | None) -> Outcome:
    """Return what a request that brought no answer comes to."""
    match error:
        case Barred():
            return error.outcome
        case CannotResolveHostError():
            return failed(Failure.DNS)
        case DownloadTimeoutError() | TimeoutError():
            return failed(Failure.TIMEOUT)
        case DownloadConnectionRefusedError():
            return failed(Failure.CONNECTION)
        case DownloadCancelledError():
            return failed(Failure.TOO_LARGE)
        case IgnoreRequest() if "MAXSIZE" in str(error):
            return failed(Failure.TOO_LARGE)
        case IgnoreRequest():
            return failed(Failure.BAD_REDIRECT)
        case _ if "SSL" in repr(error) or "certificate" in str(error):
            return failed(Failure.TLS)
        case DownloadFailedError() | ResponseDataLossError() | OSError():
            return failed(Failure.CONNECTION)
        case _:
            return failed(Failure.BAD_RESPONSE)


def _outcome_of_status(status: int) -> Outcome:
    if status == 304:
        return UNCHANGED
    if 300 <= status < 400:
        return failed(Failure.BAD_REDIRECT)
    if status in GONE:
        return failed(Failure.GONE)
    if status == 429:
        return failed(Failure.HTTP_429)
    if status >= 500:
        return failed(Failure.HTTP_5XX)
    return failed(Failure.HTTP_4XX if status >= 400 else Failure.BAD_RESPONSE)


def conditions(etag: str | None, last_modified: str | None) -> dict[str, str]:
    """Return the headers of a conditional request (RFC 9110, 13.1)."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value}


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
