-- title: Opt-outs
-- description: What publishers reserve, by site and day: each signal with where it was said, the number of pages on
-- description: which it was met that day, and the first of them.
-- param site = *: name of a site; * stands for any letters
-- param since = 0000-01-01: first day, UTC
-- param until = 9999-12-31: last day, included
SELECT day, site, source, signal, pages, url AS first_url, policy_url
FROM tdm
WHERE site GLOB :site AND day BETWEEN :since AND :until
ORDER BY day, site, source, signal
