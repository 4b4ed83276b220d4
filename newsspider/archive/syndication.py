"""The view of who had whose words, as SQL: part of a released step of the schema, so a change is a step of its own."""

from __future__ import annotations

_HAS_HOUR = (
    # as `dedup.seniority` sees it: 7:30, T0730, " 7.30" and " 7h30" unless it is a date, seconds since 1970
    "{0}.published_raw GLOB '*[{1}]:[{1}][{1}]*' OR {0}.published_raw GLOB '*[{1}]T[{1}][{1}]*' "
    "OR {0}.published_raw || '$' GLOB '*[{2}][{1}][.h][{1}][{1}][^{1}.]*' "
    "OR {0}.published_raw || '$' GLOB '*[{2}][{1}][{1}][.h][{1}][{1}][^{1}.]*' "
    "OR {0}.published_raw || '$' GLOB '*[{2}][{1}][.h][{1}][{1}].[^{1}]*' "
    "OR {0}.published_raw || '$' GLOB '*[{2}][{1}][{1}][.h][{1}][{1}].[^{1}]*' "
    "OR (length({0}.published_raw) BETWEEN 9 AND 13 AND {0}.published_raw NOT GLOB '*[^{1}]*')"
)
_IS_MIDNIGHT = "{0}.published_raw || '$' GLOB '*[T ]00:00[^:]*' OR {0}.published_raw || '$' GLOB '*[T ]00:00:00[^:]*'"
_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef"
_BLANKS = " \t\n\u00a0\u202f"


_TOLD = "{0}.published_source IN ('json-ld', 'meta', 'time', 'feed', 'sitemap') AND {0}.published IS NOT NULL"
_SECONDS = "'%Y-%m-%dT%H:%M:%SZ'"


def _is_believed(article: str) -> str:
    """Return the SQL for "the hour that its page tells can be trusted"; a test holds it to `dedup.seniority`."""
    return (
        f"({_TOLD.format(article)} AND coalesce({_HAS_HOUR.format(article, _DIGITS, _BLANKS)}, 0) "
        f"AND NOT ({_IS_MIDNIGHT.format(article)}) "
        f"AND {article}.published <= strftime({_SECONDS}, {article}.first_seen, '+1 hour'))"
    )


def _end_of_day(article: str) -> str:
    """Return the SQL for the end of the day that its page tells; NULL where that is not before it was seen."""
    end = f"strftime({_SECONDS}, {article}.published, '+1 day')"
    return f"iif({_TOLD.format(article)} AND {end} < {article}.first_seen, {end}, NULL)"


def _since(article: str) -> str:
    return f"iif({_is_believed(article)}, {article}.published, coalesce({_end_of_day(article)}, {article}.first_seen))"


def _source(article: str) -> str:
    day = f"iif({_end_of_day(article)} IS NULL, 'first-seen', 'day')"
    return f"iif({_is_believed(article)}, 'published', {day})"


# A pair is told one way; of `similarity` the first article is the one that has the words from the second.
SYNDICATION = f"""
CREATE VIEW syndication AS
SELECT
    pair.relation, copy.cluster_id,
    copy.id AS copy_id, copy.uid AS copy_uid, copy.site AS copy_site, copy.url AS copy_url,
    copy.title AS copy_title, {_since("copy")} AS copy_since,
    {_source("copy")} AS copy_since_source, copy.agency AS copy_agency,
    origin.id AS original_id, origin.uid AS original_uid, origin.site AS original_site,
    origin.url AS original_url, origin.title AS original_title, {_since("origin")} AS original_since,
    {_source("origin")} AS original_since_source,
    round((julianday({_since("copy")}) - julianday({_since("origin")})) * 24, 2) AS lag_hours,
    coalesce(one.containment_small, other.containment_large) AS share_of_copy,
    coalesce(one.containment_large, other.containment_small) AS share_of_original
FROM (
    SELECT member.id AS copy_id, cluster.original_id, 'copy' AS relation
    FROM cluster JOIN article AS member ON member.cluster_id = cluster.id
    WHERE member.id <> cluster.original_id
    UNION ALL
    SELECT small_id, large_id, relation FROM similarity WHERE relation IN ('excerpt_of', 'roundup')
    UNION ALL
    SELECT small_id, large_id, similarity.relation FROM similarity
    JOIN article AS small ON small.id = small_id JOIN article AS large ON large.id = large_id
    WHERE similarity.relation = 'declared_copy_of' AND small.cluster_id <> large.cluster_id
) AS pair
JOIN article AS copy ON copy.id = pair.copy_id
JOIN article AS origin ON origin.id = pair.original_id
LEFT JOIN similarity AS one ON one.small_id = copy.id AND one.large_id = origin.id
LEFT JOIN similarity AS other ON other.small_id = origin.id AND other.large_id = copy.id
"""
