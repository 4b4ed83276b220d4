"""`bare`: tables, no metadata, no feed, no sitemap; Thai, with a Persian corner. Its front page is the only way in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from html import escape

from newsspider.demo.content import DemoArticle, PartKind
from newsspider.demo.edition import DemoSite, Edition
from newsspider.demo.handler import Resource
from newsspider.demo.theme import NOTHING, Html, element, fill, join, lists_closed, picture

_fill = partial(fill, "bare")
_OPENED = datetime.fromisoformat("2026-10-05T08:00:00+07:00")
_THAI_MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
_BUDDHIST_ERA = 543
_FIRST_OF_ABAN = date(2026, 10, 23)
_PERSIAN_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_TABLES = {
    "weather.php": ("พยากรณ์อากาศ", (("จันทร์", "31°"), ("อังคาร", "30°"), ("พุธ", "29°"))),
    "tide.php": ("ตารางน้ำขึ้นน้ำลง", (("เช้า", "05.40 น."), ("เย็น", "18.05 น."))),
    "guestbook.php": ("สมุดเยี่ยม", (("คุณนก", "สวัสดีค่ะ"), ("ลุงชัย", "ขอบคุณครับ"))),
    "contact.php": ("ติดต่อเรา", (("โทรศัพท์", "0-7000-1122"),)),
}


def site(base_url: str) -> DemoSite:
    """Return the site at an origin."""
    return DemoSite(
        name="demo-bare",
        base_url=base_url,
        seeds=(f"{base_url}/",),
        language="th",
        country="TH",
        title="ข่าวชาวท่าลม",
        motto="หนังสือพิมพ์ของคนลุ่มน้ำและชายทะเล",
        time_zone="Asia/Bangkok",
    )


def path_of(article: DemoArticle) -> str:
    """Return where the site shows the article; its number is its file's name."""
    if article.language == "fa":
        return f"/fa/news/{article.slug}.html"
    return f"/news_detail.php?id={article.slug}"


def pages(edition: Edition) -> dict[str, Resource]:
    """Return all that the site answers, by path with query string."""
    persian = [article for article in edition.articles if article.language == "fa"]
    thai = [article for article in edition.articles if article.language != "fa"]
    routes = {"/": _front(edition, [*thai, *persian]), "/fa/": _listing(edition, "بخش فارسی", persian, is_persian=True)}
    for article in edition.articles:
        routes[article.path] = _html(_page(edition, article), article.modified or article.published)
        routes[_image_path(article)] = Resource(body=picture(article.slug), content_type="image/svg+xml")
    for name, (title, rows) in _TABLES.items():
        routes[f"/{name}"] = _table(edition, title, rows)
    return routes


def missing(edition: Edition) -> Resource:
    """Return the answer for a path that is not there: the server's own words, no theme."""
    return Resource(
        body=b"<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>", status=404
    )


def gone(edition: Edition) -> Resource:
    """Return the answer for an article that was taken away."""
    return Resource(body=b"<html><head><title>410 Gone</title></head><body><h1>Gone</h1></body></html>", status=410)


def thai_day(day: date) -> str:
    """Return a day as Thai papers write it, in the Buddhist era.

    >>> thai_day(date(2026, 10, 9))
    '9 ตุลาคม 2569'
    """
    return f"{day.day} {_THAI_MONTHS[day.month - 1]} {day.year + _BUDDHIST_ERA}"


def persian_day(day: date) -> str:
    """Return a day of Mehr or Aban 1405 as Persian papers write it.

    >>> persian_day(date(2026, 10, 25))
    '۳ آبان ۱۴۰۵'
    """
    since = (day - _FIRST_OF_ABAN).days
    number, month = (since + 1, "آبان") if since >= 0 else (since + 31, "مهر")
    return f"{number} {month} 1405".translate(_PERSIAN_DIGITS)


def _page(edition: Edition, article: DemoArticle) -> Html:
    is_persian = article.language == "fa"
    base = edition.site.base_url
    figure = _fill("figure", image=base + _image_path(article), words=article.caption) if article.caption else NOTHING
    main = _fill(
        "article-fa" if is_persian else "article",
        base_url=base,
        title=article.title,
        section=article.section,
        day=_day(article),
        author=", ".join(article.authors),
        figure=figure,
        body=lists_closed(element(part) for part in article.parts if part.kind is not PartKind.FURNITURE),
        others=join(_link("li", other) for other in _same_language(edition, article)[:3]),
    )
    return _frame(edition, main, title=article.title)


def _front(edition: Edition, articles: Iterable[DemoArticle]) -> Resource:
    added = [f'<tr><td></td><td><a href="{x.url}"><b>{escape(x.title)}</b></a></td></tr>' for x in edition.listings]
    main = _fill("listing", attributes="", name="ข่าวเด่นประจำสัปดาห์", rows=join([*_rows(edition, articles), *added]))
    return _html(_frame(edition, main, title=edition.site.title), edition.newest)


def _listing(edition: Edition, name: str, articles: Iterable[DemoArticle], *, is_persian: bool) -> Resource:
    attributes = Html('dir="rtl" lang="fa"' if is_persian else "")
    main = _fill("listing", attributes=attributes, name=name, rows=join(_rows(edition, articles)))
    return _html(_frame(edition, main, title=name), edition.newest)


def _rows(edition: Edition, articles: Iterable[DemoArticle]) -> list[Html]:
    base = edition.site.base_url
    return [_fill("row", image=base + _image_path(a), url=a.url, title=a.title, day=_day(a)) for a in articles]


def _table(edition: Edition, title: str, rows: Iterable[tuple[str, str]]) -> Resource:
    lines = join(f"<tr><td>{escape(left)}</td><td>{escape(right)}</td></tr>" for left, right in rows)
    return _html(_frame(edition, _fill("plain", title=title, rows=lines), title=title), _OPENED)


def _frame(edition: Edition, main: Html, *, title: str) -> Html:
    latest = join(_link("div", article) for article in edition.articles[:4])
    head_title = title if title == edition.site.title else f"{edition.site.title} :: {title}"
    return _fill(
        "page",
        head_title=head_title,
        site_title=edition.site.title,
        motto=edition.site.motto,
        base_url=edition.site.base_url,
        latest=latest,
        main=main,
    )


def _link(tag: str, article: DemoArticle) -> Html:
    return Html(f'<{tag}><a href="{article.url}">{escape(article.title)}</a></{tag}>')


def _same_language(edition: Edition, article: DemoArticle) -> list[DemoArticle]:
    others = edition.others(article, len(edition.articles))
    return [other for other in others if other.language == article.language]


def _day(article: DemoArticle) -> str:
    return persian_day(article.published_day) if article.language == "fa" else thai_day(article.published_day)


def _image_path(article: DemoArticle) -> str:
    return f"/images/{article.slug}.svg"


def _html(page: Html, modified: datetime) -> Resource:
    return Resource(body=page.encode(), content_type="text/html", modified=modified)
