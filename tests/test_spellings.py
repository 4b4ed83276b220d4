"""What texts are compared by is blind to what papers of one language spell in several ways."""

import pytest

from newsspider.text import shingle_parts

ALIKE = {
    "alef and ta marbuta": ("أعلنت وزارة الصحة إطلاق حملة", "اعلنت وزاره الصحه اطلاق حمله"),
    "vowel signs": ("يُقدَّم مجانًا", "يقدم مجانا"),
    "Persian letters of an Arabic keyboard": ("وی گفت بارندگی کم است", "وي گفت بارندگي كم است"),
    "digits": ("১২ জন, ۱۲ نفر", "12 জন, 12 نفر"),
    "nasals": ("हिन्दी सम्बन्ध महिलाएँ", "हिंदी संबंध महिलाएं"),
    "the dot below": ("ज़िला अफ़सर", "जिला अफसर"),
    "yo": ("её самолёт", "ее самолет"),
    "apostrophes": ("пʼять", "п'ять"),
    "cedillas for commas": ("Bucureşti, Constanţa", "București, Constanța"),
    "capitals of Turkish": ("IĞDIR'DA İKİ KİŞİ", "Iğdır'da iki kişi"),
    "ligatures": ("le cœur de l’œuvre", "le coeur de l'oeuvre"),
    "tone marks": ("hoà bình, thuỷ điện", "hòa bình, thủy điện"),
    "points": ("שָׁלוֹם", "שלום"),
}
APART = {
    "marks that tell words apart": ("कि की", "का के"),
    "a tone within a word": ("hoàn", "hoán"),
    "a respelled name": ("Синєгубов", "Синегубов"),
}


@pytest.mark.parametrize(("one", "other"), ALIKE.values(), ids=ALIKE)
def test_habits_of_spelling_make_no_difference(one, other):
    assert shingle_parts(one) == shingle_parts(other)


@pytest.mark.parametrize(("one", "other"), APART.values(), ids=APART)
def test_other_words_stay_other_words(one, other):
    assert shingle_parts(one) != shingle_parts(other)
