-- title: Silent edits
-- description: Edits of lead or text for which the page gave no newer date of modification: when each was seen, both
-- description: headlines, words put in and taken out, and the passages. With dated = 1, only on pages that tell when
-- description: they were modified: some sites never do.
-- param site = *: name of a site; * stands for any letters
-- param since = 0000-01-01: first day on which the edit was seen, UTC
-- param until = 9999-12-31: last day, included
-- param dated = 0: 1 for pages alone that declare when they were modified
SELECT
    uid, url, site, published, seen AS before_since, replaced AS edited, old_title, new_title,
    old_modified, new_modified, words_added, words_removed, old_words, new_words,
    (
        SELECT json_group_array(json_array(field, old, new)) FROM edited_passage
        WHERE edited_passage.revision_id = silent_edit.revision_id
    ) AS passages
FROM silent_edit
WHERE
    site GLOB :site AND substr(replaced, 1, 10) BETWEEN :since AND :until
    AND (:dated <> '1' OR new_modified IS NOT NULL)
ORDER BY replaced DESC, uid
