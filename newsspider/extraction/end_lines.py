"""What stands below the last paragraph of a story: who else worked on it, where it first appeared, calls to the reader.

The same words may stand in the middle of a story and mean it: only the last lines are asked, one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence

from newsspider.article import BlockForm, BlockKind
from newsspider.extraction.block import Block
from newsspider.extraction.lines import Sieve, signed_or_stamped
from newsspider.extraction.rule import Rule, RuleBook

MAX_LINES = 5
"""So many lines at the end are asked."""
MIN_LEFT = 3
"""So many blocks stay in any case: a page of a few lines has no end."""


END_RULES = (
    Rule(
        name="staff-line",
        kind=BlockKind.AUTHOR_BOX,
        patterns=(
            (
                r"\W{0,2}(?:additional |further )?(?:reporting|editing|writing|production|research|translation) "
                r"(?:by|from|for) .{2,240}"
            ),
            (
                r"(?:written|edited|translated|compiled|produced|illustrated|photographed|fact[- ]checked) by "
                r".{2,120}"
            ),
            (
                r"(?:redaktion|übersetzung(?: und adaptierung)?|schlussredaktion|faktencheck|bearbeitung|"
                r"mitarbeit|traduction|"
                r"édition|traducción|edición|tradução|edição|traduzione|vertaling|översättning|tłumaczenie|oprac|"
                r"opracowanie|перевод|редактор) ?[:.] ?.{2,200}"
            ),
            r"aus dem \S+en (?:übersetzt )?von .{2,80}",
            (
                r"(?:traduit (?:de l[’']|du )\S+ par|traducción de|traduzione di|tradução de|vertaald door|"
                r"oversatt av|översatt av) .{2,80}"
            ),
        ),
        examples=(
            "(Reporting by Ann Lee and Tom Fox; Editing by Mary Poe)",
            "Additional reporting from PA",
            "Written by Ann Lee",
            "Redaktion: Anna Lehr, Elena Müller",
            "Aus dem Englischen von Jan Lehr",
            "Traduction : Anne Lac",
        ),
        max_chars=260,
    ),
    Rule(
        name="first-published",
        kind=BlockKind.SITE,
        patterns=(
            (
                r"(?:this (?:article|story|post|piece|essay|interview|column) (?:was |has been |is )?)?(?:first |"
                r"originally )"
                r"(?:published|appeared|posted|printed) (?:in|on|by|at|with) (?!\w+ \d|\d).{2,120}"
            ),
            (
                r"this (?:article|story|post|piece|column) (?:is republished|was produced|has been republished|"
                r"appears) .{2,200}"
            ),
            (
                r"(?:dieser|der) (?:artikel|text|beitrag) (?:ist|erschien|wurde|stammt) (?:zuerst|zunächst|im "
                r"original|ursprünglich|erstmals|eine übersetzung)\b.{0,160}"
            ),
            (
                r"(?:cet article|ce texte) (?:a (?:d[’']abord |initialement )?été publié|est (?:paru|"
                r"initialement)).{0,160}"
            ),
            r"(?:este (?:artículo|texto|artigo)) (?:fue|se|foi) (?:\S+ )?(?:publicad[oa]|publicó).{0,160}",
            r"(?:questo articolo|l[’']articolo) è (?:stato pubblicato|apparso|uscito)\b.{0,160}",
            r"the post .{3,200} (?:appeared first on|first appeared on) .{2,80}",
            (
                r"(?:der beitrag|l[’']article|la entrada|el artículo|l[’']articolo|o post|het bericht) .{3,200} "
                r"(?:erschien zuerst|est apparu en premier|est paru en premier|aparece primero|se publicó primero|"
                r"proviene da"
                r"|sembra essere il primo|apareceu primeiro|verscheen eerst) .{2,80}"
            ),
            r"dit artikel (?:is|verscheen) (?:\S+ ){0,2}(?:eerder|eerst|oorspronkelijk|gepubliceerd)\b.{0,160}",
        ),
        examples=(
            "First published in The Valley Review.",
            "The post Boats of the Coast appeared first on Valley Review.",
            "Der Beitrag Boote der Küste erschien zuerst auf Talblatt.",
            "This article was originally published on Valley Review.",
            "This story is republished from The Valley Review under a licence.",
            "Dieser Artikel ist zuerst bei „Talblatt“ erschienen.",
            "Cet article a été publié dans Le Val.",
            "Este artículo fue publicado originalmente en El Valle.",
        ),
        max_chars=260,
    ),
    Rule(
        name="call",
        kind=BlockKind.ADVERTISEMENT,
        patterns=(
            (
                r"(?:have|got|do you have) (?:a |any )?(?:tip|tips|news tip|story|feedback|question|questions|"
                r"comments)\b.{0,60}[?].{0,160}"
            ),
            (
                r"\W{0,3}(?:if you have|for) (?:any )?(?:feedback|questions|tips|corrections|"
                r"comments)\b.{0,60}(?:reach out|contact|email|e-mail|write|get in touch|let (?:us|me) "
                r"know).{0,120}"
            ),
            (
                r"(?:contact|email|e-mail|write to|reach) (?:us|me|the (?:author|editor|reporter|newsroom|writer)|"
                r"our (?:newsroom|editors|team))\b.{0,160}"
            ),
            r"(?:send|submit) (?:us |me )?(?:your |a )?(?:letters?|tips?|feedback|comments|questions)\b.{0,160}",
            r"\S+(?: \S+){1,3} can be (?:reached|contacted) (?:at|on|by|via)\b.{0,160}",
            r"(?:haben sie|sie haben) (?:fragen|hinweise|anregungen|tipps|informationen)\b.{0,200}",
            (
                r"(?:aktuelle meldungen|alle (?:entwicklungen|nachrichten|infos)|mehr (?:nachrichten|themen|infos|"
                r"dazu)) .{0,100}(?:finden sie|lesen sie|gibt es|auf|im|in unserem).{0,80}"
            ),
            r".{0,60}\bcomments .{0,60}(?:moderat|approv|publish|review|remov|delet)\w+.{0,160}",
            (
                r"(?:atenção: |atención: |hinweis: |attention ?: )?(?:comentários|comentarios|kommentare|"
                r"commentaires|commenti|reacties|комментарии) "
                r".{0,80}(?:aprovad|moderad|aprobad|eliminad|geprüft|moderiert|freigeschaltet|gelöscht|modérés|"
                r"supprimés|moderati|rimossi|verwijderd|удал|модер)\w*.{0,160}"
            ),
            (
                r".{0,160}\b(?:sign up|subscribe|register) (?:for|to)\b.{0,80}\b(?:newsletter|inbox|podcast|"
                r"channel)\b.{0,80}"
            ),
            (
                r".{0,200}\b(?:comment(?:ing)? below|in the comments? (?:below|section)|leave (?:us |me )?a "
                r"comment)\b.{0,100}"
            ),
            r"(?:was this newsletter forwarded to you|know someone who).{0,140}",
            r"sign-up (?:for|to) the\b.{0,60}\bnewsletter\b.{0,120}",
            r"\W{0,2}(?:like|liked|love|loved|enjoy|enjoyed) (?:it|this|the post|this post)\? .{0,12}\bpin it\b.{0,30}",
            r"\W{0,2}(?:want|looking for) more .{2,80}\? .{0,60}\b(?:instagram|facebook|pinterest|tiktok)\b.{0,40}",
            r"for more .{2,100}\b(?:explore|visit|check out) (?:the|our|my) blog\b.{0,60}",
            r"(?:be sure to|don[’']t forget to) sign up below\b.{0,60}",
            r"follow (?:us|me)\W*",
        ),
        examples=(
            "Do you have a tip for us? Write to our newsroom.",
            "If you have feedback or items, feel free to reach out.",
            "There is more where that came from. Sign up for our daily newsletter.",
            "Sign-up to the Harbour Newsletter and get the tide tables for free.",
            "Liked this post? Pin it for your next crossing!",
            "[Want more ferries and harbours? Meet us on Instagram!]",
            "For more crossings, harbours and tides, explore our blog.",
            "Be sure to sign up below for the next timetable!",
            "Follow us!",
            "You can always join in by commenting below.",
            "Contact the reporter at ann@news.example.",
            "Ann Lee can be reached at ann@news.example",
            "Note: all comments are moderated before they appear.",
            "Kommentare werden vor der Freigabe moderiert.",
            "Haben Sie Hinweise? Melden Sie sich.",
            "Aktuelle Meldungen finden Sie jederzeit in unserem Liveblog:",
        ),
        max_chars=260,
    ),
)
_END_BOOK = RuleBook(END_RULES)


def drop_end_lines(blocks: Sequence[Block], sieve: Sieve) -> list[Block]:
    """Return *blocks* without the lines at their end that belong to no story."""
    rest = list(blocks)
    for _ in range(MAX_LINES):
        verdict = _judge(rest[-1], rest[-2]) if len(rest) > MIN_LEFT else None
        if verdict is None or sieve.must_pass(rest[-1].text):
            break
        sieve.drop_block(rest.pop(), *verdict)
    return rest


def _judge(block: Block, above: Block) -> tuple[str, BlockKind] | None:
    """Return name and kind of the rule that knows *block*; a row, or an item below another, is part of something."""
    if block.form is BlockForm.ROW or (block.form is BlockForm.ITEM and above.form is BlockForm.ITEM):
        return None
    return signed_or_stamped(block) or _END_BOOK.name_and_kind_of(block.text)
