"""Run one peer over pages: what .venv-bench's Python is told to do; imports nothing of ours.

python peer_runner.py SYSTEM    a page a line on standard input ({"id", "url", "path"}), a prediction a line comes out:
                                {"id", "text", "title", "date", "authors", "seconds"} or {"id", "error", "seconds"}

``seconds`` are CPU seconds, user and system, of this process for this page: start, imports and reading the file are not
in them.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

Extract = Callable[[bytes, str, str], dict[str, Any]]
"""Page as bytes, page as text, its URL."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LANGUAGE = re.compile(r"<html[^>]{0,500}\blang\s*=\s*[\"']?([a-zA-Z]{2})", re.IGNORECASE)
_STOPLISTS = {
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "pl": "Polish",
    "cs": "Czech",
    "sv": "Swedish",
    "da": "Danish",
    "no": "Norwegian_Bokmal",
    "nb": "Norwegian_Bokmal",
    "fi": "Finnish",
    "hu": "Hungarian",
    "ro": "Romanian",
    "tr": "Turkish",
    "ru": "Russian",
    "uk": "Ukrainian",
    "el": "Greek",
    "ar": "Arabic",
    "hi": "Hindi",
    "bn": "Bengali",
    "fa": "Persian",
    "he": "Hebrew",
    "id": "Indonesian",
    "vi": "Vietnamese",
}


def decoded(html: bytes) -> str:
    """Return *html* as text, for peers that take no bytes: UTF-8 where it is, else as declared, else Windows-1252."""
    declared = _CHARSET.search(html[:4096])
    for encoding in ("utf-8", declared[1].decode("ascii") if declared else "cp1252"):
        try:
            return html.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return html.decode("cp1252", "replace")


def text_of(html: str) -> str:
    """Return the text of *html* that a peer gave, a block a line: inline tags part no words."""
    from lxml import etree
    from lxml import html as lxml_html

    if not html or not html.strip():
        return ""
    blocks = "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li"
    parting = frozenset(f"{blocks} main ol p pre section table tbody td th thead tr ul body html".split())
    parts: list[str] = []
    for event, element in etree.iterwalk(lxml_html.document_fromstring(html), events=("start", "end", "comment")):
        if element.tag in parting:
            parts.append("\n")
        if event != "start":
            parts.append(element.tail or "")
        elif element.tag not in ("script", "style"):
            parts.append(element.text or "")
    return "".join(parts)


def _day(moment: Any) -> str | None:
    return str(moment)[:10] if moment else None


def _trafilatura(**settings: Any) -> Callable[[], Extract]:
    def load() -> Extract:
        import trafilatura

        def extract(html: bytes, text: str, url: str) -> dict[str, Any]:
            document = trafilatura.bare_extraction(
                html, url=url, include_comments=False, with_metadata=True, **settings
            )
            if document is None:
                return {"text": ""}
            authors = [author for author in (document.author or "").split("; ") if author]
            return {"text": document.text, "title": document.title, "date": document.date, "authors": authors}

        return extract

    return load


def _readability() -> Extract:
    from readability import Document

    def extract(html: bytes, text: str, url: str) -> dict[str, Any]:
        document = Document(text)
        return {"text": text_of(document.summary()), "title": document.short_title()}

    return extract


def _newspaper4k() -> Extract:
    import newspaper

    def extract(html: bytes, text: str, url: str) -> dict[str, Any]:
        article = newspaper.Article(url, fetch_images=False)
        article.download(input_html=text)
        article.parse()
        date = _day(article.publish_date)
        return {"text": article.text, "title": article.title, "date": date, "authors": list(article.authors)}

    return extract


def _goose3() -> Extract:
    from goose3 import Goose

    goose = Goose({"enable_image_fetching": False})

    def extract(html: bytes, text: str, url: str) -> dict[str, Any]:
        article = goose.extract(raw_html=text)
        date = _day(article.publish_date)
        return {"text": article.cleaned_text, "title": article.title, "date": date, "authors": list(article.authors)}

    return extract


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text

    def extract(html: bytes, text: str, url: str) -> dict[str, Any]:
        return {"text": extract_plain_text(text, main_content=True, alt_texts=False, list_bullets=False)}

    return extract


def _justext() -> Extract:
    import justext

    def extract(html: bytes, text: str, url: str) -> dict[str, Any]:
        declared = _LANGUAGE.search(text)
        language = _STOPLISTS.get(declared[1].lower(), "English") if declared else "English"
        paragraphs = justext.justext(text, justext.get_stoplist(language))
        return {"text": "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)}

    return extract


def _boilerpy3() -> Extract:
    from boilerpy3 import extractors

    extractor = extractors.ArticleExtractor()

    def extract(html: bytes, text: str, url: str) -> dict[str, Any]:
        document = extractor.get_doc(text)
        return {"text": document.content, "title": document.title}

    return extract


def _magic_html() -> Extract:
    from magic_html import GeneralExtractor

    extractor = GeneralExtractor()

    def extract(html: bytes, text: str, url: str) -> dict[str, Any]:
        found = extractor.extract(text, base_url=url, html_type="article")
        return {"text": text_of(found.get("html") or ""), "title": found.get("title")}

    return extract


def _rs_trafilatura() -> Extract:
    import rs_trafilatura

    def extract(html: bytes, text: str, url: str) -> dict[str, Any]:
        found = rs_trafilatura.extract(text, url=url, include_comments=False)
        return {"text": found.main_content or "", "title": found.title}

    return extract


def _news_please() -> Extract:
    from newsplease import NewsPlease

    def extract(html: bytes, text: str, url: str) -> dict[str, Any]:
        article = NewsPlease.from_html(text, url=url, fetch_images=False)
        date = _day(article.date_publish)
        return {
            "text": article.maintext or "",
            "title": article.title,
            "date": date,
            "authors": list(article.authors or ()),
        }

    return extract


SYSTEMS: dict[str, tuple[str, str, Callable[[], Extract]]] = {
    "trafilatura": ("trafilatura", "", _trafilatura()),
    "trafilatura precision": ("trafilatura", "favor_precision", _trafilatura(favor_precision=True)),
    "trafilatura recall": ("trafilatura", "favor_recall", _trafilatura(favor_recall=True)),
    "trafilatura fast": ("trafilatura", "fast", _trafilatura(fast=True)),
    "readability": ("readability", "", _readability),
    "newspaper4k": ("newspaper4k", "", _newspaper4k),
    "goose3": ("goose3", "", _goose3),
    "resiliparse": ("resiliparse", "", _resiliparse),
    "justext": ("justext", "", _justext),
    "boilerpy3": ("boilerpy3", "", _boilerpy3),
    "magic-html": ("magic-html", "", _magic_html),
    "rs-trafilatura": ("rs-trafilatura", "", _rs_trafilatura),
    "news-please": ("news-please", "", _news_please),
}
"""By name: its line in peers.txt, the setting, and what loads it."""


def predict(extract: Extract, page: dict[str, Any]) -> dict[str, Any]:
    """Return the peer's prediction; an exception of the peer is an empty page that tells it."""
    with gzip.open(page["path"]) as file:
        html = file.read()
    text = decoded(html)
    begin = time.process_time()
    try:
        found = extract(html, text, page["url"])
    except Exception as error:
        found = {"text": "", "error": f"{type(error).__name__}: {error}"[:200]}
    return {"id": page["id"], **found, "seconds": round(time.process_time() - begin, 5)}


def main() -> None:
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a peer prints is no answer
    extract = SYSTEMS[sys.argv[1]][2]()
    is_warm = False
    for line in sys.stdin:
        page = json.loads(line)
        if not is_warm:  # what a peer loads when it is first used is its start
            predict(extract, page)
            is_warm = True
        answers.write(json.dumps(predict(extract, page)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
