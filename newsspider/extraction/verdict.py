"""Which pages are not articles, and by what evidence; in doubt a page is one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from lxml import etree
from lxml.html import HtmlElement

from newsspider.article import Reason
from newsspider.errors import NotAnArticle
from newsspider.extraction.claims import list_classes
from newsspider.extraction.filetype import check_bytes as check_bytes
from newsspider.extraction.jsonld import ARTICLE_TYPES
from newsspider.extraction.layout import count_between
from newsspider.extraction.listing import BETWEEN, ENOUGH, UNBROKEN, weigh_listing
from newsspider.extraction.messages import (
    asks_for_script,
    fault_of_title,
    is_house_title,
    message_of_heading,
    messages_in,
    waits,
)
from newsspider.extraction.metadata import Metadata
from newsspider.extraction.naming import share_told
from newsspider.extraction.notice import Notice
from newsspider.extraction.outline import Piece
from newsspider.extraction.service import MAX_WORDS as MAX_SERVED
from newsspider.extraction.service import Shown, service_of
from newsspider.extraction.sorts import MAX_WORDS as MAX_SORTED
from newsspider.extraction.sorts import Signs, sort_of
from newsspider.extraction.view import (
    LONG,
    MAX_NOTICE_WORDS,
    SURE_TYPES,
    TALE_LETTERS,
    View,
)
from newsspider.extraction.wall import wall_words

MIN_WORDS = 20
"""Fewest words of lead and body together; of 1,383 recorded articles three of a blog have fewer."""
MAX_WALL_WORDS = 400
"""Longest wall: a form of consent tells what it asks for."""
FEW_WORDS = 80
"""One phrase of a wall is enough in so few words, where the page has no headline."""
FULL = 0.15
"""Share of its letters that a notice below another headline has in different words of its sort."""
SOME_TOLD = 0.34
"""Share of the words of a headline that its text has at least, in some form."""
NOTHING_TOLD, FULL_OF, MAX_NOTICE_BELOW = 0.2, 5, 300
"""A notice of at most so many words that has the headline of a story, at most this share of whose words it repeats, and
so many different words of its own sort. On the corpora no article comes near to that.
"""
_QUOTES = ("“", "„", "«", "»", '"', "「", "『", "‘", "‚")
LITTLE = 150
"""Letters that are as little in every script."""

_SURE_CLASSES = frozenset(("archive", "search-results", "search-no-results", "category", "tag"))
_GONE_CLASSES = frozenset(("error404", "error-404", "page-404", "page-not-found", "not-found", "http404"))
_WAITING = etree.XPath(
    "boolean(//*[@aria-busy='true' or contains(concat(' ', normalize-space(@class), ' '), ' skeleton ')]"
    "[not(self::img or self::html or self::body)])"
)
_PASSWORD = etree.XPath("boolean(//form//input[@type='password'])")
_NOSCRIPT = etree.XPath("//noscript")
_SHELL = etree.XPath(
    "boolean(//*[@id='root' or @id='app' or @id='__next' or @id='__nuxt' or @id='___gatsby' or @id='svelte' or "
    "@id='app-root' or @id='react-root' or self::app-root][not(normalize-space(translate(., '\u00a0', ' ')))]"
    "[ancestor::*[//script[@src]]])"
)


def check_page(
    tree: HtmlElement,
    metadata: Metadata,
    text: str,
    lead: str | None,
    *,
    url: str = "",
    pieces: Sequence[Piece] | None = None,
    kept: Collection[int] | None = None,
) -> None:
    """Raise `NotAnArticle` where *tree*, of which the rest was read, holds no article.

    *pieces* are those of the page, *kept* the indices of those that *text* is made of; both are read where not given.
    """
    given = None if pieces is None or kept is None else (pieces, frozenset(kept))
    view = View(tree, metadata, text, lead, url, given)
    _check_marks(view)
    _check_title(view)
    if view.is_plain and not view.is_strewn:
        return
    if view.is_tale and not view.is_announced and not view.is_bare_notice:
        _check_name(view)
        _check_sort(view)
        _check_service(view)
        return
    _check_frame(view)
    _check_script(view)
    _check_messages(view)
    _check_wall(view)
    if view.count >= MIN_WORDS:
        _check_name(view)
    claims = replace(view.claims, is_single=view.claims.is_single or view.is_signed)
    weight, signs = weigh_listing(claims, view.layout, view.count)
    if _is_of_nobody(view):
        weight, signs = weight + 2, f"{signs}; no day, no author, and its text is not about its headline".lstrip("; ")
    if weight >= ENOUGH:
        raise NotAnArticle(Reason.LISTING, signs)
    if view.count < MIN_WORDS:
        raise NotAnArticle(_why_short(view), f"{view.count} words")
    _check_sort(view)
    _check_service(view)


def _check_marks(view: View) -> None:
    """What the site's own software says of the page is sure, unless it also describes an article."""
    if view.metadata.types & ARTICLE_TYPES:
        return
    body = view.tree.find("body")
    gone = frozenset((body.get("class") or "").split()) & _GONE_CLASSES if body is not None else frozenset[str]()
    if gone:
        raise NotAnArticle(Reason.SOFT_404, f"body class {min(gone)}")
    marks = (view.metadata.types & SURE_TYPES) | (list_classes(view.tree) & _SURE_CLASSES)
    if marks:
        raise NotAnArticle(Reason.LISTING, " ".join(sorted(marks)))


def _check_title(view: View) -> None:
    """What a site calls a page about itself, or a server its fault, is no article in any length.

    Software dates such pages as well; only JSON-LD that describes an article says otherwise.
    """
    title = next(iter(view.metadata.titles), None) or ""
    if is_house_title(title) and not view.claims.has_own_article:
        raise NotAnArticle(Reason.LISTING, f"called “{title}”, a page of the site's own")
    if view.count <= FEW_WORDS and (reason := fault_of_title(title)) and not view.claims.is_article:
        raise NotAnArticle(reason, title)


def _check_sort(view: View) -> None:
    """A text that is full of the words of another sort of page is of that sort."""
    if view.count > MAX_SORTED:
        return
    title = view.metadata.title or ""
    signs = Signs(
        url=view.url,
        has_form=view.has_form,
        is_claimed=view.claims.is_article,
        is_of_nobody=not view.metadata.published and not view.metadata.authors,
        is_hidden=view.is_hidden,
        told=share_told(title, view.whole),
        quotes=_quotes_in(view),
    )
    if (sort := sort_of(title, view.whole, signs)) is not None:
        raise NotAnArticle(*sort)


def _check_service(view: View) -> None:
    """A page that is made to be looked up, chosen from or signed up at tells no story."""
    if view.count > MAX_SERVED:
        return
    shown = Shown(
        url=view.url,
        title=view.metadata.title or "",
        types=view.metadata.types,
        fields=view.fields,
        is_goods=view.claims.is_goods_type,
        is_dated=view.metadata.published is not None,
        is_signed=bool(view.metadata.authors),
        has_own_article=view.claims.has_own_article,
        is_claimed=view.claims.is_article,
        is_hidden=view.is_hidden,
        quotes=_quotes_in(view),
    )
    if (signs := service_of(view.whole, view.count, view.layout, shown)) is not None:
        raise NotAnArticle(Reason.LISTING, signs)


def _quotes_in(view: View) -> int:
    return sum(map(view.whole.count, _QUOTES[:-1]))


def _check_name(view: View) -> None:
    """A page that is called by a name which its text never says, and that no day announces, is one of a section.

    Only where what was kept is also laid out like teasers, or short amid those of others: a blog calls its articles by
    its own name.
    """
    if view.told or view.claims.is_article or view.claims.has_headline:
        return
    headlines, stamps = count_between(view.pieces, view.kept)
    is_little = view.layout.steady < UNBROKEN and view.layout.headlines >= BETWEEN
    if is_little or max(headlines, stamps) >= BETWEEN:
        title = view.metadata.title or ""
        told = f"{headlines} linked headlines and {stamps} days or hours in it"
        raise NotAnArticle(Reason.LISTING, f"called “{title[:60]}”, which its text never says; {told}")


def _is_of_nobody(view: View) -> bool:
    """Return whether a short text says neither when nor who, and does not speak of what its headline does."""
    if view.metadata.published or view.metadata.authors or view.claims.is_article or view.claims.is_article_type:
        return False
    return view.told < SOME_TOLD and view.layout.steady < UNBROKEN and view.claims.has_headline


def _check_frame(view: View) -> None:
    """A page without a heading whose text stands in its footer, or beside boxes that wait to be filled, is empty."""
    if view.claims.has_main_heading or view.claims.is_article or view.metadata.published:
        return
    if view.count <= MAX_NOTICE_WORDS and _WAITING(view.tree):
        raise NotAnArticle(Reason.NEEDS_SCRIPT, "boxes that wait for their script")
    kept = [view.pieces[index].element for index in view.kept]
    if kept and all(next(element.iterancestors("footer"), None) is not None for element in kept):
        raise NotAnArticle(Reason.TOO_SHORT, "nothing but the footer of its site")


def _check_script(view: View) -> None:
    """A shell waits for its script: next to nothing is visible, and what there is says so."""
    if len(view.text) > LONG or sum(len(piece.text) for piece in view.pieces) > 300:
        return
    said = " ".join("".join(element.itertext()) for element in _NOSCRIPT(view.tree))
    if asks_for_script(said):
        raise NotAnArticle(Reason.NEEDS_SCRIPT, " ".join(said.split()))
    if view.count < MIN_WORDS and _SHELL(view.tree):
        raise NotAnArticle(Reason.NEEDS_SCRIPT, "an empty shell")
    if len(view.text) <= LITTLE and (waiting := waits(view.text)):
        raise NotAnArticle(Reason.NEEDS_SCRIPT, waiting)


def _check_messages(view: View) -> None:
    for reason, evidence in _messages(view):
        raise NotAnArticle(reason, evidence)


def _messages(view: View) -> Iterator[tuple[Reason, str]]:
    """Yield what the page says instead of an article, and the words it says it in."""
    if view.notice is not None and _is_notice(view, view.notice):
        yield view.notice.reason, "; ".join(view.notice.words)
    title = view.metadata.title or ""
    if view.notice is not None and view.count <= MAX_NOTICE_BELOW and _speaks_of_else(view, view.notice):
        yield view.notice.reason, f"“{title[:60]}”, of which the text says nothing; {'; '.join(view.notice.words)}"
    is_told = view.layout.page_unbroken >= TALE_LETTERS and view.layout.teased == 0 and view.count > 100
    if is_told and not (view.is_announced and _goes_on(view)):
        return
    told = _told(view)
    for heading in view.claims.headings:
        reason = message_of_heading(heading)
        if reason is None or (heading not in (title, view.only_heading) and view.claims.is_article):
            continue
        most = FEW_WORDS if view.claims.is_article else MAX_NOTICE_WORDS
        is_short = view.count <= most or view.layout.teased >= 0.8
        if is_short or (reason in told and view.count <= MAX_WALL_WORDS) or _goes_on(view):
            yield reason, heading
    for reason, phrases in told.items():
        if _is_wall(view, phrases):
            yield reason, "; ".join(sorted(phrases))


def _check_wall(view: View) -> None:
    """What is sold below a headline is no article, whatever the page claims; a long text is one."""
    if view.count <= MAX_WALL_WORDS and (words := wall_words(view.pieces, view.kept)):
        raise NotAnArticle(Reason.LOGIN_WALL, "; ".join(words))


def _told(view: View) -> dict[Reason, frozenset[str]]:
    if view.count > MAX_WALL_WORDS:
        return {}
    return messages_in(" ".join(filter(None, (view.lead, view.text))))


def _is_wall(view: View, phrases: frozenset[str]) -> bool:
    """Return whether a text that says *phrases* says nothing else."""
    share = sum(map(len, phrases)) / max(1, len(view.text) + len(view.lead or ""))
    if view.claims.is_article:
        return len(phrases) > 1 and view.count <= FEW_WORDS and share >= 0.25
    if len(phrases) > 1:
        return view.count <= MAX_NOTICE_WORDS and share >= 0.1
    is_little = view.count <= FEW_WORDS or len(view.text) <= LITTLE
    return is_little and not view.claims.has_headline


def _goes_on(view: View) -> bool:
    """Return whether the text goes on as its heading begins, at length, and the page claims no article."""
    notice = view.notice
    if notice is None or view.claims.is_article:
        return False
    return notice.share >= 0.4 and len(notice.words) > 3 and notice.addresses > 3


def _speaks_of_else(view: View, notice: Notice) -> bool:
    """Return whether *notice* stands below the headline of a story that the text has no word of, whatever is claimed.

    A moved story, a wall of consent or of registration keep the headline, the date and the name of who wrote it. An
    article that tells of such a notice quotes it.
    """
    if any(paragraph.startswith(_QUOTES) for paragraph in view.text.split("\n\n")):
        return False
    told = share_told(view.metadata.title or "", f"{view.lead or ''} {view.text}")
    return told <= NOTHING_TOLD and notice.share >= 0.4 and len(notice.words) >= FULL_OF


def _is_notice(view: View, notice: Notice) -> bool:
    """Return whether next to nothing of the text is anything but *notice*.

    Below a headline that tells something else, it is full of the words of its sort: advice says "check", "ask", too.
    """
    if view.is_bare_notice:
        return True
    title = view.metadata.title or ""
    is_told = (
        view.claims.is_article
        or view.is_signed
        or (notice.is_of_server and view.claims.has_headline and not notice.is_in(title))
    )
    if is_told and sum(map(len, notice.words)) < FULL * len(view.text):
        return False
    if view.claims.is_article:
        return view.count <= FEW_WORDS and notice.left < MIN_WORDS and len(notice.words) > 2
    if view.count <= FEW_WORDS and len(notice.words) > 1 and notice.addresses > 1 and notice.share >= 0.8:
        return True
    is_little = view.count <= MAX_NOTICE_WORDS and len(notice.words) > 2
    return is_little and (notice.share >= 0.6 or notice.left < MIN_WORDS)


def _why_short(view: View) -> Reason:
    """Return why next to nothing was found, as far as the page as a whole says."""
    if _PASSWORD(view.tree):
        return Reason.LOGIN_WALL
    told = messages_in(" ".join(piece.text for piece in view.pieces)[:LONG])
    return next((reason for reason, phrases in told.items() if len(phrases) > 1), Reason.TOO_SHORT)
