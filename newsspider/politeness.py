"""What a site owner may expect, out of the operator's decisions: who we say we are, how often and how much we ask."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from newsspider.config import CONTACT_HINT, Config
from newsspider.errors import ConfigError

LOOPBACK_REQUESTS = 4


def is_loopback(url: str) -> bool:
    """Return whether *url* names this very machine, and no name that only looks like it.

    >>> is_loopback("http://127.0.0.1:8000/"), is_loopback("http://127.news.example/")
    (True, False)
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_contact(name: str, homes: Iterable[str], config: Config) -> None:
    """Raise `ConfigError` where a stranger's host would be asked without a way to reach the operator."""
    if not (config.contact or config.user_agent) and not all(is_loopback(home) for home in homes):
        raise ConfigError(f"no contact to ask {name} with: {CONTACT_HINT}")


def shared_settings(config: Config) -> dict[str, Any]:
    """Return the settings that all sites of a crawl share."""
    return {
        "USER_AGENT": config.user_agent_line(),
        "DOWNLOAD_TIMEOUT": config.timeout_seconds,
        "RETRY_TIMES": config.retries,
        "NEWSSPIDER_MAX_PAGES": config.max_pages,
        "NEWSSPIDER_NEVER": list(config.never),
        "NEWSSPIDER_CONFIGURED": True,
    }


def site_settings(config: Config, homes: Iterable[str]) -> dict[str, Any]:
    """Return the settings of one site: nobody is spared on loopback, where the operator is alone."""
    is_alone = all(is_loopback(home) for home in homes)
    at_once = LOOPBACK_REQUESTS if is_alone else config.requests_per_host
    return {
        "DOWNLOAD_DELAY": 0.0 if is_alone else config.delay_seconds,
        "CONCURRENT_REQUESTS_PER_DOMAIN": at_once,
        "CONCURRENT_REQUESTS": 2 * at_once,  # what is begun is finished, also after a signal: little is begun ahead
    }
