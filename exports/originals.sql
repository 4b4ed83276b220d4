-- title: Originals
-- description: One article a cluster: the oldest where several are copies of each other, with the number of its copies.
-- param site = *: name of a site; * stands for any letters
-- param since = 0000-01-01: first day, as the site counts days (published_day)
-- param until = 9999-12-31: last day, included
SELECT
    uid, url, site, title, authors, published, published_day, language, section, words,
    (SELECT count(*) - 1 FROM article AS member WHERE member.cluster_id = original.cluster_id) AS copies,
    lead, text
FROM original
WHERE site GLOB :site AND coalesce(published_day, '0000-01-01') BETWEEN :since AND :until
ORDER BY published_day DESC NULLS LAST, site, uid
