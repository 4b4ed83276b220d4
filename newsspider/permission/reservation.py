"""The words in which a reservation is kept, whoever wrote it and wherever it stood."""

from __future__ import annotations

import re

from newsspider.article import OptOut, OptOutSource

_POLICY_URL = re.compile(r"https?://[^\s\x00-\x20\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+", re.IGNORECASE)
_MOST_POLICY_LETTERS = 2_000


def tdm_reservation(source: OptOutSource, policy: str | None) -> OptOut:
    """Return the reservation of text and data mining (W3C community group, TDMRep) under the terms at *policy*."""
    return OptOut(source=source, signal="tdm-reservation=1", policy_url=read_policy_url(policy))


def is_reserved(value: str) -> bool:
    """Say whether a ``tdm-reservation`` of that value reserves."""
    return value.strip() == "1"


def read_policy_url(text: str | None) -> str | None:
    """Return *text* where it is an http(s) address of at most 2,000 letters, without anything that a terminal acts on.

    >>> read_policy_url(" https://news.example/tdm.json ")
    'https://news.example/tdm.json'
    >>> read_policy_url("javascript:alert(1)")
    """
    stripped = (text or "").strip()
    return stripped if len(stripped) <= _MOST_POLICY_LETTERS and _POLICY_URL.fullmatch(stripped) else None
