-- title: Syndication
-- description: Who ran whose stories how often, by month and pair of sites: copies, excerpts, parts of roundups, hours
-- description: between the two (least, mean), and how much of the original was run. Copies on the original's own site
-- description: count, too.
-- param site = *: site that ran the stories; * stands for any letters
-- param original_site = *: site that had them first
-- param since = 0000-01: first month, YYYY-MM, UTC
-- param until = 9999-12: last month, included
SELECT
    substr(copy_since, 1, 7) AS month, original_site, copy_site AS site,
    count(*) AS stories,
    count(*) FILTER (WHERE relation = 'copy') AS copies,
    count(*) FILTER (WHERE relation = 'excerpt_of') AS excerpts,
    count(*) FILTER (WHERE relation = 'roundup') AS in_roundups,
    count(*) FILTER (WHERE relation = 'declared_copy_of') AS declared,
    count(*) FILTER (WHERE copy_agency IS NOT NULL) AS credit_an_agency,
    min(lag_hours) AS least_lag_hours, round(avg(lag_hours), 2) AS mean_lag_hours,
    round(avg(share_of_original), 3) AS mean_share_of_original
FROM syndication
WHERE copy_site GLOB :site AND original_site GLOB :original_site AND substr(copy_since, 1, 7) BETWEEN :since AND :until
GROUP BY month, original_site, copy_site
ORDER BY month, stories DESC, original_site, copy_site
