-- title: Articles
-- description: Every article of the archive with its text, latest day first; articles without a date come last.
-- param site = *: name of a site; * stands for any letters
-- param since = 0000-01-01: first day, as the site counts days (published_day)
-- param until = 9999-12-31: last day, included
SELECT
    uid, url, site, title, authors, published, published_day, published_source, modified, first_seen, last_seen,
    language, section, tags, agency, access, kind, relation, words, lead, text
FROM article
WHERE site GLOB :site AND coalesce(published_day, '0000-01-01') BETWEEN :since AND :until
ORDER BY published_day DESC NULLS LAST, site, uid
