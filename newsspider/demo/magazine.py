"""`magazine`: a WordPress site under a magazine theme, with all that such a theme hangs around an article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from html import escape

from newsspider.demo import feeds
from newsspider.demo.content import DemoArticle, Part, PartKind
from newsspider.demo.edition import DemoSite, Edition, Listing
from newsspider.demo.handler import Resource, redirect
from newsspider.demo.theme import NOTHING, Html, element, excerpt, fill, join, lists_closed, picture

_fill = partial(fill, "magazine")
FEED = "/feed/"
GONE_SOFT = "/ferry-timetable-for-the-lantern-week/"
"""Answers 200 with "Page not found"; the feed still names it."""
MEMBERS = "Members"
"""The section that robots.txt forbids."""
_OPENED = datetime.fromisoformat("2026-10-05T08:00:00+05:30")
_ABOUT = (
    "An independent paper of the Tsiri valley, printed twice a week. Founded in a ferry shed, still near the water."
)
_CONTACT = "Write to the desk at 4 Ferry Lane, Morunga, or ring the bell twice."
_BIO = {
    "Staff Reporter": "Reports from the newsroom in Morunga.",
    "Highland Press Service": "News agency of the hill states, founded 1961.",
}


def site(base_url: str) -> DemoSite:
    """Return the site at an origin."""
    return DemoSite(
        name="demo-magazine",
        base_url=base_url,
        seeds=(f"{base_url}{FEED}",),
        language="en",
        country="IN",
        title="The Tsiri Post",
        motto="Connecting the Hills and the River.",
        time_zone="Asia/Kolkata",
    )


def path_of(article: DemoArticle) -> str:
    """Return where WordPress shows the article; what is for members lies where robots may not go."""
    return f"/private/{article.slug}/" if article.section == MEMBERS else f"/{article.slug}/"


def pages(edition: Edition) -> dict[str, Resource]:
    """Return all that the site answers, by path with query string."""
    routes = {"/": _listing(edition, "Latest", edition.site.title, edition.articles)}
    for article in (*edition.articles, *edition.withheld):
        routes |= _article_routes(edition, article)
    routes |= _archives(edition)
    routes |= _for_crawlers(edition)
    routes["/about/"] = _plain(edition, "About Us", _ABOUT)
    routes["/contact/"] = _plain(edition, "Contact", _CONTACT)
    routes[GONE_SOFT] = _missing(edition, status=200)
    routes["/private/minutes/"] = _listing(edition, MEMBERS, "Minutes", edition.withheld)
    return routes


def missing(edition: Edition) -> Resource:
    """Return the answer for a path that is not there."""
    return _missing(edition, status=404)


def gone(edition: Edition) -> Resource:
    """Return the answer for an article that was taken away."""
    return _missing(edition, status=410)


def _article_routes(edition: Edition, article: DemoArticle) -> dict[str, Resource]:
    changed = article.modified or article.published
    path = article.path
    return {
        path: _html(_page(edition, article), changed),
        f"{path}print/": _html(_twin(edition, article, "print"), changed),
        f"{path}amp/": _html(_twin(edition, article, "amp"), changed),
        f"{path}?print=1": redirect(f"{article.url}print/", status=302),
        f"/?p={article.number}": redirect(article.url),
        _image_path(article.slug): _image(article.slug),
    } | {_image_path(part.source): _image(part.source) for part in article.parts if part.name == "image"}


def _archives(edition: Edition) -> dict[str, Resource]:
    """Return the listings by category, tag and author."""
    groups: dict[tuple[str, str], list[DemoArticle]] = {}
    for article in edition.articles:
        keys = [("category", article.section), *(("tag", tag) for tag in article.tags)]
        for key in [*keys, *(("author", name) for name in article.authors)]:
            groups.setdefault(key, []).append(article)
    return {
        f"/{kind}/{slug(name)}/": _listing(edition, kind.title(), name, articles)
        for (kind, name), articles in groups.items()
    }


def _for_crawlers(edition: Edition) -> dict[str, Resource]:
    site, newest = edition.site, edition.newest
    posts: list[tuple[str, datetime | None]]
    posts = [(a.url, a.modified or a.published) for a in (*edition.articles, *edition.withheld)]
    posts += [(listing.url, listing.published) for listing in edition.listings]
    taxonomy = [(f"{site.base_url}/category/{slug(name)}/", None) for name in edition.sections]
    plain = [(f"{site.base_url}{path}", _OPENED) for path in ("/about/", "/contact/")]
    children: dict[str, Iterable[tuple[str, datetime | None]]]
    children = {"posts-post-1": posts, "posts-page-1": plain, "taxonomies-category-1": taxonomy}
    maps = {f"/wp-sitemap-{name}.xml": feeds.sitemap(rows, newest=newest) for name, rows in children.items()}
    index = [(f"{site.base_url}{path}", None) for path in maps]
    soft = Listing(url=f"{site.base_url}{GONE_SOFT}", title="Ferry timetable for the lantern week", published=_OPENED)
    forbidden = [Listing(url=a.url, title=a.title, published=a.published) for a in edition.withheld]
    return maps | {
        "/wp-sitemap.xml": feeds.sitemap_index(index, newest=newest),
        FEED: feeds.rss(edition, path=FEED, items=edition.articles, listings=[*edition.listings, *forbidden, soft]),
        "/robots.txt": feeds.robots(
            [
                "User-agent: *",
                "Disallow: /wp-admin/",
                "Disallow: /private/",
                "",
                f"Sitemap: {site.base_url}/wp-sitemap.xml",
            ]
        ),
    }


def _page(edition: Edition, article: DemoArticle) -> Html:
    base = edition.site.base_url
    written = [other for other in edition.articles if other.authors == article.authors]
    author = _author(article)
    section = f"{base}/private/minutes/" if article.section == MEMBERS else f"{base}/category/{slug(article.section)}/"
    main = _fill(
        "article",
        **_common(edition, article),
        featured=_fill("featured", image=_image_url(base, article.slug), caption=article.caption)
        if article.caption
        else NOTHING,
        section_url=section,
        author_url=f"{base}/author/{slug(author)}/",
        author_count=len(written),
        views=article.number % 4000 + 210,
        comment_count=len(article.comments),
        body=_body(edition, article, with_furniture=True),
        tags=join(f'<a href="{base}/tag/{slug(tag)}/" rel="tag">{tag}</a>' for tag in article.tags),
        bio=_BIO.get(author, f"{author} writes for {edition.site.title}."),
        next_prev=_next_prev(edition, article),
        related=_grid(edition, edition.others(article, 3)),
        comments=_comments(article),
    )
    modified = article.modified and article.modified.astimezone(UTC).isoformat()
    head = _fill(
        "head",
        **_common(edition, article),
        shortlink=f"{base}/?p={article.number}",
        excerpt=excerpt(article),
        modified=Html(f'<meta property="article:modified_time" content="{modified}">' if modified else ""),
        image=_image_url(base, article.slug),
    )
    trail = _breadcrumb([("Home", f"{base}/"), (article.section, section)])
    return _frame(edition, main, title=article.title, head=head, breadcrumb=trail, post_id=article.number)


def _common(edition: Edition, article: DemoArticle) -> dict[str, object]:
    """Return what every template of an article asks for."""
    return {
        "base_url": edition.site.base_url,
        "site_title": edition.site.title,
        "title": article.title,
        "url": article.url,
        "number": article.number,
        "author": _author(article),
        "section": article.section,
        "published": article.published.isoformat(),
        "published_utc": article.published.astimezone(UTC).isoformat(),
        "day": _day(article.published),
    }


def _twin(edition: Edition, article: DemoArticle, template: str) -> Html:
    return _fill(template, **_common(edition, article), body=_body(edition, article, with_furniture=False))


def _body(edition: Edition, article: DemoArticle, *, with_furniture: bool) -> Html:
    parts = [part for part in article.parts if with_furniture or part.is_story]
    return lists_closed(_furniture(edition, article, p) if p.kind is PartKind.FURNITURE else element(p) for p in parts)


def _furniture(edition: Edition, article: DemoArticle, part: Part) -> Html:
    if part.name == "related":
        return join(_fill("read-also", url=a.url, title=a.title) for a in edition.others(article, 4)[3:])
    image = _image_url(edition.site.base_url, part.source)
    name = {"image": "figure", "embed": "embed"}[part.name]
    return _fill(name, words=part.source, image=image, day=_day(article.published))


def _comments(article: DemoArticle) -> Html:
    if not article.comments:
        return NOTHING
    day = _day(article.published)
    items = join(_fill("comment", author=c.author, text=c.text, day=day) for c in article.comments)
    count = f"{len(article.comments)} Comment{'s' if len(article.comments) > 1 else ''}"
    heading = (
        f'<div class="section-heading sh-t1 sh-s1 comments-list-heading"><span class="h-text">{count}</span></div>'
    )
    return Html(f'{heading}<ol class="comment-list">\n{items}\n</ol>')


def _next_prev(edition: Edition, article: DemoArticle) -> Html:
    others = edition.others(article, 2)
    return join(
        f'<div class="{side}-post"><p class="pre-title heading-typo">{side.title()} Post</p>'
        f'<p class="title heading-typo"><a href="{other.url}" rel="{side}">{escape(other.title)}</a></p></div>'
        for side, other in zip(("prev", "next"), others, strict=False)
    )


def _listing(edition: Edition, kind: str, name: str, articles: Iterable[DemoArticle]) -> Resource:
    base = edition.site.base_url
    items = join(
        _fill("blog-item", **_common(edition, a), image=_image_url(base, a.slug), excerpt=excerpt(a)) for a in articles
    )
    main = _fill("listing", kind=kind, name=name, items=items)
    return _html(_frame(edition, main, title=name, breadcrumb=_breadcrumb([("Home", f"{base}/")])), edition.newest)


def _plain(edition: Edition, title: str, body: str) -> Resource:
    return _html(_frame(edition, _fill("plain", title=title, body=Html(f"<p>{body}</p>")), title=title), _OPENED)


def _missing(edition: Edition, *, status: int) -> Resource:
    recent = _grid(edition, edition.articles[:3])
    main = _fill("missing", base_url=edition.site.base_url, recent=recent)
    return Resource(body=_frame(edition, main, title="Page not found").encode(), status=status)


def _frame(
    edition: Edition, main: Html, *, title: str, head: Html = NOTHING, breadcrumb: Html = NOTHING, post_id: int = 0
) -> Html:
    base = edition.site.base_url
    tags = list(dict.fromkeys(tag for article in edition.articles for tag in article.tags))[:18]
    return _fill(
        "page",
        head_title=f"{title} - {edition.site.title}",
        head=head,
        breadcrumb=breadcrumb,
        main=main,
        base_url=base,
        site_title=edition.site.title,
        motto=edition.site.motto,
        post_id=post_id,
        body_class="post-template-default single single-post" if post_id else "archive",
        menu=join(
            f'<li class="menu-item"><a href="{base}/category/{slug(name)}/">{escape(name)}</a></li>'
            for name in edition.sections
        ),
        most_read=join(
            f'<li><a href="{a.url}" class="post-url post-title">{escape(a.title)}</a></li>'
            for a in edition.articles[2:7]
        ),
        tag_cloud=join(f'<a href="{base}/tag/{slug(tag)}/">{escape(tag)}</a>' for tag in tags),
    )


def _grid(edition: Edition, articles: Iterable[DemoArticle]) -> Html:
    base = edition.site.base_url
    return join(_fill("grid-item", url=a.url, title=a.title, image=_image_url(base, a.slug)) for a in articles)


def _breadcrumb(steps: Iterable[tuple[str, str]]) -> Html:
    items = "".join(
        f'<li class="bf-breadcrumb-item"><a href="{url}"><span>{escape(name)}</span></a></li>' for name, url in steps
    )
    return Html(
        '<nav role="navigation" aria-label="Breadcrumbs" class="bf-breadcrumb clearfix bc-top-style">'
        f'<div class="container bf-breadcrumb-container"><ul class="bf-breadcrumb-items">{items}</ul></div></nav>'
    )


def slug(name: str) -> str:
    """Return a name as it stands in an address.

    >>> slug("Staff Reporter")
    'staff-reporter'
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _image_path(name: str) -> str:
    return f"/wp-content/uploads/2026/10/{slug(name)[:60]}.svg"


def _image_url(base_url: str, name: str) -> str:
    return base_url + _image_path(name)


def _image(name: str) -> Resource:
    return Resource(body=picture(name), content_type="image/svg+xml", modified=_OPENED)


def _author(article: DemoArticle) -> str:
    return article.authors[0] if article.authors else "Staff Reporter"


def _day(moment: datetime) -> str:
    return f"{moment:%b} {moment.day}, {moment.year}"


def _html(page: Html, modified: datetime) -> Resource:
    return Resource(body=page.encode(), modified=modified)
