-- title: Headline changes
-- description: Headlines that were changed: old and new one, when the change was seen, and what else was edited with it.
-- param site = *: name of a site; * stands for any letters
-- param since = 0000-01-01: first day on which the change was seen, UTC
-- param until = 9999-12-31: last day, included
SELECT
    uid, url, site, published, seen AS before_since, replaced AS changed, old_title, new_title,
    old_modified, new_modified, silent, words_added, words_removed
FROM headline_change
WHERE site GLOB :site AND substr(replaced, 1, 10) BETWEEN :since AND :until
ORDER BY replaced DESC, uid
