-- title: Withdrawn articles
-- description: Articles that are gone from their address (404, 410, 451, or a redirect to the front page): when that was
-- description: seen, how long they had stood, and how often they were edited. One that comes back is left out again.
-- param site = *: name of a site; * stands for any letters
-- param since = 0000-01-01: first day on which it was found gone, UTC
-- param until = 9999-12-31: last day, included
SELECT
    uid, url, site, title, authors, published, published_day, first_seen, last_seen, withdrawn_at, withdrawn_status,
    round(julianday(withdrawn_at) - julianday(coalesce(published, first_seen)), 1) AS days,
    (SELECT count(*) FROM edit WHERE edit.uid = withdrawn.uid) AS edits,
    words, relation
FROM withdrawn
WHERE site GLOB :site AND substr(withdrawn_at, 1, 10) BETWEEN :since AND :until
ORDER BY withdrawn_at DESC, uid
