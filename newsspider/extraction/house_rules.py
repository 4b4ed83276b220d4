"""What a house says of itself between the paragraphs of a story: appeals, commissions, embedded content, accounts.

Each is a whole paragraph, in the words of many languages; `newsspider.extraction.rules` tells how a rule is read.
"""

from __future__ import annotations

from newsspider.article import BlockKind
from newsspider.extraction.rule import Rule

_NET = r"(?:facebook|twitter|instagram|linkedin|telegram|whatsapp|youtube|tiktok|google news|threads|bluesky|viber|x)\b"
_WORK = (
    r"(?:our|independent|local|quality|public|nonprofit|free) .{0,60}"
    r"(?:journalism|reporting|newsroom|work|mission|coverage|site)"
)

HOUSE_RULES = (
    Rule(
        name="appeal",
        kind=BlockKind.ADVERTISEMENT,
        patterns=(
            rf"(?:please |help us |you can )?(?:support|fund|sustain) {_WORK}.{{0,200}}",
            r"(?:please )?(?:consider|make) (?:making )?a (?:\S+ )?(?:donation|contribution).{0,200}",
            r"(?:donate|give|contribute) (?:now|today|here|to (?:us|our)|via|if you)\b.{0,160}",
            (
                r"(?:if you(?:[’']re enjoying| are enjoying| enjoy(?:ed)?| liked| value| appreciate| found)|did "
                r"you (?:enjoy|like|find)) .{0,80}"
                r"(?:article|post|story|piece|journalism|work|reporting|newsletter|episode|podcast|blog|"
                r"content)\b.{0,40}"
                r"(?:share|support|donat|subscri|consider|follow|sign up|leave|comment|tell|coffee).{0,160}"
            ),
            (
                r"(?:hat ihnen|hat dir|gefällt ihnen|gefällt dir|ihnen gefällt) (?:dieser |der |unser "
                r")?(?:artikel|beitrag|text).{0,240}"
            ),
            r"(?:unterstützen sie|unterstütze) (?:uns|unser|unsere|unabhängigen)\b.{0,200}",
            r"(?:soutenez|aidez) (?:nous|notre|le journalisme|la presse|un journalisme)\b.{0,200}",
            r"(?:apoya|apoye|ayuda a|colabora con) (?:nuestr[oa]|el periodismo|al periodismo)\b.{0,200}",
            r"(?:apoie|ajude) (?:o nosso|nosso|o jornalismo|a nossa)\b.{0,200}",
            r"(?:sostieni|aiutaci|sostenete) (?:il nostro|il giornalismo|la nostra|a)\b.{0,200}",
            r"(?:steun|help) (?:ons|onze|onafhankelijke)\b.{0,160}",
            r"(?:stöd|støtt|støt) (?:oss|os|vår|vårt|vores)\b.{0,160}",
            r"(?:wesprzyj|wspieraj) (?:nas|nasz|naszą|nasze|niezależne)\b.{0,160}",
            r"(?:поддержите|поддержать) (?:нас|нашу|наш|проект|редакцию|независим\w+)\b.{0,160}",
            r"(?:підтримайте|підтримати) (?:нас|наш|нашу|проєкт|редакцію|незалежн\w+)\b.{0,160}",
        ),
        examples=(
            "Support our independent journalism with a monthly gift.",
            "Please consider making a donation to keep this site free.",
            "If you enjoyed this article, please share it with a friend.",
            "Hat Ihnen dieser Artikel gefallen? Dann unterstützen Sie uns mit einer Spende.",
            "Unterstützen Sie unsere Arbeit mit einem Abo.",
            "Soutenez notre rédaction à partir de 1 euro.",
            "Apoya nuestro periodismo.",
            "Apoie o jornalismo independente.",
            "Sostieni il nostro lavoro.",
            "Steun onze redactie met een bijdrage.",
            "Wesprzyj nas dobrowolną wpłatą.",
            "Поддержите нашу редакцию.",
            "Підтримайте нас на платформі.",
        ),
        max_chars=420,
    ),
    Rule(
        name="follow",
        kind=BlockKind.SHARE,
        patterns=(
            (
                r"(?:and )?(?:follow|find|like|join|connect with) (?:us|me|him|her|them|"
                rf"our)\b.{{0,80}}{_NET}.{{0,160}}"
            ),
            rf"[^.?!]{{3,90}}[?!] follow @?.{{1,50}}\b(?:on|at) .{{0,30}}{_NET}.{{0,60}}",
            (
                r"(?:síguenos|seguinos|síganos|sigue a|únete a|siga-nos|nos siga|siga o|seguici|segui|suivez-nous|"
                r"rejoignez|"
                r"folgen sie uns|folge uns|volg ons|följ oss|følg oss|følg os|obserwuj nas|śledź nas|sledujte nás|"
                r"bizi takip edin|takip edin)"
                rf"\b.{{0,120}}(?:{_NET}|youtube|kanal|canal).{{0,120}}"
            ),
            (
                r"(?:подписывайтесь на|подпишитесь на|следите за|підписуйтесь на|підпишіться на)"
                rf"\b.{{0,120}}(?:{_NET}|канал|телеграм|вконтакте|youtube).{{0,120}}"
            ),
            (
                r"(?:подписывайтесь|подпишитесь|підписуйтесь|підпишіться) на (?:наш|новости|канал|нас|рассылку|"
                r"телеграм|telegram).{0,120}"
            ),
            r"(?:تابعونا|تابعنا|اشترك في قناتنا|انضم(?:وا)? إلى قناتنا) .{0,120}",
            r"(?:हमें|हमारे) .{0,60}(?:फॉलो करें|जुड़ें|सब्सक्राइब करें|ज्वाइन करें).{0,40}",
        ),
        examples=(
            "Follow us on Instagram and never miss a story.",
            "Want to know what the valley talks about? Follow @valley on Twitter",
            "Síguenos en nuestro canal de WhatsApp",
            "Подписывайтесь на наш Telegram-канал",
            "Підписуйтесь на наш канал у Telegram",
            "Följ oss på Facebook",
            "تابعونا على واتساب",
            "हमें फेसबुक पर फॉलो करें",
        ),
        max_chars=300,
    ),
    Rule(
        name="commission",
        kind=BlockKind.ADVERTISEMENT,
        patterns=(
            (
                r"\W{0,3}(?:disclaimer|disclosure|note|affiliate disclosure)?[:.]? ?(?:this|our|the|some of the|"
                r"links in this|some) "
                r"(?:\S+ ){0,6}(?:contains?|includes?|are|has|have|may contain) (?:\S+ ){0,4}(?:affiliate|"
                r"referral|commission|sponsored)\b.{0,300}"
            ),
            (
                r"\W{0,3}(?:disclaimer|disclosure|note|affiliate disclosure)?[:.]? ?(?:if you|when you|purchases "
                r"made|by) .{0,20}"
                r"(?:buy|purchase|click|shop|made|order)\b.{0,80}(?:we|i|us|our \S+) .{0,30}(?:commission|"
                r"compensat|affiliate|paid)\w*.{0,240}"
            ),
            r"(?:products|items|everything) .{0,40}(?:chosen|selected|picked|reviewed) independently .{0,240}",
            (
                r"we (?:independently )?(?:only )?(?:may )?(?:earn|get|receive|review|recommend|select|"
                r"use)\b.{0,100}(?:commission|affiliate)\b.{0,200}"
            ),
            r"\W{0,3}affiliate links? (?:are|is|may be) used\b.{0,200}",
            (
                r"(?:\*|anzeige: |hinweis: )?(?:dieser (?:artikel|beitrag|text)|die(?:se)? (?:mit "
                r".{0,20}gekennzeichneten )?links?|einige links?) "
                r".{0,60}(?:affiliate|provision|werbelink).{0,240}"
            ),
            r"as an? (?:\S+ ){0,2}(?:associate|affiliate)s?\b.{0,40}\b(?:earn|receive|get)\b.{0,200}",
            r"(?:every|each|all) (?:item|product|link)s? .{0,80}\b(?:commission|affiliate)\b.{0,200}",
            r"the following (?:content|article|post) is (?:brought to you|sponsored|paid|presented)\b.{0,300}",
            (
                r"\W{0,3}(?:disclosure|disclaimer|editorial note|editor[’']s note|please note|note) ?[:：.-] ?"
                r"(?=.{0,240}\b(?:affiliate|sponsored|commission)).{20,400}"
            ),
            (
                r"cet article (?:contient|comporte|peut contenir) des liens (?:affiliés|d[’']affiliation|"
                r"sponsorisés).{0,200}"
            ),
            (
                r"(?:este (?:artículo|contenido|artigo|conteúdo)|algunos enlaces|alguns links) "
                r".{0,40}(?:afiliad[oa]s?|comisi[oó]n|comissão).{0,200}"
            ),
            r"(?:questo articolo|i link|alcuni link) .{0,40}(?:affilia\w+|commission\w+).{0,200}",
        ),
        examples=(
            "This post contains affiliate links, including those of a book shop.",
            "If you purchase something through our links, we may earn a commission.",
            "Products are chosen independently by our editors.",
            "*Affiliate links are used in the post.",
            "As an Amazon Associate, I earn from qualifying purchases.",
            "Every item on this page was chosen by an editor. We may earn commission on some of them.",
            "The following content is brought to you by our partners.",
            "Editorial Note: we may put affiliate links into some articles.",
            "Dieser Artikel enthält Affiliate-Links.",
            "Cet article contient des liens affiliés.",
            "Este artículo contiene enlaces de afiliados.",
        ),
        max_chars=460,
    ),
    Rule(
        name="embedded",
        kind=BlockKind.COOKIE,
        patterns=(
            (
                r"an dieser stelle (?:finden|befindet|steht|sehen) .{0,80}(?:externe[rn]?|redaktionelle[rn]?) "
                r"inhalt.{0,240}"
            ),
            r"ich bin (?:damit )?einverstanden, dass mir .{0,40}externe.{0,240}",
            r"(?:empfohlener|externer) (?:redaktioneller )?inhalt.{0,60}",
            (
                r"(?:hier|dieser inhalt|dieses (?:element|video)) .{0,60}(?:von|aus) .{0,40}(?:drittplattform|"
                r"drittanbieter|datenschutz).{0,200}"
            ),
            (
                r"(?:this|to (?:view|see|watch|display) this) (?:content|video|post|tweet|embed|media) "
                r".{0,80}(?:cookies|third[- ]part|consent).{0,200}"
            ),
            r"(?:allow|we need your (?:consent|permission)).{0,40}(?:content|before we load|cookies).{0,200}",
            r"(?:ce contenu|cette vidéo|pour (?:voir|afficher) (?:ce|cette) \S+) .{0,80}cookies.{0,200}",
            r"(?:este contenido|para (?:ver|mostrar) este) .{0,80}cookies.{0,200}",
            r"(?:este conteúdo|para (?:ver|exibir) este) .{0,80}cookies.{0,200}",
            r"(?:questo contenuto|per (?:vedere|visualizzare) quest\S) .{0,80}cookie.{0,200}",
            (
                r"(?:deze (?:inhoud|content|video)|om (?:deze|dit) .{0,30} te (?:zien|bekijken|tonen)) "
                r".{0,80}cookies.{0,200}"
            ),
            r"(?:det här innehållet|för att (?:se|visa) .{0,30}) .{0,60}(?:cookies|kakor).{0,160}",
            (
                r"(?:your|this) browser does(?: not|n[’']t) support (?:the )?(?:html5 |embedded )?(?:video|audio|"
                r"iframe|element).{0,80}"
            ),
        ),
        examples=(
            "An dieser Stelle finden Sie einen externen Inhalt, der den Artikel ergänzt.",
            "Ich bin damit einverstanden, dass mir der externe Inhalt angezeigt wird.",
            "Empfohlener redaktioneller Inhalt",
            "This content is blocked until you accept cookies.",
            "Ce contenu est bloqué car vous n’avez pas accepté les cookies.",
            "Para ver este vídeo debe aceptar las cookies de su proveedor.",
            "Deze video kan niet worden getoond zonder cookies.",
            "Your browser does not support the audio element.",
        ),
        max_chars=460,
    ),
    Rule(
        name="account",
        kind=BlockKind.PAYWALL,
        patterns=(
            r"tu suscripción se está usando en otro dispositivo.{0,120}",
            r"¿(?:quieres|quiere) añadir otro usuario a (?:tu|su) suscripción\?",
            (
                r"si (?:continúas leyendo|decides continuar compartiendo|quieres compartir|eres "
                r"suscriptor)\b.{0,300}"
            ),
            r"(?:en el caso de|si) no (?:saber|sabes) quién está usando tu cuenta.{0,160}",
            r"(?:you have|you[’']ve) (?:\S+ ){0,3}(?:free )?articles? (?:left|remaining).{0,120}",
            r"(?:log in|sign in) or (?:create|register)\b.{0,80}",
            r"(?:このコンテンツ|会員|有料会員|電子版).{0,40}(?:ログイン|会員登録)(?:して|が必要|できます).{0,80}",
        ),
        examples=(
            "Tu suscripción se está usando en otro dispositivo",
            "¿Quieres añadir otro usuario a tu suscripción?",
            "Si continúas leyendo en este dispositivo, no se podrá leer en el otro.",
            "You have 2 free articles left this month.",
            "Log in or create an account to continue",
            "電子版の会員登録が必要です。",
        ),
        max_chars=330,
    ),
    Rule(
        name="consent-line",
        kind=BlockKind.NEWSLETTER,
        patterns=(
            (
                r"by (?:signing up|subscribing|registering|submitting|providing|entering|clicking)\b.{0,80}"
                r"(?:you|i) (?:agree|consent|accept|confirm|acknowledge|understand)\b.{0,400}"
            ),
            r"mit (?:der|ihrer|deiner|dem|meiner) (?:anmeldung|registrierung|klick|absenden)\b.{0,300}",
            (
                r"en (?:vous inscrivant|vous abonnant|cliquant)\b.{0,60}vous (?:acceptez|consentez|"
                r"reconnaissez)\b.{0,300}"
            ),
            (
                r"al (?:suscribirte|registrarte|suscribirse|hacer clic)\b.{0,60}(?:acepta|aceptas|"
                r"aceptar)\b.{0,300}"
            ),
            r"ao (?:se inscrever|se cadastrar|assinar|clicar)\b.{0,60}(?:concorda|aceita)\b.{0,300}",
            r"(?:iscrivendoti|cliccando|registrandoti)\b.{0,60}(?:accetti|acconsenti|dichiari)\b.{0,300}",
        ),
        examples=(
            "By signing up, you agree to receive marketing messages.",
            "Mit der Anmeldung stimmen Sie der Datenschutzerklärung zu.",
            "En vous inscrivant, vous acceptez nos conditions.",
            "Al suscribirte aceptas la política de privacidad.",
        ),
        max_chars=500,
    ),
    Rule(
        name="views",
        kind=BlockKind.SITE,
        patterns=(
            (
                r"(?:\W?disclaimer ?[:：] ?)?(?:the |any )?(?:views|opinions)(?:,? (?:and|or|,) \w+)* (?:expressed|"
                r"presented|stated)\b"
                r".{0,120}(?:author|writer|contributor|own)\w*\b.{0,200}"
            ),
            r"gastkommentare\b.{0,160}redaktion.{0,100}",
            r"(?:die |der )?(?:hier )?(?:geäußerte[nr]?|in .{0,40}geäußerten?) (?:meinung|ansicht)\w*\b.{0,200}",
            r"les (?:opinions|propos|points de vue) (?:exprimé|émis)\w*\b.{0,200}",
            r"las opiniones (?:expresadas|vertidas|de)\b.{0,160}(?:autor|colaborador|columnista)\w*\b.{0,120}",
            r"as opiniões (?:expressas|emitidas)\b.{0,200}|le opinioni espresse\b.{0,200}",
        ),
        examples=(
            "The views expressed in this article are those of the author alone.",
            "Gastkommentare müssen nicht der Meinung der Redaktion entsprechen.",
            "Las opiniones expresadas son responsabilidad de su autor.",
        ),
        max_chars=400,
    ),
    Rule(
        name="quote-mark",
        kind=BlockKind.SITE,
        patterns=(r"[“”\"„«»]?\s?start quote", r"end quote(?: .{1,80})?"),
        examples=("“Start Quote", "End Quote Ann Lee Mayor of the valley"),
    ),
    Rule(
        name="machine-data",
        kind=BlockKind.SITE,
        patterns=(r"https?://\S+\.(?:jpe?g|png|gif|webp|svg|avif)(?:\?\S*)?(?: .{0,500})?",),
        examples=(
            "https://isle.example/2026/ferry-150x150.jpg",
            "https://isle.example/ferry.png 1707 2560 https://isle.example/logo.png Ann Lee 2026-12-06 08:45:00",
        ),
        max_chars=800,
    ),
    Rule(
        name="shortcode",
        kind=BlockKind.SITE,
        patterns=(
            r"(?:\[/?[a-z]+(?:[_-][\w-]*(?: [^\]]*)?| [\w-]+ ?= ?[^\s\]][^\]]*)\]\s?)+",
            r"\[(caption|embed|audio|video|gallery|playlist)\b[^\]]*\].{0,600}\[/\1\]",
            r"\[/?(?:caption|embed|audio|video|gallery|playlist)\]",
        ),
        examples=(
            "[video-player id=”12″ name=”Cleaning”]",
            '[caption id="a"]',
            "[share_buttons]",
            "[convertkit form=1234567]",
            "[gallery ids=1,2,3]",
            "[embed]https://video.example/7[/embed]",
            "[gallery]",
        ),
        max_chars=700,
    ),
    Rule(
        name="other-stories",
        kind=BlockKind.RELATED,
        patterns=(
            (
                r"(?:(?:our|more|other|some) )?related (?:\w+ ){0,2}(?:articles?|stor(?:y|ies)|news|posts?|"
                r"topics?|content|links?|reads?"
                r"|reading|resources?|guides?|services?|products?|blogs?)(?: (?:that|you|to|for|on|from|about) "
                r".{0,40})?[:.…]*"
            ),
            (
                r"(?:you (?:may|might|can) )?also (?:check|see|like|enjoy|read|love)(?: (?:this|these|our|out))? "
                r"?[:：].{0,120}"
            ),
            r"(?:you (?:may|might)|you[’']ll) also (?:check|see|like|enjoy|love|want to read)\b.{0,40}",
            r"don[’']t miss ?[:：].{0,120}",
            r"read (?:my|our|the) full .{1,80}(?:review|story|guide|report|article|interview|test)s?[.:»>→ ]*",
            (
                r"(?:table of contents|inhaltsverzeichnis|table des matières|tabla de contenidos|índice de "
                r"conte(?:nidos|údo)"
                r"|inhoudsopgave|spis treści|innehållsförteckning) ?[:：]?"
            ),
            r"目次 ?[:：]?",
        ),
        examples=(
            "Related investing topics",
            "Our Related Services",
            "Related articles that may interest you",
            "Also check: the best boats of the year",
            "You’ll Also Love...",
            "Don’t Miss: the best boats of the year",
            "Read our full Harbour Boat 15 review",
            "Table of Contents",
        ),
        max_chars=150,
    ),
)
