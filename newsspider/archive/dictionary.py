"""The data dictionary: what every table and column of the archive means. A test holds it equal to the real schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from newsspider.archive.recipe import Recipe
from newsspider.article import (
    Access,
    BlockForm,
    BlockKind,
    BlockStatus,
    DateSource,
    Failure,
    Kind,
    Left,
    OptOutSource,
    Reason,
    Refusal,
    Relation,
    TrivialCause,
    UrlState,
)
from newsspider.errors import UsageError


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    name: str
    type: str
    """As SQLite declares it; empty for what a view computes."""
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table or view."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    is_view: bool = False
    is_raw: bool = False
    """Whether it stands in the file of raw pages, beside the archive."""


def _columns(*rows: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


_ARTICLE_COLUMNS = _columns(
    ("id", "INTEGER", "Row number; other tables refer to it."),
    ("uid", "TEXT", "Name to cite: first 16 hex digits of SHA-256 of `url_key`."),
    ("url", "TEXT", "URL as fetched, verbatim."),
    ("url_key", "TEXT", "Identity: equal for all spellings of the article's address."),
    ("canonical_url", "TEXT", "What the page claims as its address (rel=canonical, og:url); evidence, not identity."),
    ("site", "TEXT", "Name of the spider, or the host without `www.`; `site.name`."),
    ("title", "TEXT", "Headline without the site's name; NULL where the page is silent."),
    ("authors", "TEXT", "JSON list of names, in the page's order."),
    ("published", "TEXT", "First publication, UTC; the earliest the page ever claimed; NULL where it is silent."),
    ("published_day", "TEXT", "The site's local day of `published`, YYYY-MM-DD: what to count by."),
    ("published_raw", "TEXT", "The page's own spelling of the date, also of one in the future."),
    ("published_source", "TEXT", "Where the date was read."),
    ("modified", "TEXT", "Last modification as the page declares it, UTC."),
    ("first_seen", "TEXT", "When the article was first fetched, UTC."),
    ("last_seen", "TEXT", "When it was last fetched or confirmed unchanged, UTC."),
    ("withdrawn_at", "TEXT", "When it was first found gone, UTC; NULL while it is there."),
    ("withdrawn_status", "INTEGER", "HTTP status that said so: 404, 410, 451; 3xx where it leads elsewhere."),
    ("language", "TEXT", "BCP 47 tag as the page declares it, lower case."),
    ("section", "TEXT", "Section as the page declares it."),
    ("tags", "TEXT", "JSON list of keywords."),
    ("image_url", "TEXT", "Lead picture."),
    ("agency", "TEXT", "News agency credited."),
    ("access", "TEXT", "How much of the article the page gave away."),
    ("kind", "TEXT", "What sort of piece it is."),
    ("lead", "TEXT", "Standfirst that stands outside the body; never a paragraph of `text`."),
    ("text", "TEXT", "Body without boilerplate; paragraphs parted by one blank line; empty where withheld."),
    ("markdown", "TEXT", "The body with headings, lists, quotes and tables marked; NULL where it equals `text`."),
    ("words", "INTEGER", "Words of `text`; in scripts without spaces every letter counts."),
    ("text_hash", "TEXT", "Equal for equal bodies (`text` alone: sites write their own lead over an agency's text)."),
    ("complete", "INTEGER", "0 where the page broke off or the parse stopped early."),
    ("cluster_id", "INTEGER", "Copies of one story share it; alone, an article has its own."),
    ("relation", "TEXT", "What the article is to another one; NULL for an original."),
    ("extractor", "TEXT", "Version of the extraction that made the row."),
    ("image_caption", "TEXT", "What the page writes below the lead picture."),
    ("image_credit", "TEXT", "Whom the page names for the lead picture."),
    ("sources", "TEXT", "JSON object: field, and where on the page its value was read; evidence for `access`, `kind`."),
)  # fmt: skip


def _of_article(*names: str) -> tuple[Column, ...]:
    told = {column.name: column for column in _ARTICLE_COLUMNS}
    return tuple(told[name] for name in names)


_EDITED = (
    ("uid", "TEXT", "`article.uid`."),
    ("url", "TEXT", "`article.url`."),
    ("site", "TEXT", "`article.site`."),
    ("published", "TEXT", "`article.published`."),
    ("seen", "", "When the state before was first fetched, UTC."),
    ("replaced", "TEXT", "When the change was seen, UTC."),
)
_HEADLINES = (
    ("old_title", "", "Headline before."),
    ("new_title", "", "Headline after; the same where it did not change."),
)
_MODIFIED = (
    ("old_modified", "TEXT", "Last modification as the page declared it before, UTC."),
    ("new_modified", "", "The same in the state after, as far as that was seen; NULL where the page declares none."),
)
_WORDS = (
    ("old_words", "INTEGER", "Words of the body before."),
    ("new_words", "", "Words of the body after."),
)
_TEXT_EDITS = (
    "JSON list of [place, old words, new words]; place: letters before them in the next state. NULL where nothing "
    "changed, `[]` where the words are not kept, or were none."
)
_COUNTS = (
    ("words_added", "INTEGER", "Words of lead and text that were put in."),
    ("words_removed", "INTEGER", "Words of lead and text that were taken out."),
)

TABLES: tuple[Table, ...] = (
    Table("article", "One row an article: its latest state.", _ARTICLE_COLUMNS),
    Table("cluster", "Articles that are copies of each other; every article is in one.", _columns(
        ("id", "INTEGER", "What `article.cluster_id` refers to."),
        ("original_id", "INTEGER", "Its oldest article by `published`, or `first_seen` where the page is silent."),
        ("reason", "TEXT", "`published` or `first-seen`: which time decided; NULL where all texts are equal."),
        ("confidence", "REAL", "How sure that is, 0 to 1; NULL where all texts are equal."),
    )),
    Table("similarity", "Pairs of articles that share text, one row a pair, as found when the later came.", _columns(
        ("small_id", "INTEGER", "The smaller article, the roundup, who declares; where both are equal, the copy."),
        ("large_id", "INTEGER", "The larger article, a part, what is declared; where both are equal, the original."),
        ("relation", "TEXT", "What the first is to the second."),
        ("containment_small", "REAL", "Share of the first text that is in the second, 0 to 1."),
        ("containment_large", "REAL", "Share of the second text that is in the first, 0 to 1."),
        ("passages", "TEXT", "JSON list: begin, end in the first text, then in the second; of `reuse`, `roundup`."),
    )),
    Table("fingerprint", "What the text of an article is compared by.", _columns(
        ("article_id", "INTEGER", "`article.id`."),
        ("samples", "BLOB", "Hashes of some of its runs of five words, and of its numbers, packed."),
    )),
    Table("fingerprint_key", "Which articles have a run of five words, for a sample of them.", _columns(
        ("key", "INTEGER", "Hash of the run; from 2^62 on, of an address that a page declares to be the real one."),
        ("article_id", "INTEGER", "`article.id`; copies are listed by what is new in them, frequent runs no more."),
    )),
    Table("revision", "Earlier states of articles, each kept as what changed from it to the next one.", _columns(
        ("id", "INTEGER", "Row number; of an article's states, in the order of time."),
        ("article_id", "INTEGER", "`article.id`; its row is the newest state."),
        ("replaced", "TEXT", "When the next state was first fetched, UTC."),
        ("changed", "TEXT", "JSON list of what is another in the next state: title, lead, text."),
        ("silent", "INTEGER", "1 where lead or text changed, and the page declared no newer date of modification."),
        ("words_added", "INTEGER", "Words of lead and text that the next state has more."),
        ("words_removed", "INTEGER", "Words of lead and text that it has no more."),
        ("title", "TEXT", "Headline then; NULL where the next state has the same; empty for none."),
        ("lead_edits", "TEXT", "As `text_edits`, of the standfirst."),
        ("text_edits", "TEXT", _TEXT_EDITS),
        ("modified", "TEXT", "Last modification as the page declared it then, UTC."),
        ("words", "INTEGER", "Words of the body then."),
        ("text_hash", "TEXT", "As `article.text_hash` where the words are not kept; NULL elsewhere."),
        ("complete", "INTEGER", "0 where that page broke off: the change is no edit of the site's."),
    )),
    Table("trivial_edit", "How often pages changed, and no word of the story: no revision, the text stays.", _columns(
        ("article_id", "INTEGER", "`article.id`."),
        ("cause", "TEXT", "What changed."),
        ("times", "INTEGER", "How often it was seen to have changed."),
        ("first_seen", "TEXT", "When it was seen first, UTC."),
        ("last_seen", "TEXT", "When it was seen last, UTC."),
        ("digest", "TEXT", "Of title, lead and text as they were then, 64 bits."),
    )),
    Table("reextraction", "What articles were before their pages were read again.", _columns(
        ("id", "INTEGER", "Row number."),
        ("article_id", "INTEGER", "`article.id`."),
        ("accepted", "TEXT", "When the later reading was accepted, UTC."),
        ("extractor", "TEXT", "Version of the extraction that made what is kept here."),
        ("title", "TEXT", "Headline before."),
        ("lead", "TEXT", "Standfirst before; NULL after 90 days, and where it is withheld."),
        ("text", "TEXT", "Body before; NULL after 90 days, and where it is withheld."),
        ("words", "INTEGER", "Words of that body."),
        ("text_hash", "TEXT", "As `article.text_hash`."),
    )),
    Table("removed_block", "Texts that were taken out of pages, each once a site.", _columns(
        ("id", "INTEGER", "Row number."),
        ("site", "TEXT", "`site.name`."),
        ("digest", "TEXT", "SHA-256 of the text, 128 bits, exact to the letter."),
        ("text", "TEXT", "The words, white space folded."),
        ("first_seen", "TEXT", "When it was first removed, UTC."),
    )),
    Table("article_removed", "Where the removed blocks stood in the article's latest state.", _columns(
        ("article_id", "INTEGER", "`article.id`."),
        ("position", "INTEGER", "Order in the page, from 0."),
        ("block_id", "INTEGER", "`removed_block.id`."),
        ("rule", "TEXT", "Name of the rule that removed it."),
        ("kind", "TEXT", "What sort of boilerplate it was."),
        ("place", "TEXT", "XPath of its element, or `line N` of a plain text; may be empty."),
        ("score", "REAL", "How likely the model held it to be article, 0 to 1; NULL where a declared rule decided."),
        ("page_order", "INTEGER", "Which piece of the page it is, from 0 in reading order; NULL where not known."),
    )),
    Table("article_kept", "Where the paragraphs of `article.text` stood, packed; `kept_block` reads it.", _columns(
        ("article_id", "INTEGER", "`article.id`."),
        ("blocks", "TEXT", "JSON object: what places share in `at` and `kin`, and `blocks`, a list of numbers each."),
    )),
    Table("url", "The frontier: every article URL that was ever found or visited.", _columns(
        ("id", "INTEGER", "Row number, in the order of finding."),
        ("url_key", "TEXT", "Identity of the URL."),
        ("url", "TEXT", "As it was found first, verbatim."),
        ("site", "TEXT", "`site.name`."),
        ("state", "TEXT", "What the last visit came to."),
        ("reason", "TEXT", "Why, where it came to no article."),
        ("status", "INTEGER", "HTTP status of the last answer."),
        ("etag", "TEXT", "For the next conditional request, as the server spelled it."),
        ("last_modified", "TEXT", "For the next conditional request, as the server spelled it."),
        ("trust", "REAL", "How far the server's \"not modified\" has proved true; not learned yet, always NULL."),
        ("found", "TEXT", "When a seed gave it first, UTC."),
        ("last_visit", "TEXT", "When it was last visited, UTC."),
        ("next_visit", "TEXT", "When it is due again, UTC; NULL for never."),
        ("failures", "INTEGER", "How often it failed in a row."),
        ("discovered_from", "TEXT", "URL of the seed that gave it."),
        ("seed_title", "TEXT", "Title as the seed says."),
        ("seed_published", "TEXT", "Date as the seed says, UTC."),
        ("seed_modified", "TEXT", "Last change as the seed said when the URL became due, UTC."),
        ("seed_source", "TEXT", "Which kind of seed said so."),
        ("evidence", "TEXT", "What was seen that made it no article, one line; NULL where there is one."),
    )),
    Table("url_alias", "Other addresses of articles.", _columns(
        ("url_key", "TEXT", "Identity of the other address."),
        ("uid", "TEXT", "The uid that an article at that address has or had."),
        ("url", "TEXT", "The other address, verbatim."),
        ("article_id", "INTEGER", "`article.id`."),
        ("reason", "TEXT", "`redirect`: the server leads on; `part`: a page of it; else as a page says."),
        ("seen", "TEXT", "When that was seen last, UTC."),
    )),
    Table("article_part", "The pages of articles that are told over several; of others there is no row.", _columns(
        ("url_key", "TEXT", "Identity of the page's address."),
        ("url", "TEXT", "The address, verbatim."),
        ("base_key", "TEXT", "Identity of the first page's address, as far as the addresses tell."),
        ("number", "INTEGER", "What its address counts; 0 where it counts nothing. Pages stand in this order."),
        ("article_id", "INTEGER", "`article.id`: it stands at the first page's address, with the text of all."),
        ("seen", "TEXT", "When the page was fetched last, UTC; NULL where it was not."),
        ("text", "TEXT", "What it adds; NULL where it is not there (`article.complete` is 0), '' if it came later."),
        ("markdown", "TEXT", "As `article.markdown`."),
    )),
    Table("named_address", "Addresses that pages call their article's: evidence, until a text confirms it.", _columns(
        ("url_key", "TEXT", "Identity of the address."),
        ("article_id", "INTEGER", "`article.id`."),
        ("name", "TEXT", "How the page says so: `shortlink`, `amphtml`, `mobile`, `og:url`."),
    )),
    Table("seed", "Feeds, sitemaps and front pages as their servers described them last.", _columns(
        ("url", "TEXT", "The seed."),
        ("etag", "TEXT", "As the server spelled it."),
        ("last_modified", "TEXT", "As the server spelled it."),
    )),
    Table("site", "Sites with an article or a crawl.", _columns(
        ("name", "TEXT", "Name of the spider, or the host without `www.`."),
        ("host", "TEXT", "Host."),
        ("country", "TEXT", "ISO 3166-1 alpha-2, as the spider declares it."),
        ("language", "TEXT", "BCP 47 tag, as the spider declares it."),
        ("learned", "INTEGER", "On how many articles' pages the site's memory stands."),
        ("time_zone", "TEXT", "IANA name, as the spider declares it: by which `article.published_day` is counted."),
    )),
    Table("run", "Crawls and replays.", _columns(
        ("id", "INTEGER", "Number of the run."),
        ("command", "TEXT", "What was run."),
        ("version", "TEXT", "Version of newsspider."),
        ("started", "TEXT", "UTC."),
        ("finished", "TEXT", "UTC; NULL where the run was killed or goes on."),
        ("exit_code", "INTEGER", "What it ended with."),
    )),
    Table("run_site", "What a run's due URLs of a site came to; the sum closes.", _columns(
        ("run_id", "INTEGER", "`run.id`."),
        ("site", "TEXT", "`site.name`."),
        ("due", "INTEGER", "Sum of all that follows up to `left`."),
        ("new", "INTEGER", "Articles stored, copies among them."),
        ("revision", "INTEGER", "Articles whose words had changed."),
        ("unchanged", "INTEGER", "Articles found as they were."),
        ("alias", "INTEGER", "Other addresses of stored articles."),
        ("not_article", "TEXT", "JSON: pages without an article, by reason."),
        ("refused", "TEXT", "JSON: URLs that were not fetched, by reason."),
        ("failed", "TEXT", "JSON: URLs that gave nothing, by reason."),
        ("left", "TEXT", "JSON: URLs carried over to the next run, by reason."),
        ("seed_requests", "INTEGER", "Requests for seeds and robots.txt; no part of `due`."),
        ("seconds", "REAL", "How long the site took."),
        ("reached", "INTEGER", "1; 0 where neither a seed nor a page of the site answered."),
    )),
    Table("policy_file", "robots.txt and tdmrep.json of every origin, as they were read last.", _columns(
        ("url", "TEXT", "Where it stands."),
        ("fetched", "TEXT", "When it was read, UTC."),
        ("expires", "TEXT", "Until when it is obeyed without being asked for again, UTC; a day at most."),
        ("status", "INTEGER", "HTTP status of the answer."),
        ("etag", "TEXT", "As the server spelled it."),
        ("last_modified", "TEXT", "As the server spelled it."),
        ("body", "BLOB", "Its bytes, the first 512 KiB; empty where there is no such file."),
    )),
    Table("host", "What must be kept in mind of a server between two runs.", _columns(
        ("name", "TEXT", "Host without `www.`, with its port where that is not the scheme's own."),
        ("next_request", "TEXT", "Before that it is not asked, for its delay's sake, UTC."),
        ("cool_until", "TEXT", "Before that it is not asked, as it said (Retry-After, 429, 503), UTC."),
        ("refusals", "INTEGER", "How often in a row it asked for a pause."),
    )),
    Table("site_day", "What a site was asked for, a row a UTC day.", _columns(
        ("site", "TEXT", "`site.name`."),
        ("day", "TEXT", "UTC day, YYYY-MM-DD."),
        ("requests", "INTEGER", "Requests, robots.txt and seeds among them; after a kill a few more than were made."),
        ("bytes", "INTEGER", "Bytes of the answers as they travelled."),
    )),
    Table("trap", "Shapes of addresses that led nowhere again and again.", _columns(
        ("site", "TEXT", "`site.name`."),
        ("shape", "TEXT", "Address with figures and names replaced by letters for their kind."),
        ("seen", "TEXT", "When it was found out last, UTC."),
        ("until", "TEXT", "Before that no address of that shape is visited, UTC."),
        ("strikes", "INTEGER", "How often it was found out."),
        ("url", "TEXT", "One such address."),
    )),
    Table("site_block", "Lines that a site's pages repeat: what is on enough of them is no article.", _columns(
        ("site", "TEXT", "`site.name`."),
        ("digest", "INTEGER", "Of the line's letters, 64 bits; numbers count only where the line was in an article."),
        ("pages", "INTEGER", "On how many articles' pages it stood; copies and later states of one don't count."),
        ("first_page", "INTEGER", "The first of them, as a number of `site.learned`."),
        ("last_page", "INTEGER", "The last of them."),
        ("first_seen", "TEXT", "When it was first met, UTC."),
        ("last_seen", "TEXT", "When it was last met, UTC."),
        ("sample", "TEXT", "Its beginning; NULL until it is met again."),
        ("status", "TEXT", "Who decides whether it is left out of articles."),
        ("cleaned", "INTEGER", "1 where it was taken out of earlier articles."),
    )),
    Table("tdm", "What publishers reserve (text mining, AI, archiving, indexing), by site and day.", _columns(
        ("site", "TEXT", "`site.name`."),
        ("day", "TEXT", "UTC day, YYYY-MM-DD."),
        ("source", "TEXT", "Where it is said."),
        ("signal", "TEXT", "What is said: `noai`, `tdm-reservation=1`, `ai-train=no`, name of a crawler, ..."),
        ("pages", "INTEGER", "On how many pages it was met that day."),
        ("url", "TEXT", "The first of them."),
        ("policy_url", "TEXT", "Where the publisher states terms; NULL where nowhere."),
    )),
    Table("opt_out", "What publishers reserve, article by article, as last seen.", _columns(
        ("article_id", "INTEGER", "`article.id`."),
        ("source", "TEXT", "Where it is said."),
        ("signal", "TEXT", "As `tdm.signal`."),
        ("policy_url", "TEXT", "As `tdm.policy_url`."),
    )),
    Table("quarantine", "Pages that cost a worker; not tried again until the extractor is another.", _columns(
        ("url_key", "TEXT", "Identity of the URL."),
        ("url", "TEXT", "As it was fetched, verbatim."),
        ("site", "TEXT", "`site.name`."),
        ("seen", "TEXT", "When it was fetched, UTC."),
        ("extractor", "TEXT", "Version of the extraction that failed."),
        ("reason", "TEXT", "What the worker died of."),
        ("detail", "TEXT", "The evidence, one line."),
        ("headers", "TEXT", "JSON list of the response's headers, as pairs."),
        ("digest", "TEXT", "SHA-256 of the body, 128 bits."),
        ("bytes", "INTEGER", "Length of the body."),
        ("body", "BLOB", "The body, packed by zlib; NULL where newer ones took the room, or the page is reserved."),
    )),
    Table("article_fts", "Full-text search (FTS5), blind to case and accents; its rowid is `article.id`.", _columns(
        ("title", "", "`article.title`."),
        ("lead", "", "`article.lead`."),
        ("text", "", "`article.text`."),
    )),
    Table("original", "One article a cluster: the rows of `article` that are nobody's copy.", _ARTICLE_COLUMNS, True),
    Table("syndication", "Who copied whom, a row a pair: copies, excerpts, roundups, declared copies.", _columns(
        ("relation", "TEXT", "What the copy is to the original: `copy`, `excerpt_of`, `roundup`, `declared_copy_of`."),
        ("cluster_id", "INTEGER", "`cluster.id` of the copy."),
        ("copy_id", "INTEGER", "`article.id` of the one that has the words from the other: a copy, excerpt, roundup."),
        ("copy_uid", "TEXT", "`article.uid`."),
        ("copy_site", "TEXT", "`site.name`."),
        ("copy_url", "TEXT", "`article.url`."),
        ("copy_title", "TEXT", "`article.title`."),
        ("copy_since", "", "When it was there for certain, UTC: `published` where that can be trusted."),
        ("copy_since_source", "", "Why then: `published`; `day`: the end of the day that is told; `first-seen`."),
        ("copy_agency", "TEXT", "News agency that the copy credits."),
        ("original_id", "INTEGER", "`article.id` of the one that had the words: the original, or part of a roundup."),
        ("original_uid", "TEXT", "`article.uid`."),
        ("original_site", "TEXT", "`site.name`."),
        ("original_url", "TEXT", "`article.url`."),
        ("original_title", "TEXT", "`article.title`."),
        ("original_since", "", "As `copy_since`."),
        ("original_since_source", "", "As `copy_since_source`."),
        ("lag_hours", "", "Hours from `original_since` to `copy_since`; less than 0 where the copy is from earlier."),
        ("share_of_copy", "", "Share of the copy that is in the original, 0 to 1; NULL where they were not compared."),
        ("share_of_original", "", "Share of the original that is in the copy; NULL where they were not compared."),
    ), True),
    Table("kept_block", "The paragraphs of `article.text`, with their places on the page.", _columns(
        ("article_id", "INTEGER", "`article.id`."),
        ("position", "", "Order in the text, from 0."),
        ("start", "", "Letters before it: `substr(text, start + 1, end - start)` is the paragraph."),
        ("end", "", "Letters before its end."),
        ("form", "", "What it is on the page."),
        ("place", "", "XPath of its element, or `line N` of a plain text; may be empty."),
        ("page_order", "", "As `article_removed.page_order`: both together give the page in reading order."),
        ("score", "", "How likely the model held it to be article, 0 to 1; NULL where it was not asked."),
    ), True),
    Table("edit", "The changes of articles, a row a revision: what was before, and what after.", _columns(
        ("revision_id", "INTEGER", "`revision.id`."),
        ("article_id", "INTEGER", "`article.id`."),
        *_EDITED,
        ("changed", "TEXT", "As `revision.changed`."),
        ("silent", "INTEGER", "As `revision.silent`."),
        *_HEADLINES,
        *_MODIFIED,
        *_WORDS,
        *_COUNTS,
    ), True),
    Table("edited_passage", "The passages that changed, with their words before and after.", _columns(
        ("revision_id", "INTEGER", "`revision.id`."),
        ("article_id", "INTEGER", "`article.id`."),
        ("replaced", "TEXT", "When the change was seen, UTC."),
        ("field", "", "`lead` or `text`."),
        ("position", "", "Order in the text, from 0."),
        ("place", "", "Letters before it in the later text: `substr(text, place + 1, length(new))` is `new`."),
        ("old", "", "Words before; empty where they were put in."),
        ("new", "", "Words after; empty where they were taken out."),
    ), True),
    Table("silent_edit", "Edits of lead or text without a newer date of modification; some sites give none.", _columns(
        ("revision_id", "INTEGER", "`revision.id`."),
        *_EDITED,
        *_HEADLINES,
        *_MODIFIED,
        *_WORDS,
        *_COUNTS,
    ), True),
    Table("headline_change", "Edits of the headline.", _columns(
        ("revision_id", "INTEGER", "`revision.id`."),
        *_EDITED,
        *_HEADLINES,
        *_MODIFIED,
        ("silent", "INTEGER", "1 where lead or text changed, too, and the page gave no newer date."),
        *_COUNTS,
    ), True),
    Table("withdrawn", "Articles that are gone from their address: 404, 410, 451, or it leads elsewhere.",
          _of_article("uid", "url", "site", "title", "authors", "published", "published_day", "first_seen", "last_seen",
                      "withdrawn_at", "withdrawn_status", "words", "cluster_id", "relation"), True),
    Table("article_daily", "Articles by site and local day.", _columns(
        ("day", "TEXT", "`article.published_day`; NULL counts the articles without a date."),
        ("site", "TEXT", "`article.site`."),
        ("articles", "", "Articles of that day."),
        ("originals", "", "Those that are nobody's copy."),
        ("words", "", "Words of their bodies."),
    ), True),
)  # fmt: skip

_RESPONSE_COLUMNS = _columns(
    ("url_key", "TEXT", "Identity of the page's address: `article.url_key`, or `url_alias.url_key`."),
    ("url", "TEXT", "Final URL, verbatim."),
    ("site", "TEXT", "`site.name`."),
    ("fetched", "TEXT", "When it was fetched, UTC: `article.last_seen` then."),
    ("status", "INTEGER", "HTTP status of the response."),
    ("headers", "TEXT", "JSON list of the response's headers, as pairs."),
    ("complete", "INTEGER", "0 where the transfer broke off."),
    ("opt_outs", "TEXT", "JSON list of what was reserved: source, signal, policy; as `opt_out` in the archive."),
)

RAW_TABLES: tuple[Table, ...] = (
    Table("page", "Raw pages, one row a page and moment.", (*_RESPONSE_COLUMNS, *_columns(
        ("digest", "TEXT", "SHA-256 of the page's bytes, 128 bits."),
        ("bytes", "INTEGER", "Length of the page."),
        ("body", "BLOB", "The page, packed by zstd."),
        ("dictionary", "TEXT", "Digest of the page to unpack it with, as a raw prefix; NULL where it needs none."),
    )), is_view=True, is_raw=True),
    Table("kept_page", "The responses; `page` shows them with their bytes.", (
        Column("id", "INTEGER", "Row number, in the order of storing."),
        *_RESPONSE_COLUMNS,
        Column("body_id", "INTEGER", "`body.id`."),
    ), is_raw=True),
    Table("body", "The bytes of pages, equal ones once.", _columns(
        ("id", "INTEGER", "Row number."),
        ("digest", "TEXT", "SHA-256 of the bytes, 128 bits."),
        ("site", "TEXT", "`site.name` of the page that had them first."),
        ("bytes", "INTEGER", "Length, unpacked."),
        ("level", "INTEGER", "Of zstd, at which they were packed, or were tried to be packed tighter."),
        ("dictionary_id", "INTEGER", "`body.id` of the older page to unpack them with; that one stands alone."),
        ("packed", "BLOB", "The bytes, one zstd frame."),
    ), is_raw=True),
    Table("site_dictionary", "By which page the new pages of a site are packed.", _columns(
        ("site", "TEXT", "`site.name`."),
        ("body_id", "INTEGER", "`body.id`."),
        ("pages", "INTEGER", "Pages that came since it was chosen."),
        ("misses", "INTEGER", "The last pages, in a row, that it was no help for."),
    ), is_raw=True),
)  # fmt: skip

CLOSED_SETS: dict[str, tuple[type[StrEnum], ...]] = {
    "article.published_source": (DateSource,),
    "article.access": (Access,),
    "article.kind": (Kind,),
    "article.relation": (Relation,),
    "similarity.relation": (Relation,),
    "article_removed.kind": (BlockKind,),
    "kept_block.form": (BlockForm,),
    "site_block.status": (BlockStatus,),
    "trivial_edit.cause": (TrivialCause,),
    "url.state": (UrlState,),
    "url.reason": (Reason, Refusal, Failure),
    "url.seed_source": (DateSource,),
    "run_site.not_article": (Reason,),
    "run_site.refused": (Refusal,),
    "run_site.failed": (Failure,),
    "run_site.left": (Left,),
    "tdm.source": (OptOutSource,),
    "opt_out.source": (OptOutSource,),
    "quarantine.reason": (Failure,),
}
"""Columns (of the JSON ones, the keys) that hold nothing but members of a set."""


def values_of(table: str, column: str) -> tuple[str, ...]:
    """Return the closed set of a column; empty where it is open."""
    return tuple(str(member) for members in CLOSED_SETS.get(f"{table}.{column}", ()) for member in members)


def find_tables(name: str | None = None) -> tuple[Table, ...]:
    """Return the table of that name, or all; raises `UsageError` where there is none."""
    every = TABLES + RAW_TABLES
    found = tuple(table for table in every if name is None or table.name == name)
    if not found:
        raise UsageError(f"no table {name!r}; there are: {', '.join(table.name for table in every)}")
    return found


def as_json(tables: Iterable[Table]) -> list[dict[str, object]]:
    """Return *tables* as ``schema --json`` prints them."""
    return [
        {
            "name": table.name,
            "kind": "view" if table.is_view else "table",
            "file": "pages" if table.is_raw else "archive",
            "meaning": table.meaning,
            "columns": [
                {"name": column.name, "type": column.type, "meaning": column.meaning}
                | {"values": list(values_of(table.name, column.name))}
                for column in table.columns
            ],
        }
        for table in tables
    ]


def as_markdown(recipes: Iterable[Recipe]) -> str:
    """Return ``exports/README.md``: the recipes, then the dictionary."""
    return "\n".join(_markdown(recipes)) + "\n"


_HEAD = """\
# Exports and the data dictionary
`newsspider schema --markdown` writes this page; a test holds it equal to the code.

## Recipes
`newsspider export NAME` runs the SELECT of `NAME.sql` and writes CSV, or with `--format` JSON lines or Markdown. A
recipe of your own goes into `./exports/NAME.sql`, begins with such comments, and wins over a built-in one of its name:
```sql
-- title: Headlines
-- description: What stood in the headlines of a day.
-- param day: local day of the site, YYYY-MM-DD
-- param site = *: name of a site; * stands for any letters
SELECT site, title FROM article WHERE published_day = :day AND site GLOB :site
```
"""

_ABOUT_TABLES = """\
## Tables and views
The archive is one SQLite file, `application_id` 0x6E777370. All times are UTC, ISO 8601 to the second with `Z`, so that
text sorts as time. `_sqlite_migrations` keeps which steps the schema has seen. Use SQLite's backup, never `cp`, on an
archive that is being written to.
"""

_ABOUT_RAW_TABLES = """\
## The file of raw pages
`newsspider.pages.db` beside `newsspider.db`, `application_id` 0x6E777372: the pages that articles were made of, see
[raw pages](../docs/raw-pages.md). Nothing in the archive depends on it.
"""


def _markdown(recipes: Iterable[Recipe]) -> Iterator[str]:
    yield _HEAD
    for recipe in recipes:
        yield f"**{recipe.name}**: {recipe.description}"
        for parameter in recipe.parameters:
            default = "must be given" if parameter.default is None else f"default `{parameter.default}`"
            yield f"- `--param {parameter.name}=...` ({default}): {parameter.meaning}"
        yield ""
    yield _ABOUT_TABLES
    yield from _described(TABLES)
    yield _ABOUT_RAW_TABLES
    yield from _described(RAW_TABLES)


def _described(tables: Iterable[Table]) -> Iterator[str]:
    for table in tables:
        yield f"### {table.name}{' (view)' * table.is_view}"
        yield table.meaning
        if table.name == "original":
            yield "\nColumns as in `article`.\n"
            continue
        yield "\n| column | type | meaning |\n|---|---|---|"
        for column in table.columns:
            yield f"| `{column.name}` | {column.type} | {_meaning(table.name, column)} |"
        yield ""


def _meaning(table: str, column: Column) -> str:
    values = values_of(table, column.name)
    return f"{column.meaning} One of: {', '.join(f'`{value}`' for value in values)}." if values else column.meaning
