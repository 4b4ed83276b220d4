"""Leftover lines that no article is made of, as data. Each rule proves itself on its own examples.

A rule sees one paragraph, blanks folded, and one of its patterns must match all of it, blind to case. `max_chars` keeps
a rule away from paragraphs of prose.
"""

from __future__ import annotations

from dataclasses import replace

from newsspider.article import BlockKind
from newsspider.extraction.abroad import patterns_abroad
from newsspider.extraction.house_rules import HOUSE_RULES
from newsspider.extraction.rule import Rule, RuleBook

_NETWORKS = r"(?:facebook|twitter|instagram|linkedin|telegram|whatsapp|youtube|tiktok|google news|threads|bluesky|x)\b"
_CREDITED = (
    r"(?:getty images|shutterstock|ap photo|ap|afp|reuters|dpa|epa|istock|efe|ansa|anp|imago|alamy|unsplash|pti|ani)"
)


def _everywhere(rule: Rule) -> Rule:
    """Return *rule* with what its lines say in further languages."""
    return replace(rule, patterns=(*rule.patterns, *patterns_abroad(rule.name)))


_RULES = (
    Rule(
        name="push-notification",
        kind=BlockKind.NEWSLETTER,
        patterns=(
            r"get real[ -]?time updates .*subscribe now\.?",
            r"(?:enable|turn on|allow|activate) (?:push )?notifications .*",
        ),
        examples=(
            "Get real time updates directly on you device, subscribe now.",
            "Turn on notifications to get breaking news",
        ),
    ),
    Rule(
        name="newsletter",
        kind=BlockKind.NEWSLETTER,
        patterns=(
            r"(?:please |click here to |to )?(?:sign up|subscribe)\b.*\b(?:newsletter|inbox|e-?mails?)\b.*",
            r"(?:please |click here to |to )?(?:register)\b.*\b(?:newsletter|inbox|e-?mails?)\b.*",
            r"(?:please |click here to |to )?(?:sign up|subscribe|register)\b.*\b(?:alerts?|channel)\b.*",
            r"subscribe (?:now )?to (?:our|the|my)\b.{0,80}",
            r"(?:get|receive)\b.*(?:in(?:to)? your (?:inbox|mailbox)|newsletter)\b.{0,40}",
            r".{0,60}newsletter\b.{0,30}(?:sign up|subscribe|abonnieren|suscr[ií]bete)\b.{0,60}",
            r".{0,60}newsletter\b.{0,30}(?:iscriviti|anmelden)\b.{0,60}",
            r"(?:melden sie sich|jetzt|hier)\b.*newsletter.{0,40}",
            r".{0,40}\bnewsletter (?:abonnieren|bestellen).{0,40}",
            r"(?:suscr[ií]bete|ap[uú]ntate|suscríbase)\b.{0,100}",
            r"(?:inscrivez-vous|abonnez-vous|recevez)\b.*(?:newsletter|lettre|infolettre|alertes).{0,60}",
            r"(?:iscriviti|assine|inscreva-se|cadastre-se)\b.{0,100}",
            r"(?:meld je aan|schrijf je in|prenumerera|tilmeld|meld deg på|zapisz się)\b.{0,100}",
            r"\[ ?.{0,80}\bnewsletters?\b.{0,40}\]",
            r"(?:if you haven[’']t (?:already )?(?:subscribed|joined)|not a subscriber\?).{0,60}",
            r"(?:please )?subscribe to (?:the|our|my) (?:rss|feed|blog|podcast|channel)\b.{0,60}",
            r"join medium for free.{0,80}",
            r"keep up (?:on|with) .{0,60}\bnewsletter.{0,30}",
        ),
        examples=(
            "[ Keep up on the valley with our weekly newsletter. ]",
            "If you haven’t subscribed, join here:",
            "Subscribe to the RSS feed",
            "Sign up for our daily newsletter",
            "Subscribe now to our eNATION edition for the full story.",
            "Get the best of our stories in your inbox",
            "Jetzt den Newsletter abonnieren",
            "Suscríbete a nuestro boletín",
            "Inscrivez-vous à notre newsletter",
            "Iscriviti alla newsletter",
            "Meld je aan voor de nieuwsbrief",
            "Zapisz się na nasz newsletter",
        ),
    ),
    Rule(
        name="read-more",
        kind=BlockKind.RELATED,
        patterns=(
            r"(?:(?:also )?read(?: more| also| next| this)?)(?: ?[:：|>»→–-].*)?[.…]*",
            r"(?:also read|must read|see also|watch)(?: ?[:：|>»→–-].*)?[.…]*",
            r"(?:read (?:the full|more on|more about)|more (?:from|on)|click here (?:to|for)) .*",
            r"(?:you (?:may|might) (?:also )?like|recommended(?: for you| stories| reading| videos?)?)[:.…]*",
            r"(?:more (?:stories|news))[:.…]*",
            r"related(?: (?:articles?|stor(?:y|ies)|news|posts?|topics?|content|links?|video))?(?: ?[:：|].*)?",
            r"(?:continue reading|trending(?: now)?|most (?:read|popular|viewed))[:.…]*",
            r"(?:don[’']t miss|top stories|latest (?:news|stories))[:.…]*",
            r"editor[’']?s?[’']? (?:pick|choice)s?:?",
            r"(?:ข่าวที่เกี่ยวข้อง|ข่าวอื่น ?ๆ|อ่านเพิ่มเติม)[ :.…]*",
            r"(?:مطالب مرتبط|اخبار مرتبط|بیشتر بخوانید|مواضيع ذات صلة|اقرأ أيضا.?)[ :.…]*",
            r"(?:lesen sie (?:auch|dazu|mehr)|lesen sie hier|mehr (?:zum thema|dazu))(?: ?[:：|].*|[.…]*)",
            r"(?:lesetipps?|auch interessant|zum thema|weiterlesen)(?: ?[:：|].*|[.…]*)",
            r"(?:das könnte (?:sie|dich) auch interessieren|meistgelesen)[:.…]*",
            r"(?:ähnliche (?:artikel|beiträge|themen))[:.…]*|(?:weitere artikel.{0,30})[:.…]*",
            r"(?:le[ae] (?:también|más|además)|te puede interesar)(?: ?[:：|].*|[.…]*)",
            r"(?:(?:también )?(?:te|le) puede interesar)(?: ?[:：|].*|[.…]*)",
            r"(?:mira|vea también)(?: ?[:：|].*|[.…]*)",
            r"(?:m[aá]s informaci[oó]n|noticias? relacionadas?|leer m[aá]s|temas(?: relacionados)?)[:.…]*",
            r"(?:(?:à )?lire (?:aussi|également|la suite)|voir aussi)(?: ?[:：|].*|[.…]*)",
            r"(?:sur le même sujet|en savoir plus)(?: ?[:：|].*|[.…]*)",
            r"(?:leggi anche|(?:ti )?potrebbe(?:ro)? interessar(?:e|ti))(?: ?[:：|>].*|[.…]*)",
            r"(?:articoli correlati|approfondisci)(?: ?[:：|>].*|[.…]*)",
            r"(?:leia (?:também|mais)|veja (?:também|mais))(?: ?[:：|].*|[.…]*)",
            r"(?:saiba mais|notícias relacionadas)(?: ?[:：|].*|[.…]*)",
            r"(?:lees (?:ook|meer|verder)|meer over .{0,40})(?: ?[:：|].*|[.…]*)",
            r"(?:läs (?:också|även|mer)|les også|læs også)(?: ?[:：|].*|[.…]*)",
            r"(?:czytaj (?:też|także|więcej|również)|zobacz (?:też|także|również)|polecamy)(?: ?[:：|].*|[.…]*)",
            r"(?:यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें|और पढ़ें|আরও পড়ুন)(?: ?[:：|].*|[.…]*)",
            r"(?:আরো পড়ুন|اقرأ أيضا|مزید پڑھیں|関連記事|あわせて読みたい|相关阅读|相關新聞)(?: ?[:：|].*|[.…]*)",
            r"view the (?:latest|best)\b.{0,60}\bdeals\.?",
            r"for more (?:on|about) .{0,60}(?:click|see|read|visit|check out).{0,60}",
            r"learn more (?:about .{0,60} )?here:?",
            r"learn more ?[:：] .{0,120}",
            r"(?:suggested|recommended|further|more) reading ?[:：]?",
            r"\[ ?(?:read|also|see|watch|related|more)\b[^\]]{0,140}\]",
        ),
        examples=(
            "Learn more: How the ferry runs",
            "[Read: The ferry runs again]",
            "View the latest ferry deals",
            "Read more: Flood hits the valley",
            "ALSO READ",
            "Related articles",
            "You may also like",
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
            "関連記事",
        ),
    ),
    Rule(
        name="read-elsewhere",
        kind=BlockKind.RELATED,
        needs_link=True,
        patterns=(
            r"(?:read|see|watch) (?:my|our|the) (?:full )?(?:review|story|guide|report|article|interview)\b.{0,80}",
            r"(?:also )?check out (?:our|my|these|this|the)\b.{0,80}",
            r"\[ [^\[\]]{20,300} \]",
        ),
        examples=(
            "[ Find out how the islands live, and keep up with our weekly letter. ]",
            "Read my review of the new ferry for more information.",
            "Also check out our guide to the islands",
        ),
        max_chars=310,
    ),
    Rule(
        name="announced-elsewhere",
        kind=BlockKind.RELATED,
        needs_link=True,
        patterns=(
            r"\[[^\[\]]{0,120}\b(?:newsletter|newsblog|live-?blog|liveticker|podcast|app)\b[^\[\]]{0,280}\]",
            r"\( ?(?:see|read|also see|see also|also read|read also|related|more) ?[:：] ?[^()]{4,160}\)\.?",
            (
                r"\( ?(?:siehe auch|lesen sie (?:auch|dazu|mehr)|mehr dazu|voir aussi|lire aussi|ver también|"
                r"lea también|leggi anche|leia também|lees ook|läs också|les også|læs også|czytaj też) ?[:：]? ?"
                r"[^()]{4,160}\)\.?"
            ),
            r"[^.!?]{3,80}\? (?:learn more|find out(?: more)?|read more|read on|click)(?: here)?[.!]?",
        ),
        examples=(
            "[All that happens in the valley is in our newsletter, which you can order here.]",
            "(See also: How the ferry runs)",
            "(Siehe auch: Wie die Fähre fährt)",
            "Want to see how the ferry runs? Learn more here.",
        ),
        max_chars=420,
    ),
    Rule(
        name="ready-to-share",
        kind=BlockKind.SHARE,
        patterns=(r".{10,300}click to (?:tweet|post)!?",),
        examples=("The ferry is the road of the islands.Click To Tweet",),
        max_chars=320,
    ),
    Rule(
        name="channel",
        kind=BlockKind.NEWSLETTER,
        patterns=(
            (
                r"(?:.{0,160}[:.!?–] )?(?:abonniere[nt]?(?: sie)?|folge[nt]?(?: sie)?|follow|join|subscribe to|"
                r"abonnez-vous|rejoignez|suivez|síguenos|únete|suscríbete|unisciti|iscriviti|siga|volg|följ|følg|"
                r"dołącz|obserwuj|подпишитесь|подписывайтесь|підпишіться|підписуйтесь)\b.{0,40}"
                r"\b(?:whatsapp|telegram|viber)[ -]?(?:kanal\w*|channels?|chaîne|canale?|kanaal|kanał\w*|канал\w*)\b"
                r".{0,140}"
            ),
            (
                r"(?:abonnez-vous|rejoignez|suivez|síguenos|únete|suscríbete|unisciti|iscriviti|siga|volg|dołącz|"
                r"подпи\w+|підпи\w+)\b.{0,40}"
                r"\b(?:chaîne|canale?|kanał\w*|канал\w*) (?:(?:de|di|do|su|no|w|в|на) )?(?:whatsapp|telegram|viber)\b"
                r".{0,60}"
            ),
        ),
        examples=(
            "All that happens, morning and evening: Abonniere den Whatsapp-Kanal des Talblatts.",
            "Rejoignez la chaîne WhatsApp",
        ),
        max_chars=400,
    ),
    Rule(
        name="comment-form",
        kind=BlockKind.COMMENT,
        patterns=(
            r"leave a (?:reply|comment)\b.{0,30}",
            r"your email address will not be published\.?(?: required fields are marked ?\*?)?",
            r"save my name, .* next time i comment\.?",
            r"(?:post|add|write|submit|view) (?:a |your |all |more )?comments?(?: \(?\d+\)?)?",
            r"(?:show|see|hide|load) (?:a |your |all |more )?comments?(?: \(?\d+\)?)?",
            r"(?:(?:\d+|no) comments?(?: yet)?|comments? ?(?:\(\d+\)|:|(?:are )?closed\.?)?)",
            r"join the (?:conversation|discussion)\b.{0,40}|be the first to comment.{0,20}",
            r"(?:please )?(?:log|sign) ?in to (?:comment|leave a comment|post a comment)\b.{0,30}",
            r"you must be logged in\b.{0,60}",
            r"(?:kommentare?(?: (?:schreiben|lesen|anzeigen|abgeben|\(?\d+\)?))?)",
            r"(?:\d+ kommentare?|kommentar (?:abgeben|verfassen))",
            r"(?:deine|ihre) e-?mail-adresse wird nicht veröffentlicht\.?.{0,70}",
            r"du musst (?:dich|angemeldet)\b.{0,60}kommentar.{0,20}",
            r"(?:deja|escribe) (?:un|tu) comentario.{0,40}|comentarios?(?: \(\d+\))?",
            r"deixe (?:um|seu) coment[aá]rio.{0,20}",
            r"tu direcci[oó]n de correo electr[oó]nico no ser[aá] publicada\.?.{0,70}",
            r"o seu endereço de e-?mail não será publicado\.?.{0,70}|laisser un commentaire.{0,60}",
            r"commentaires?(?: \(\d+\))?|votre adresse e-?mail ne sera pas publiée\.?.{0,70}",
            r"lascia un commento.{0,60}|commenti(?: \(\d+\))?",
            r"il tuo indirizzo email non sarà pubblicato\.?.{0,70}|geef een reactie|dodaj komentarz|skomentuj",
            r"kommentera|kommentarer",
            r"टिप्पणी करें|コメントする|评论",
        ),
        examples=(
            "Leave A Reply",
            "Your email address will not be published.",
            "Your email address will not be published. Required fields are marked *",
            "12 Comments",
            "Be the first to comment",
            "Kommentar abgeben",
            "Ihre E-Mail-Adresse wird nicht veröffentlicht.",
            "Deja un comentario",
            "Laisser un commentaire",
            "Lascia un commento",
        ),
        max_chars=200,
    ),
    Rule(
        name="cookie-bar",
        kind=BlockKind.COOKIE,
        patterns=(
            r"(?:this|our) (?:web)?site uses cookies.*|we (?:and our partners )?use cookies\b.*",
            r"by (?:continuing|using|clicking)\b.*\bcookies.*",
            r"(?:diese (?:web)?(?:seite|site)|wir) (?:verwende[nt]|nutz(?:t|en)|setz(?:t|en))\b.*cookies.*",
            r"(?:este sitio|esta web|usamos|utilizamos)\b.*cookies.*|(?:ce site|nous) utilis\w+ .*cookies.*",
            r"questo sito (?:web )?(?:utilizza|usa)\b.*cookie.*|este site (?:utiliza|usa)\b.*cookies.*",
            r"(?:deze (?:web)?site|wij) (?:gebruikt|gebruiken|maakt)\b.*cookies.*",
            r"(?:vi|den här webbplatsen) använder .*cookies.*",
        ),
        examples=(
            "This website uses cookies to improve your experience. Accept Read More",
            "We use cookies to give you the best experience.",
            "Diese Website verwendet Cookies.",
            "Este sitio utiliza cookies propias.",
            "Ce site utilise des cookies.",
            "Questo sito utilizza cookie tecnici.",
        ),
        max_chars=400,
    ),
    Rule(
        name="share",
        kind=BlockKind.SHARE,
        patterns=(
            r"share(?: (?:this|it|the|your|article|story|post|page|news|link)){0,3}(?: (?:on|via|with) .{0,40})?[!.:]*",
            r"(?:tweet|pin it|e-?mail|print|whatsapp)(?: (?:this|article|story|it))*[!.:]*",
            r"(?:facebook|twitter|linkedin)(?: (?:this|article|story|it))*[!.:]*",
            r"(?:telegram|copy (?:link|url)|link copied|bookmark)(?: (?:this|article|story|it))*[!.:]*",
            rf"(?:follow|like|find|join) .{{1,50}}\b(?:on|at) .{{0,30}}{_NETWORKS}.{{0,100}}",
            r"click to (?:share|print|email)\b.*",
            r"(?:artikel )?(?:teilen|drucken|merken)|auf facebook teilen|beitrag teilen",
            r"(?:compartir|comparte|compártelo|partager|partagez|condividi)(?: .{0,40})?",
            r"(?:compartilhe|compartilhar|partilhar|delen|dela|udostępnij)(?: .{0,40})?",
            rf"(?:siga|sigue|síguenos|suivez|seguici|folgen sie|folge|folgst)\b.{{0,60}}{_NETWORKS}.{{0,40}}",
        ),
        examples=(
            "Share this article",
            "Share on Facebook",
            "Follow The Gleaner on Twitter and Instagram @JamaicaGleaner and on Facebook.",
            "Teilen",
            "Compartir en Facebook",
            "Partager",
            "Síguenos en Facebook",
        ),
    ),
    Rule(
        name="advertisement",
        kind=BlockKind.ADVERTISEMENT,
        patterns=(
            r"[\[(–—-]* ?(?:advertisements?|ad)(?: - continue reading below)? ?[\])–—:-]*",
            r"[\[(–—-]* ?(?:sponsored(?: content)?)(?: - continue reading below)? ?[\])–—:-]*",
            r"[\[(–—-]* ?(?:promoted)(?: - continue reading below)? ?[\])–—:-]*",
            r"(?:story|article) continues below.{0,30}|scroll to continue.{0,40}|continue reading below.{0,20}",
            r"[\[(–—-]* ?(?:anzeige|werbung|publicidad|publicité|pubblicità|publicidade) ?[\])–—:-]*",
            r"[\[(–—-]* ?(?:advertentie|annons|annonse|annonce|reklama) ?[\])–—:-]*",
            r"[\[(–—-]* ?(?:विज्ञापन|広告|广告) ?[\])–—:-]*",
            r"(?:download|get|install) (?:the|our)\b.{0,60}\bapps?\b.{0,60}",
            r"for (?:the latest|more)\b.{0,60}\b(?:download|follow|visit)\b.{0,80}",
            r"join (?:our|us on|the)\b.{0,30}(?:whatsapp|telegram).{0,60}",
            r"advertisement\. scroll to continue reading\.?",
            r"this (?:article|post|page|story) (?:may )?(?:contains?|includes?)\b.{0,60}\baffiliate\b.{0,120}",
            r"we (?:may )?(?:earn|receive)\b.{0,60}\b(?:affiliate|commission)\b.{0,120}",
        ),
        examples=(
            "Advertisement. Scroll to continue reading.",
            "This post may contain affiliate links.",
            "Advertisement",
            "ADVERTISEMENT - CONTINUE READING BELOW",
            "Anzeige",
            "PUBLICIDAD",
            "[Reklama]",
            "Download the Daily Star app now",
            "For the latest stories and breaking news updates download the Nationnews apps for iOS and Android.",
            "Join our WhatsApp channel",
        ),
    ),
    Rule(
        name="photo-credit",
        kind=BlockKind.CAPTION,
        patterns=(
            r"\(?(?:photo|image)(?: (?:credits?|courtesy|source|by|via|from|de|di|por))* ?[:/©|].{1,80}\)?",
            r"\(?(?:picture)(?: (?:credits?|courtesy|source|by|via|from|de|di|por))* ?[:/©|].{1,80}\)?",
            r"\(?(?:illustration)(?: (?:credits?|courtesy|source|by|via|from|de|di|por))* ?[:/©|].{1,80}\)?",
            r"\(?(?:graphic)(?: (?:credits?|courtesy|source|by|via|from|de|di|por))* ?[:/©|].{1,80}\)?",
            r"\(?(?:file (?:photo|image))(?: (?:credits?|courtesy|source|by|via|from|de|di|por))* ?[:/©|].{1,80}\)?",
            r"\(?(?:representative image)(?: (?:credits?|courtesy|source|by|via|from|de|di|por))* ?[:/©|].{1,80}\)?",
            r"\(?(?:symbolbild)(?: (?:credits?|courtesy|source|by|via|from|de|di|por))* ?[:/©|].{1,80}\)?",
            r"\(?(?:fotos?)(?: (?:credits?|courtesy|source|by|via|from|de|di|por))* ?[:/©|].{1,80}\)?",
            r"\(?(?:bild|imagen)(?: (?:credits?|courtesy|source|by|via|from|de|di|por))* ?[:/©|].{1,80}\)?",
            r"\(?(?:imagem)(?: (?:credits?|courtesy|source|by|via|from|de|di|por))* ?[:/©|].{1,80}\)?",
            r"\(?(?:zdj[ęe]cie)(?: (?:credits?|courtesy|source|by|via|from|de|di|por))* ?[:/©|].{1,80}\)?",
            r"\(?(?:photo|image|picture) (?:credits?|courtesy|by|via)\b.{1,80}\)?|\(?©.{1,80}|\(c\) .{1,60}",
            r"fot\. .{1,80}",
            r"(?:credits?|bild(?:quelle|rechte)?|crédits?(?: photos?)?) ?: ?.{1,60}",
            r"(?:getty images|shutterstock|ap photo|reuters|afp|dpa|istock)(?: ?[/,|-].{1,50})?",
            rf".{{1,60}}/ ?{_CREDITED}(?: photo)?(?: ?/.{{1,40}})?",
        ),
        examples=(
            "Photo: Ann Lee",
            "Image credit: Daily Star",
            "© Reuters/Ann Lee",
            "Ann Lee/Getty Images",
            "Foto: dpa",
            "Fot. Ann Lee / Agencja",
            "Crédits photos : Agence",
            "Getty Images",
        ),
        max_chars=110,
    ),
    Rule(
        name="copyright",
        kind=BlockKind.SITE,
        patterns=(
            r"(?:copyright|©|\(c\)).*(?:all rights reserved.*|20\d\d.*)|.{0,80}all rights reserved.{0,120}",
            r"alle rechte vorbehalten.{0,60}|todos los derechos reservados.{0,60}|tous droits réservés.{0,60}",
            r"tutti i diritti riservati.{0,60}|todos os direitos reservados.{0,60}",
            r"this material may not be published,.*",
        ),
        examples=("Copyright 2024 Daily Star. All rights reserved.", "© 2024 Daily Star", "Alle Rechte vorbehalten"),
        max_chars=260,
    ),
    Rule(
        name="paywall",
        kind=BlockKind.PAYWALL,
        patterns=(
            r"already a subscriber\?.{0,40}",
            r"(?:subscribe|log in|sign in|register) (?:now )?to (?:continue|read|keep reading|unlock)\b.{0,60}",
            r"to continue reading\b.{0,80}",
            r"this (?:article|content|story) is (?:for|only available to|exclusive)\b.*subscribers.{0,60}",
            r"(?:sie haben )?bereits\b.*(?:abo|abonnent|abonniert).{0,60}",
            r"jetzt (?:weiterlesen|testen|abonnieren).{0,60}|cet article est réservé.{0,60}",
            r"contenido exclusivo para.{0,60}|questo (?:articolo|contenuto) è riservato.{0,60}",
            r"この記事は(?:有料)?会員限定です。?|有料会員になると.{0,60}",
        ),
        examples=(
            "Already a subscriber? Log in",
            "Subscribe to continue reading",
            "This article is only available to our subscribers.",
            "Cet article est réservé aux abonnés",
            "この記事は会員限定です。",
        ),
    ),
    Rule(
        name="page-tools",
        kind=BlockKind.NAVIGATION,
        patterns=(
            r"(?:back to top|go back|home|menu|search|skip to .{0,30}) ?[.…:>»!]*",
            r"(?:previous|next|(?:previous|next) (?:article|post)) ?[.…:>»!]*",
            r"(?:click here|learn more|view (?:all|more|gallery)|show more|see (?:all|more)) ?[.…:>»!]*",
            r"(?:load more|close|loading|play|listen(?: to (?:this )?article)?) ?[.…:>»!]*",
            r"(?:watch (?:the )?video|(?:font|text) size) ?[.…:>»!]*",
            r"(?:view comments|transcript|tags?|topics?|filed under|categor(?:y|ies)) ?[.…:>»!]*",
            r"(?:zur startseite|nach oben|zurück|weiter|mehr|anhören) ?[.…:>»!]*",
            r"(?:vorlesen|fehler gefunden\?.{0,20}|ver más) ?[.…:>»!]*",
            r"(?:voir plus|\d+ minuten lesezeit|\d+ min(?:ute)?s?\.? read) ?[.…:>»!]*",
            r"おすすめ情報|関連キーワード|分享让更多人看到",
            r"reading time ?[:：]? ?\d+ min(?:ute)?s?\.?",
            r"watch (?:the )?video(?: here)?[.!:]?",
        ),
        examples=(
            "Reading Time: 4 minutes",
            "Watch Video Here",
            "Back to top",
            "Listen to this article",
            "Tags:",
            "Click here",
            "Loading…",
            "3 Minuten Lesezeit",
        ),
        max_chars=60,
    ),
    *HOUSE_RULES,
)

RULES = tuple(map(_everywhere, _RULES))
RULE_BOOK = RuleBook(RULES)
