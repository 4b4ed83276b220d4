"""What the path of an address promises: a single piece, or a listing, form or file. Guesses, in many languages."""

from __future__ import annotations

import re


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


_NEVER_ARTICLES = _words("""
    tag tags tagged etiqueta etiquetas label labels schlagwort mot-cle
    author authors autor autoren autores auteur auteurs autore autori user users member members profile
    search suche buscar busca busqueda recherche ricerca zoeken
    login signin sign-in log-in logout signup sign-up register registration registrieren account my-account
    subscribe subscription subscriptions abo cart checkout shop jobs forum forums foren
    feed feeds rss comments reply api ajax assets static
    wp-admin wp-content wp-includes wp-json wp-login.php xmlrpc.php cdn-cgi
    contact contact-us kontakt contacto about about-us ueber-uns impressum imprint faq help sitemap
    datenschutz privacy privacy-policy cookie-policy cookies terms terms-of-use terms-of-service terms-and-conditions
    agb disclaimer advertise advertise-with-us newsletter newsletters
""")
_RARELY_ARTICLES = _words("""
    category categories categoria categorias kategori kategorie kategorien rubrik rubrique section sections seccion
    secciones topic topics tema temas thema themen archive archives archiv
""")
"""Folders that hold an article only where its name has a number or its path a date."""

_STORY_FOLDERS = _words("""
    article articles artikel articulo articolo artigo story stories noticia noticias nachricht post posts nyheter
""")
_PAGE_FOLDERS = frozenset({"page", "seite", "pagina"})

_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|css|m?js|json|xml|rss|atom|rdf|pdf|docx?|xlsx?|pptx?|od[tsp]|csv"
    r"|txt|zip|gz|rar|7z|tar|mp[34]|m4[av]|m3u8|mov|avi|webm|og[gv]|wav|woff2?|ttf|eot|apk|exe|dmg|epub|ics|swf)$",
    re.IGNORECASE,
)
_PAGE = re.compile(r"\.(?:[sx]?html?|php\d?|aspx?|jspx?|cms|ece|do|cfm)$", re.IGNORECASE)
_NUMBERED_PARAMETER = re.compile(
    r"(?!(?:page_|cat|category_?|tag_?|author_?|user_?|section_?|topic_?)id=)"
    r"(?:p|nid|aid|sid|story|art\w*|news|\w*id|id\w+)=\w*\d\w*",
    re.IGNORECASE,
)
_LISTING_PARAMETER = re.compile(r"(?:s|q|query|search|page|paged|cat|tag|author|m)=.*", re.IGNORECASE)
_DAY = re.compile(r"(?:19|20)\d\d[-_/.]?(?:0?[1-9]|1[0-2])(?:[-_/.]?(?:0?[1-9]|[12]\d|3[01]))?(?!\d)")
_ONLY_DAY = re.compile(r"(?:19|20)\d\d(?:[-_/.]?\d{1,2}){0,2}")
_WORD_BREAKS = re.compile(r"[-_+ .,;–]+")
_NUMBER = re.compile(r"\d{4,}")
_OPAQUE_ID = re.compile(r"(?=[a-z_-]*\d)(?=[\d_-]*[a-z])[\da-z_-]{8,}", re.IGNORECASE)


def looks_like_story(segments: list[str], query: str) -> bool:
    """Guess whether a path of these segments, percent-decoded, leads to a single piece.

    >>> looks_like_story(["city", "bridge-reopens-after-flood"], ""), looks_like_story(["tag", "old-town-bridge"], "")
    (True, False)
    """
    parameters = query.split("&")
    folders = [segment.lower() for segment in segments]
    if any(folder in _NEVER_ARTICLES for folder in folders):
        return False
    if any(_NUMBERED_PARAMETER.fullmatch(parameter) for parameter in parameters):
        return True
    return bool(segments) and not _is_listing(folders, parameters) and _names_a_story(folders)


def _is_listing(folders: list[str], parameters: list[str]) -> bool:
    last = folders[-1]
    if _FILE.search(last) or re.fullmatch(r"page-?\d*", last):
        return True
    if last.isdigit() and len(folders) > 1 and folders[-2] in _PAGE_FOLDERS:
        return True
    if any(folder in _RARELY_ARTICLES for folder in folders) and not _NUMBER.search(_ONLY_DAY.sub("", last)):
        return not _DAY.search("/".join(folders[:-1]))
    return any(_LISTING_PARAMETER.fullmatch(each) for each in parameters) and len(_slug_words(last)) < 3


def _names_a_story(folders: list[str]) -> bool:
    """Tell whether the last folder, or the one before a number, is named like a single piece."""
    slug = _PAGE.sub("", folders[-1])
    parents = folders[:-1]
    if _ONLY_DAY.fullmatch("/".join([*parents, slug][-3:])) or _ONLY_DAY.fullmatch("/".join([*parents, slug][-2:])):
        return False
    if _ONLY_DAY.fullmatch(slug):
        return False
    if _DAY.search("/".join(parents)) or _OPAQUE_ID.fullmatch(slug) or _NUMBER.search(slug):
        return True
    if any(_is_story_folder(parent) for parent in parents):
        return len(_slug_words(slug)) > 1 or any(letter.isdigit() for letter in slug)
    return len(_slug_words(slug)) >= (3 if slug == folders[-1] else 2) or _is_long_run(slug)


def _is_story_folder(folder: str) -> bool:
    return folder in _STORY_FOLDERS or len(_slug_words(folder)) > 4


def _is_long_run(slug: str) -> bool:
    """Tell whether *slug* is a title in a script that parts no words."""
    return not slug.isascii() and len(slug) >= 10


def _slug_words(slug: str) -> list[str]:
    return [word for word in _WORD_BREAKS.split(_PAGE.sub("", slug)) if word]
