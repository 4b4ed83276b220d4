"""Pages that are no articles, and the reason."""

from __future__ import annotations

import pytest

from newsspider.article import Reason
from newsspider.errors import NotAnArticle
from newsspider.extraction.extractor import extract
from newsspider.extraction.messages import is_listing_title, message_of_heading, messages_in
from newsspider.text import inert
from tests.extraction.conftest import PAGES

JSON = (("content-type", "application/json"),)
PDF = (("content-type", "application/pdf"),)
NAMED = sorted(path.stem for path in (PAGES / "verdict").glob("*.html"))
"""Pages named for what they are: ``listing-tag-wordpress-en``, ``article-brief-en``."""
IMPOSTORS = [name for name in NAMED if not name.startswith("article-")]
HONEST = [name for name in NAMED if name.startswith("article-")]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("archive.html", Reason.LISTING),
        ("not_found.html", Reason.SOFT_404),
        ("login.html", Reason.LOGIN_WALL),
        ("script_only.html", Reason.NEEDS_SCRIPT),
    ],
)
def test_a_page_that_is_no_article_says_why(page, name, reason):
    with pytest.raises(NotAnArticle) as outcome:
        extract(page(name))

    assert outcome.value.reason is reason


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (b"", (), Reason.EMPTY),
        (b" \r\n ", (), Reason.EMPTY),
        (b"%PDF-1.7 ...", PDF, Reason.BINARY),
        (b"\x89PNG\r\n\x1a\n", (), Reason.BINARY),
        (bytes(range(256)) * 20, (), Reason.BINARY),
        (b'{"title": "x"}', JSON, Reason.NOT_HTML),
        (b'<?xml version="1.0"?><rss><channel></channel></rss>', (), Reason.NOT_HTML),
        (b"<html><body><p>Ten words are not enough for an article here.</p></body></html>", (), Reason.TOO_SHORT),
    ],
)
def test_bytes_that_are_no_article_say_why(page, body, headers, reason):
    with pytest.raises(NotAnArticle) as outcome:
        extract(page("magazine.html", body=body, headers=headers))

    assert outcome.value.reason is reason


def test_an_article_about_a_missing_page_is_one(page):
    html = page("magazine.html").body.replace(
        b"River wall holds through the night", b"Error 404: the page not found became art"
    )
    html = html.replace(
        b"<p>By noon", b"<p>" + b"The exhibition shows every lost page of the town. " * 30 + b"</p><p>By noon"
    )

    article = extract(page("magazine.html", body=html))

    assert "every lost page" in article.text


def test_a_short_brief_is_an_article(page):
    brief = (
        b"Rain stopped play in the final on Sunday with the visitors at 112 for 3, "
        b"and both teams will come back on Monday at ten."
    )
    html = (
        page("bare.html")
        .body.replace(b"@TITLE@", b"Rain stops play")
        .replace(b"@FIRST@", brief)
        .replace(b"@SECOND@", b"")
    )

    article = extract(page("bare.html", body=html))

    assert article.text == brief.decode()


@pytest.mark.parametrize("name", IMPOSTORS)
def test_what_stands_in_an_articles_place_is_refused_with_its_evidence(page, name):
    with pytest.raises(NotAnArticle) as outcome:
        extract(page(f"verdict/{name}.html"))

    assert name.startswith(outcome.value.reason)
    assert 0 < len(outcome.value.detail) <= 200
    assert outcome.value.detail == inert(outcome.value.detail)


@pytest.mark.parametrize("name", HONEST)
def test_what_resembles_it_is_an_article(page, name):
    article = extract(page(f"verdict/{name}.html"))

    assert article.text


def test_the_pages_are_many():
    assert len(IMPOSTORS) >= 40
    assert len(HONEST) >= 20


def test_a_list_whose_teasers_are_described_as_articles_is_a_list(page):
    html = page("verdict/listing-news-articles-en.html").body

    with pytest.raises(NotAnArticle) as outcome:
        extract(page("magazine.html", body=html, url="https://herald.example/sport/"))

    assert outcome.value.reason is Reason.LISTING


def test_one_article_described_beside_teasers_is_that_article(page):
    html = page("verdict/article-brief-related-en.html").body.replace(
        b"</head>",
        b'<script type="application/ld+json">{"@graph": ['
        b'{"@type": "NewsArticle", "headline": "Bridge closed after lorry sheds its load"},'
        b'{"@type": "NewsArticle", "headline": "Fire brigade finds missing goat on the roof"}]}</script></head>',
    )

    article = extract(page("magazine.html", body=html, url="https://herald.example/tag/bridge/"))

    assert "potatoes" in article.text


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("404", Reason.SOFT_404),
        ("Seite nicht gefunden – Talbote", Reason.SOFT_404),
        ("Page introuvable | Le Courrier", Reason.SOFT_404),
        ("Página no encontrada", Reason.SOFT_404),
        ("Pagina non trovata", Reason.SOFT_404),
        ("Pagina niet gevonden", Reason.SOFT_404),
        ("Sidan kunde inte hittas", Reason.SOFT_404),
        ("Nie znaleziono strony", Reason.SOFT_404),
        ("Страница не найдена", Reason.SOFT_404),
        ("Sayfa bulunamadı", Reason.SOFT_404),
        ("পৃষ্ঠাটি পাওয়া যায়নি", Reason.SOFT_404),
        ("页面不存在", Reason.SOFT_404),
        ("페이지를 찾을 수 없습니다", Reason.SOFT_404),
        ("Just a moment...", Reason.BLOCKED),
        ("Zugriff verweigert", Reason.BLOCKED),
        ("Доступ запрещён", Reason.BLOCKED),
        ("Wartungsarbeiten", Reason.UNAVAILABLE),
        ("メンテナンス中", Reason.UNAVAILABLE),
        ("We value your privacy", Reason.CONSENT_WALL),
        ("Age verification", Reason.CONSENT_WALL),
        ("Iniciar sesión", Reason.LOGIN_WALL),
        ("ログイン", Reason.LOGIN_WALL),
    ],
)
def test_a_heading_that_is_a_message_is_understood(heading, reason):
    assert message_of_heading(heading) is reason


@pytest.mark.parametrize(
    "heading",
    [
        "Access denied: families locked out of care homes",
        "Forbidden love at the harbour",
        "Security check delays hit the airport for a third day",
        "Suche nach Vermissten geht weiter",
        "Search for missing sailor goes on",
        "Author of the harbour novels dies at ninety",
        "Resultados de las elecciones en Galicia",
        "Arama çalışmaları sürüyor",
        "Результаты выборов: кто победил",
        "搜索失踪船员行动继续",
        "기자 폭행 사건",
    ],
)
def test_a_headline_is_neither_a_message_nor_what_a_list_is_called(heading):
    assert message_of_heading(heading) is None
    assert not is_listing_title(heading)


@pytest.mark.parametrize(
    "title",
    [
        "Search results for ferry",
        "Tag: harbour",
        "harbour Archives",
        "Latest news",
        "Schlagwort: Hafen",
        "Résultats de recherche",
        "Categoría: Cultura",
        "Archivio",
        "Ultime notizie",
        "Архив новостей",
        "Son dakika haberleri",
        "ताज़ा खबरें",
        "検索結果",
        "最新消息",
        "검색 결과",
        "February 2026",
    ],
)
def test_what_a_list_is_called_is_understood(title):
    assert is_listing_title(title)


def test_a_story_tells_no_message():
    assert messages_in("The ferry to the islands runs again after nine days of storm, said the harbour office.") == {}
