-- title: Removed blocks
-- description: What was taken out of the pages, by rule: each different block of a site once, with the number of
-- description: articles it stood in and one of them to look at.
-- param site = *: name of a site; * stands for any letters
SELECT
    removed_block.site, article_removed.rule, article_removed.kind, count(DISTINCT article_id) AS articles,
    removed_block.text, min(article.url) AS example_url, article_removed.place AS example_place
FROM article_removed
JOIN removed_block ON removed_block.id = block_id
JOIN article ON article.id = article_id
WHERE removed_block.site GLOB :site
GROUP BY removed_block.id, article_removed.rule, article_removed.kind
ORDER BY removed_block.site, articles DESC, removed_block.id
