"""Times as the house writes them: aware UTC in code, ISO 8601 to the second with ``Z`` in files and tables."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the time, UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def utc_text(moment: datetime) -> str:
    """Return *moment* as the archive stores it; equal lengths, so that text sorts as time.

    >>> utc_text(datetime(2026, 11, 3, 7, 30, 59, 999, tzinfo=UTC))
    '2026-11-03T07:30:59Z'
    """
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def utc_text_or_none(moment: datetime | None) -> str | None:
    """Return *moment* as `utc_text` does; ``None`` stays ``None``."""
    return None if moment is None else utc_text(moment)


def read_utc(text: str) -> datetime:
    """Return the moment that `utc_text` wrote.

    >>> read_utc("2026-11-03T07:30:59Z")
    datetime.datetime(2026, 11, 3, 7, 30, 59, tzinfo=datetime.timezone.utc)
    """
    return datetime.fromisoformat(text).astimezone(UTC)


def read_utc_or_none(text: str | None) -> datetime | None:
    """Return the moment that `utc_text` wrote; ``None`` stays ``None``."""
    return None if text is None else read_utc(text)
