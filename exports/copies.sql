-- title: Copies
-- description: Which article has its words from which: a row a pair with both sites and times, the hours between the
-- description: two, and the share of each that is in the other. What an article merely reuses is left out.
-- param site = *: site of the copy; * stands for any letters
SELECT
    relation, copy_uid, copy_site, copy_url, copy_title, copy_since, copy_since_source, copy_agency,
    original_uid, original_site, original_url, original_title, original_since, original_since_source,
    lag_hours AS hours_later, share_of_copy, share_of_original
FROM syndication
WHERE copy_site GLOB :site
ORDER BY original_since, original_uid, copy_since, copy_uid
