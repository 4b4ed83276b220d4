-- title: Articles a day
-- description: How many articles, originals and words each site published on each of its local days. A row without a
-- description: day counts the articles whose page gives no date.
-- param site = *: name of a site; * stands for any letters
SELECT day, site, articles, originals, words
FROM article_daily
WHERE site GLOB :site
ORDER BY day, site
