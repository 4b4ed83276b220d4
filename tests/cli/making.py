"""Lines of pages for ``replay`` and ``extract --jsonl``."""

from typing import Any

PROSE = "<p>" + "The ferry to the islands runs again after the storm, with a new captain at the helm. " * 6 + "</p>"


def a_line(number: Any, *, url: str = "", extra: str = "", **more: Any) -> dict[str, Any]:
    """Return the line of an article; more of its fields may be given."""
    title = f"Ferry {number} runs again"
    html = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{PROSE}"
        f"<p>This is part {number} of the story. {extra}</p></article>"
    )
    return {"id": number, "url": url or f"https://isle.example/ferry-{number}", "html": html, **more}
