-- title: Reserved articles
-- description: Articles whose publisher reserves something (text mining, AI, archiving, indexing), a row a signal, as
-- description: last seen.
-- param site = *: name of a site; * stands for any letters
SELECT
    uid, article.url, site, title, published, published_day, last_seen, opt_out.source, opt_out.signal,
    opt_out.policy_url
FROM opt_out
JOIN article ON article.id = article_id
WHERE site GLOB :site
ORDER BY site, published_day DESC NULLS LAST, uid, opt_out.source, opt_out.signal
