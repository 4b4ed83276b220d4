"""`daily`: a modern daily in German with an English section: JSON-LD, OpenGraph, a lead above the body, a paywall."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from html import escape

from newsspider.article import Access, Kind
from newsspider.demo import feeds
from newsspider.demo.content import DemoArticle, Part, PartKind
from newsspider.demo.edition import DemoSite, Edition
from newsspider.demo.handler import Resource
from newsspider.demo.jsonld import json_ld, split_entries
from newsspider.demo.theme import NOTHING, Html, element, excerpt, fill, join, lists_closed, picture

_fill = partial(fill, "daily")
SITEMAP_INDEX = "/sitemap.xml"
_OPENED = datetime.fromisoformat("2026-10-05T06:00:00+02:00")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_MONTHS = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
]
_PLAIN = {
    "impressum": (
        "Impressum",
        "Verlag Hesselgauer Nachrichten, Am Alten Speicher 3, Marbrück. Verantwortlich: die Redaktion.",
    ),
    "datenschutz": ("Datenschutz", "Diese Seite speichert, was sie zum Ausliefern braucht, und sonst nichts."),
    "abo": ("HN plus", "Vier Wochen für einen Euro, danach monatlich kündbar."),
    "wetter": ("Wetter", "Morgens Nebel, mittags sonnig, 9 Grad, schwacher Wind aus Nordost."),
}


def site(base_url: str) -> DemoSite:
    """Return the site at an origin."""
    return DemoSite(
        name="demo-daily",
        base_url=base_url,
        seeds=(f"{base_url}{SITEMAP_INDEX}",),
        language="de",
        country="DE",
        title="Hesselgauer Nachrichten",
        motto="Unabhängige Tageszeitung für Marbrück und das Mirretal",
        time_zone="Europe/Berlin",
    )


def path_of(article: DemoArticle) -> str:
    """Return where the daily shows the article: section, words, number."""
    return f"/{slug(article.section)}/{article.slug}-{article.number}.html"


def pages(edition: Edition) -> dict[str, Resource]:
    """Return all that the site answers, by path with query string."""
    routes = {"/": _listing(edition, edition.site.title, edition.articles)}
    for article in edition.articles:
        routes[article.path] = _html(_page(edition, article), article.modified or article.published)
        routes |= {path: _image(path) for path in _images(article)}
    for name in edition.sections:
        articles = [article for article in edition.articles if article.section == name]
        routes[f"/{slug(name)}/"] = _listing(edition, name, articles)
    for name, (title, body) in _PLAIN.items():
        routes[f"/{name}/"] = _html(_frame(edition, _fill("plain", title=title, body=body), title=title), _OPENED)
    return routes | _days(edition) | _for_crawlers(edition)


def missing(edition: Edition) -> Resource:
    """Return the answer for a path that is not there."""
    return _error(edition, "Seite nicht gefunden", "Diese Adresse gibt es bei uns nicht.", 404)


def gone(edition: Edition) -> Resource:
    """Return the answer for an article that was taken away."""
    return _error(edition, "Nicht mehr verfügbar", "Dieser Beitrag wurde von der Redaktion zurückgezogen.", 410)


def slug(name: str) -> str:
    """Return a name as it stands in an address.

    >>> slug("Kultur & Bücher")
    'kultur-buecher'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower().translate(_UMLAUTS)).strip("-")


def german_day(day: date) -> str:
    """Return a day as German papers write it.

    >>> german_day(date(2026, 10, 9))
    '9. Oktober 2026'
    """
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def _days(edition: Edition) -> dict[str, Resource]:
    """Return the archive: one listing a day, and one of the days."""
    days: dict[date, list[DemoArticle]] = {}
    for article in edition.articles:
        days.setdefault(article.published_day, []).append(article)
    base = edition.site.base_url
    links = join(f'<p><a href="{base}/archiv/{day}/">Tagesübersicht {german_day(day)}</a></p>' for day in days)
    frame = _frame(edition, _fill("listing", name="Archiv", items=links), title="Archiv")
    return {"/archiv/": _html(frame, edition.newest)} | {
        f"/archiv/{day}/": _listing(edition, f"Tagesübersicht {german_day(day)}", articles)
        for day, articles in days.items()
    }


def _for_crawlers(edition: Edition) -> dict[str, Resource]:
    base, newest = edition.site.base_url, edition.newest
    latest = newest.strftime("%Y-%m")
    rows = [(a.url, a.modified or a.published) for a in edition.articles]
    older = [(url, moment) for url, moment in rows if f"{moment:%Y-%m}" != latest]
    maps = {
        "/sitemap-news.xml": feeds.news_sitemap(edition, edition.articles, edition.listings),
        "/sitemap-archiv.xml": feeds.sitemap(older, newest=newest),
    }
    return maps | {
        SITEMAP_INDEX: feeds.sitemap_index([(base + path, newest) for path in maps], newest=newest),
        "/robots.txt": feeds.robots(
            ["User-agent: *", "Disallow: /abo/", "Disallow: /suche", "Allow: /", f"Sitemap: {base}{SITEMAP_INDEX}"]
        ),
    }


def _page(edition: Edition, article: DemoArticle) -> Html:
    base = edition.site.base_url
    changed = article.modified or article.published
    updated = f" · Aktualisiert: {_clock(changed)}" if article.modified else ""
    common: dict[str, object] = {
        "title": article.title,
        "section": article.section,
        "author": ", ".join(article.authors),
        "published": article.published.isoformat(),
    }
    main = _fill(
        "article",
        **common,
        lead=Html(f'<p class="article__lead">{escape(article.lead)}</p>' if article.lead else ""),
        day=_clock(article.published),
        updated=updated,
        minutes=max(1, len(article.text) // 700),
        figure=_figure(base, article.slug, article.caption) if article.caption else NOTHING,
        body=_live(base, article) if article.kind is Kind.LIVE_BLOG else _body(edition, article),
        paywall=_fill("paywall", base_url=base) if article.access is not Access.FREE else NOTHING,
        tags=", ".join(article.tags),
        more=join(f'<div><a href="{a.url}"><b>{escape(a.title)}</b></a></div>' for a in edition.others(article, 3)),
    )
    head = _fill(
        "head",
        **common,
        url=article.url,
        description=article.lead or excerpt(article),
        keywords=", ".join(article.tags),
        site_title=edition.site.title,
        image=base + _image_path(article.slug),
        locale="de_DE" if article.language == "de" else "en_GB",
        modified=changed.isoformat(),
        json_ld=json_ld(edition.site, article, image=base + _image_path(article.slug)),
    )
    return _frame(edition, main, title=article.title, head=head, language=article.language, page_type="article")


def _body(edition: Edition, article: DemoArticle) -> Html:
    pieces = [_furniture(edition, article, p) if p.kind is PartKind.FURNITURE else element(p) for p in article.parts]
    return lists_closed(pieces)


def _furniture(edition: Edition, article: DemoArticle, part: Part) -> Html:
    base = edition.site.base_url
    if part.name == "related":
        others = edition.others(article, 2)
        return _fill("related", items=join(f'<li><a href="{a.url}">{escape(a.title)}</a></li>' for a in others))
    if part.name == "newsletter":
        return _fill("newsletter", base_url=base)
    if part.name == "container":
        return Html('</div>\n<div class="ad" data-slot="mid">Anzeige</div>\n<div class="article__body">')
    return _figure(base, part.source, part.source)


def _live(base: str, article: DemoArticle) -> Html:
    """Return a live blog's body: what stands before the first entry, then the entries."""
    opening, entries = split_entries(article.parts)
    return join([*(element(part) for part in opening), *(_entry(head, parts) for head, parts in entries)])


def _entry(head: Part, parts: Iterable[Part]) -> Html:
    moment = datetime.fromisoformat(head.name)
    return _fill(
        "live-entry",
        anchor=f"e{moment:%d%H%M}",
        time=head.name,
        clock=f"{moment:%H.%M}",
        heading=head.text,
        body=join(element(part) for part in parts),
    )


def _listing(edition: Edition, name: str, articles: Iterable[DemoArticle]) -> Resource:
    base = edition.site.base_url
    teasers = join(
        _fill(
            "teaser",
            url=a.url,
            image=base + _image_path(a.slug),
            section=a.section,
            title=a.title,
            excerpt=excerpt(a),
            day=german_day(a.published_day),
        )
        for a in articles
    )
    return _html(_frame(edition, _fill("listing", name=name, items=teasers), title=name), edition.newest)


def _error(edition: Edition, title: str, body: str, status: int) -> Resource:
    page = _frame(edition, _fill("plain", title=title, body=body), title=title, page_type="error")
    return Resource(body=page.encode(), status=status)


def _frame(
    edition: Edition,
    main: Html,
    *,
    title: str,
    head: Html = NOTHING,
    language: str = "de",
    page_type: str = "index",
) -> Html:
    base = edition.site.base_url
    return _fill(
        "page",
        head_title=f"{title} | {edition.site.title}",
        head=head,
        main=main,
        language=language,
        page_type=page_type,
        base_url=base,
        site_title=edition.site.title,
        motto=edition.site.motto,
        menu=join(f'<li><a href="{base}/{slug(name)}/">{escape(name)}</a></li>' for name in edition.sections),
        most_read=join(f'<li><a href="{a.url}">{escape(a.title)}</a></li>' for a in edition.articles[1:6]),
    )


def _figure(base: str, name: str, words: str) -> Html:
    caption, _, credit = words.partition("|")
    return _fill("figure", image=base + _image_path(name), words=caption.strip(), credit=credit.strip())


def _images(article: DemoArticle) -> list[str]:
    named = [part.source for part in article.parts if part.name == "image"]
    return [_image_path(name) for name in (article.slug, *named)]


def _image_path(name: str) -> str:
    return f"/bilder/{slug(name)[:60]}.svg"


def _image(path: str) -> Resource:
    return Resource(body=picture(path), content_type="image/svg+xml", modified=_OPENED)


def _clock(moment: datetime) -> str:
    return f"{german_day(moment.date())}, {moment:%H:%M} Uhr"


def _html(page: Html, modified: datetime) -> Resource:
    return Resource(body=page.encode(), content_type="text/html; charset=utf-8", modified=modified)
