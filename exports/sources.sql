-- title: Sources
-- description: What the archive has of each site: articles, originals, copies, dates, words, and how its URLs stand.
SELECT
    site.name AS site, site.host, site.country, site.language,
    count(article.id) AS articles,
    count(article.id) FILTER (WHERE relation IS NULL) AS originals,
    count(article.id) FILTER (WHERE relation = 'copy') AS copies,
    min(published_day) AS first_day, max(published_day) AS last_day,
    count(article.id) FILTER (WHERE published IS NULL) AS undated,
    coalesce(sum(words), 0) AS words,
    (SELECT count(*) FROM url WHERE url.site = site.name) AS urls,
    (SELECT count(*) FROM url WHERE url.site = site.name AND state = 'due') AS urls_due,
    (SELECT count(*) FROM url WHERE url.site = site.name AND state = 'failed') AS urls_failed
FROM site
LEFT JOIN article ON article.site = site.name
GROUP BY site.name
ORDER BY site.name
