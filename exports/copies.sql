-- title: Copies
-- description: Which article is a copy of which: pairs with both sites and dates, and hours between the two.
-- param site = *: site of the copy; * stands for any letters
SELECT
    copy.uid AS copy_uid, copy.site AS copy_site, copy.url AS copy_url, copy.title AS copy_title,
    copy.published AS copy_published,
    origin.uid AS original_uid, origin.site AS original_site, origin.url AS original_url,
    origin.title AS original_title, origin.published AS original_published,
    round((julianday(copy.published) - julianday(origin.published)) * 24, 1) AS hours_later,
    similarity.containment_small, similarity.containment_large
FROM similarity
JOIN article AS copy ON copy.id = small_id
JOIN article AS origin ON origin.id = large_id
WHERE similarity.relation = 'copy' AND copy.site GLOB :site
ORDER BY origin.published, origin.uid, copy.published, copy.uid
