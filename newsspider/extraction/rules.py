"""Leftover lines that no article is made of, as data. Each rule proves itself on its own examples.

A rule sees one paragraph, blanks folded, and must match all of it, blind to case. `max_chars` keeps a rule away from
paragraphs of prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from newsspider.article import BlockKind

MAX_CHARS = 160
"""Longest leftover line that a rule looks at unless it says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One sort of leftover line."""

    name: str
    """Lower case, joined by hyphens; the key of the counters."""
    kind: BlockKind
    pattern: str
    """Regular expression over the whole paragraph."""
    examples: tuple[str, ...]
    """Lines that it must match."""
    max_chars: int = MAX_CHARS
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(self.pattern, re.IGNORECASE | re.VERBOSE))

    def matches(self, paragraph: str) -> bool:
        """Return whether *paragraph* is such a line from end to end."""
        return len(paragraph) <= self.max_chars and self.compiled.fullmatch(paragraph) is not None


RULES = (
    Rule(
        name="push-notification",
        kind=BlockKind.NEWSLETTER,
        pattern=r"get \s real \s time \s updates .* subscribe \s now\.?",
        examples=("Get real time updates directly on you device, subscribe now.",),
    ),
    Rule(
        name="newsletter",
        kind=BlockKind.NEWSLETTER,
        pattern=r"""
            (?:sign \s up|subscribe|register) \b .* (?:newsletter|inbox|e-?mail|alerts?|updates|channel|notifications?) .{0,60}
            | (?:get|receive) \b .* (?:in(?:to)? \s your \s (?:inbox|mailbox)|newsletter) .{0,40}
            | .{0,60} (?:newsletter|bulletin) \b .{0,30} (?:sign \s up|subscribe|abonnieren|suscr[ií]bete|inscri|iscriviti|anmelden) .{0,60}
            | .* (?:abonnieren \s sie|melden \s sie \s sich|jetzt) .* newsletter .{0,40}
            | (?:suscr[ií]bete|reg[ií]strate|ap[uú]ntate) \b .{0,80}
            | (?:inscrivez-vous|abonnez-vous|recevez) \b .* (?:newsletter|lettre|infolettre|alertes) .{0,60}
            | (?:iscriviti|assine|inscreva-se|cadastre-se|meld \s je \s aan|prenumerera|tilmeld|meld \s deg|zapisz \s się) \b .{0,100}
        """,
        examples=(
            "Sign up for our daily newsletter",
            "Subscribe to our channel for email alerts.",
            "Get the best of our stories in your inbox",
            "Jetzt den Newsletter abonnieren",
            "Suscríbete a nuestro boletín",
            "Inscrivez-vous à notre newsletter",
            "Iscriviti alla newsletter",
            "Zapisz się na nasz newsletter",
        ),
    ),
    Rule(
        name="read-more",
        kind=BlockKind.RELATED,
        pattern=r"""
            (?: (?:also \s)? read (?:\s more|\s also|\s next)? | read \s (?:the \s full|more \s on|more \s about) .* | see \s also
            | also \s read | more \s from .* | you \s (?:may|might) \s (?:also \s)? like | related (?:\s (?:articles?|stories|news|posts?|topics?|content|coverage|links?))?
            | recommended (?:\s (?:for \s you|stories|articles?|reading|videos?))? | more \s (?:stories|news|on \s this (?:\s story|\s topic)?) | continue \s reading | trending (?:\s now)? | most \s (?:read|popular|viewed)
            | don't \s miss | must \s read | editor'?s?'? \s (?:pick|choice)s? | top \s stories | latest \s (?:news|stories)
            | lesen \s sie \s auch | (?:das \s könnte \s (?:sie|dich) \s auch \s interessieren) | mehr \s zum \s thema | lesetipps? | auch \s interessant | zum \s thema | mehr \s dazu | weiterlesen | meistgelesen
            | lea \s tambi[eé]n | lee \s tambi[eé]n | te \s puede \s interesar | le \s puede \s interesar | tambi[eé]n \s te \s puede \s interesar | m[aá]s \s informaci[oó]n | noticias? \s relacionadas? | leer \s m[aá]s
            | lire \s aussi | à \s lire \s aussi | (?:à \s)? lire \s (?:également|la \s suite) | sur \s le \s même \s sujet | voir \s aussi | en \s savoir \s plus
            | leggi \s anche | potrebbe \s interessarti | ti \s potrebbe \s interessare | articoli \s correlati | approfondisci
            | leia \s (?:também|mais) | veja \s (?:também|mais) | saiba \s mais | notícias \s relacionadas
            | lees \s (?:ook|meer|verder) | meer \s over .{0,40} | läs \s (?:också|även|mer) | les \s også | læs \s også | czytaj \s (?:też|także|więcej|również) | zobacz \s (?:też|także|również) | polecamy
            | यह \s भी \s पढ़ें | ये \s भी \s पढ़ें | इसे \s भी \s पढ़ें
            ) \s* (?: [:：…>»→-] .* )? [.…]*
        """,
        examples=(
            "Read more: Flood hits the valley",
            "ALSO READ",
            "Related articles",
            "Lesen Sie auch: Das Hochwasser",
            "Mehr zum Thema",
            "Lea también: La inundación",
            "Lire aussi : L’inondation",
            "Leggi anche > Alluvione",
            "Leia também: A enchente",
            "Lees ook: Overstroming",
            "Läs också: Översvämning",
            "Czytaj też: Powódź",
            "यह भी पढ़ें: बाढ़",
            "You may also like",
        ),
    ),
    Rule(
        name="comment-form",
        kind=BlockKind.COMMENT,
        pattern=r"""
            leave \s a (?:\s)? (?:reply|comment) .{0,30}
            | (?:your \s email \s address \s will \s not \s be \s published\.?) (?:\s required \s fields \s are \s marked \s?\*?)?
            | (?:post|add|write|submit|view|show|see|hide|load) \s (?:a \s|your \s|all \s|more \s)? comments? (?:\s \(?\d+\)?)? | (?:\d+|no) \s comments? (?:\s yet)? | comments? \s* (?:\(\d+\)|:|are \s closed\.?|\s closed\.?)? | join \s the \s (?:conversation|discussion) .{0,40}
            | be \s the \s first \s to \s comment .{0,20} | (?:please \s)? (?:log|sign) \s? in \s to \s (?:comment|leave \s a \s comment|post \s a \s comment) .{0,30} | you \s must \s be \s logged \s in .{0,60}
            | save \s my \s name, .* next \s time \s i \s comment\.?
            | kommentare? (?:\s (?:schreiben|lesen|anzeigen|\(?\d+\)?))? | \d+ \s kommentare? | schreiben \s sie \s (?:den \s ersten|einen) \s kommentar | deixe \s (?:um|seu) \s coment[aá]rio | (?:deja|escribe) \s (?:un|tu) \s comentario .{0,40}
            | laisser \s un \s commentaire .{0,60} | lascia \s un \s commento .{0,60} | commenti (?:\s \(\d+\))? | comentarios (?:\s \(\d+\))? | commentaires? (?:\s \(\d+\))? | geef \s een \s reactie | (?:dodaj|skomentuj) \s komentarz?
            | votre \s adresse \s e-?mail \s ne \s sera \s pas \s publiée\.? .{0,70} | tu \s direcci[oó]n \s de \s correo \s electr[oó]nico \s no \s ser[aá] \s publicada\.? .{0,70}
            | (?:deine|ihre) \s e-?mail-adresse \s wird \s nicht \s veröffentlicht\.? .{0,70} | (?:il \s tuo \s indirizzo \s email \s non \s sarà \s pubblicato\.?) .{0,70} | o \s seu \s endereço \s de \s e-?mail \s não \s será \s publicado\.? .{0,70}
        """,
        examples=(
            "Leave A Reply",
            "Your email address will not be published.",
            "Your email address will not be published. Required fields are marked *",
            "12 Comments",
            "Be the first to comment",
            "Kommentare lesen",
            "Deja un comentario",
            "Laisser un commentaire",
            "Ihre E-Mail-Adresse wird nicht veröffentlicht.",
        ),
        max_chars=200,
    ),
    Rule(
        name="cookie-bar",
        kind=BlockKind.COOKIE,
        pattern=r"""
            (?:this|our) \s (?:web)?site \s uses \s cookies .*
            | we \s (?:and \s our \s partners \s)? use \s cookies \b .*
            | by \s (?:continuing|using) \b .* cookies .*
            | (?:diese \s (?:web)?seite|wir) \s (?:verwende[nt]|nutz(?:t|en)|setz(?:t|en)) \b .* cookies .*
            | (?:este \s sitio|esta \s web|usamos|utilizamos) \b .* cookies .*
            | (?:ce \s site|nous) \s utilis\w+ \s .*cookies .* | questo \s sito \s (?:web \s)? (?:utilizza|usa) .* cookie .* | este \s site \s (?:utiliza|usa) .* cookies .*
            | (?:deze \s (?:web)?site|wij) \s (?:gebruikt|gebruiken|maakt) .* cookies .*
        """,
        examples=(
            "This website uses cookies to improve your experience. We'll assume you're ok with this, but you can opt-out if "
            "you wish. Accept Read More",
            "We use cookies to give you the best experience.",
            "Diese Website verwendet Cookies.",
            "Este sitio utiliza cookies propias.",
            "Ce site utilise des cookies.",
        ),
        max_chars=400,
    ),
    Rule(
        name="share",
        kind=BlockKind.SHARE,
        pattern=r"""
            (?: share (?:\s (?:this|it|on|via|with|the|now|story|article|post|full|link|your))* (?:\s (?:article|story|post|page|news|link|friends|thoughts))? (?:\s (?:on|via|with|to|by) \s .{0,40})?
            | (?:tweet|pin|e-?mail|print|whats ?app|facebook|twitter|linkedin|telegram|pinterest|reddit|copy \s link|copy \s url|link \s copied!?|bookmark|save) (?:\s (?:this|article|story|it))*
            | follow \s (?:us|me|him|her|them|@?\w+) (?:\s \w+)? \s? (?:on|at|:) \s .{0,80} | (?:like|find|join) \s us \s on \s .{0,60} | (?:teilen|drucken|merken|artikel \s (?:teilen|drucken|merken)|auf \s facebook \s teilen) | (?:compartir|compártelo|comparte) .{0,40} | (?:partager|partagez) .{0,40} | condividi .{0,40} | (?:compartilhe|compartilhar|partilhar) .{0,40} | delen .{0,20} | dela .{0,20} | udostępnij .{0,20}
            | click \s to \s (?:share|print|email) .* | (?:siga|sigue|síguenos|suivez|seguici|folgen \s sie|folge) \b .{0,60} (?:facebook|twitter|instagram|google|telegram|whatsapp|youtube|tiktok) .{0,40}
            ) [!.:]*
        """,
        examples=(
            "Share this article",
            "Share on Facebook",
            "Follow us on Twitter and Facebook",
            "Teilen",
            "Compartir en Facebook",
            "Partager",
            "Condividi",
        ),
    ),
    Rule(
        name="advertisement",
        kind=BlockKind.ADVERTISEMENT,
        pattern=r"""
            [\[(–—-]* \s* (?: advertise?ments? | ad | sponsored (?:\s content)? | promoted | story \s continues \s below (?:\s (?:this \s)? advertisement)? | article \s continues \s below .{0,30} | scroll \s to \s continue .{0,40} | continue \s reading \s below .{0,20}
            | anzeige | werbung | publicidad | publicité | pubblicità | publicidade | advertentie | annons | annonse | annonce | reklama | विज्ञापन | advertisement \s - \s continue \s reading \s below
            ) \s* [\])–—:-]*
        """,
        examples=("Advertisement", "ADVERTISEMENT - CONTINUE READING BELOW", "Anzeige", "PUBLICIDAD", "[Reklama]"),
    ),
    Rule(
        name="photo-credit",
        kind=BlockKind.CAPTION,
        pattern=r"""
            \(? (?: (?:photo|image|picture|video|illustration|graphic|file \s (?:photo|image)|representative \s image|symbolbild|foto|bild|imagen|imagem|fotos|zdj[ęe]cie|fot\.) (?:\s (?:credits?|courtesy|source|by|via|from|de|di|por))* \s* [:/©|] .{1,80}
            | (?:photo|image|picture) \s (?:credits?|courtesy|by|via) \b .{1,80} | \(?© .{1,80} | credits? \s* : .{1,60} | bild(?:quelle|rechte)? \s* : .{1,60} | crédit(?:s)? \s (?:photo)? \s? : .{1,60} | \(?c\) .{1,60}
            | (?:getty \s images | shutterstock | ap \s photo | reuters | afp | dpa | istock) (?:\s? [/,|-] .{1,50})? | .{1,60} / \s? (?:getty \s images|shutterstock|ap|afp|reuters|dpa|epa|istock|efe|ansa|anp) (?:\s photo)? (?: / .{1,40})?
            ) \)?
        """,
        examples=(
            "Photo: Ann Lee",
            "Image credit: Daily Star",
            "© Reuters/Ann Lee",
            "Ann Lee/Getty Images",
            "Foto: dpa",
            "Getty Images",
        ),
        max_chars=110,
    ),
    Rule(
        name="copyright",
        kind=BlockKind.SITE,
        pattern=r"""
            (?: copyright | © | \(c\) ) \s .* (?:all \s rights \s reserved .* | 20\d\d .*)
            | .{0,80} all \s rights \s reserved .{0,120} | alle \s rechte \s vorbehalten .{0,60} | todos \s los \s derechos \s reservados .{0,60} | tous \s droits \s réservés .{0,60} | this \s material \s may \s not \s be \s published, .*
        """,
        examples=("Copyright 2024 Daily Star. All rights reserved.", "© 2024 Daily Star", "Alle Rechte vorbehalten"),
        max_chars=260,
    ),
    Rule(
        name="paywall",
        kind=BlockKind.PAYWALL,
        pattern=r"""
            (?:already \s a \s subscriber\?? .{0,40} | (?:subscribe|log \s in|sign \s in|register) \s (?:now \s)? to \s (?:continue|read|keep \s reading|unlock) .{0,60} | to \s continue \s reading .{0,80} | this \s (?:article|content|story) \s is \s (?:for|only \s available \s to|exclusive) .* subscribers .{0,60}
            | (?:sie \s haben \s bereits|bereits) \b .* (?:abo|abonnent|abonniert) .{0,60} | jetzt \s (?:weiterlesen|testen|abonnieren) .{0,60} | cet \s article \s est \s réservé .{0,60} | contenido \s exclusivo \s para .{0,60} )
        """,
        examples=(
            "Already a subscriber? Log in",
            "Subscribe to continue reading",
            "This article is only available to our subscribers.",
            "Cet article est réservé aux abonnés",
        ),
    ),
    Rule(
        name="app",
        kind=BlockKind.ADVERTISEMENT,
        pattern=r"""
            (?:download|get|install) \s (?:the|our) \b .{0,60} \b app \b .{0,60} | (?:available|download) \s on \s (?:the \s)? (?:app \s store|google \s play|ios|android) .{0,60} | join \s (?:our|us \s on|the) \b .{0,30} (?:whatsapp|telegram) .{0,60}
        """,
        examples=("Download the Daily Star app now", "Join our WhatsApp channel"),
    ),
    Rule(
        name="page-tools",
        kind=BlockKind.NAVIGATION,
        pattern=r"""
            (?: (?:back \s to \s top|go \s back|home|menu|search|skip \s to .{0,30}|previous|next|previous \s (?:article|post)|next \s (?:article|post)|click \s here|learn \s more|view \s (?:all|more|gallery)|show \s more|see \s (?:all|more)|load \s more|close|loading|play|watch|listen|listen \s to \s (?:this \s)? article|watch \s (?:the \s)? video|font \s size|text \s size|zur \s startseite|nach \s oben|zurück|weiter|mehr|anhören|vorlesen|ver \s más|voir \s plus|tags?|topics?|filed \s under|categor(?:y|ies)|share|view \s comments|read \s next|loading|transcript)
            ) \s* [.…:>»!]*
        """,
        examples=("Back to top", "Listen to this article", "Tags:", "Click here", "Loading…"),
        max_chars=60,
    ),
)
