"""Words for the labelled set of copies: credits, date lines, boilerplate and news templates in many languages.

All of it was written for this file; none of it is a publisher's.
"""

# ruff: noqa: E501, ISC004 - running text, told as it reads
from __future__ import annotations

DATE_LINES = {
    "en": ("NEW DELHI, March {n} (ANA) - ", "LONDON, {n} April (Reuters Style) — ", "Nairobi | May {n} | Staff: "),
    "de": ("Berlin, {n}. März (dna) - ", "Wien (apx) – ", "Zürich, {n}.05. (sdx) – "),
    "es": ("Madrid, {n} mar (EFX).- ", "BUENOS AIRES, {n} de abril (Telax) — "),
    "fr": ("PARIS, {n} mars (AFX) - ", "Genève, le {n} avril – "),
    "pt": ("São Paulo, {n} mar (Agência BX) – ", "Lisboa, {n} abr (Lusx) - "),
    "it": ("ROMA, {n} mar. (ANX) - ", "Milano, {n} aprile – "),
    "ru": ("МОСКВА, {n} марта. /ТАКС/. ", "Казань, {n} апреля — "),
    "cs": ("Praha {n}. března (ČTX) - ", "Brno {n}. dubna – "),
    "ja": ("【東京{n}日共通】", "（大阪 {n}日 時報）"),
    "ko": ("(서울=연합보도) {n}일 - ", "[부산 {n}일 뉴스통신] "),
    "vi": ("Hà Nội, ngày {n}/3 (TTXX) - ",),
    "id": ("Jakarta, {n} Maret (ANTX) - ",),
    "hi": ("नई दिल्ली, {n} मार्च (भाषक) - ",),
    "ar": ("القاهرة {n} مارس (أ ش) - ",),
}
CREDITS = {
    "en": ("(With inputs from the agency)", "This story was first carried by ANA and has not been edited."),
    "de": ("© dna, alle Rechte vorbehalten", "Mit Material der Agentur dna"),
    "es": ("Con información de la agencia EFX",),
    "fr": ("Avec l'agence AFX",),
    "pt": ("Com informações da Agência BX",),
    "it": ("Fonte: agenzia ANX",),
    "ru": ("По материалам агентства ТАКС",),
    "cs": ("Zdroj: ČTX",),
    "ja": ("（共通通信提供）",),
    "ko": ("저작권자 연합보도, 무단 전재 금지",),
    "vi": ("Theo hãng tin TTXX",),
    "id": ("Sumber: kantor berita ANTX",),
}
BRITISH = {
    "organization": "organisation", "organizations": "organisations", "organized": "organised", "color": "colour",
    "center": "centre", "centers": "centres", "labor": "labour", "defense": "defence", "program": "programme",
    "programs": "programmes", "favor": "favour", "favorite": "favourite", "honor": "honour", "neighbor": "neighbour",
    "neighbors": "neighbours", "recognize": "recognise", "recognized": "recognised", "realize": "realise",
    "realized": "realised", "analyze": "analyse", "theater": "theatre", "meter": "metre", "meters": "metres",
    "percent": "per cent", "behavior": "behaviour", "traveled": "travelled", "traveling": "travelling",
    "canceled": "cancelled", "gray": "grey", "toward": "towards", "license": "licence", "catalog": "catalogue",
    "check": "cheque", "aging": "ageing", "skeptical": "sceptical", "plow": "plough", "jewelry": "jewellery",
    "mom": "mum", "airplane": "aeroplane", "Mr.": "Mr", "Mrs.": "Mrs", "Dr.": "Dr", "U.S.": "US", "U.K.": "UK",
}  # fmt: skip
BOILERPLATE = {
    "en": (
        "Get the day's top headlines in your inbox every morning. By signing up you agree to our terms of use and "
        "privacy policy.",
        "Download our app for breaking news alerts and follow us on all social channels for the latest updates.",
        "Comments are moderated and may take some time to appear. Please keep to our community guidelines.",
        "We rely on readers like you. If you value independent local journalism, please consider a subscription today.",
    ),
    "de": (
        "Abonnieren Sie unseren kostenlosen Newsletter und erhalten Sie jeden Morgen die wichtigsten Nachrichten aus "
        "Ihrer Region direkt in Ihr Postfach.",
        "Dieser Artikel ist Teil unseres Angebots für Abonnenten. Testen Sie es jetzt einen Monat lang kostenlos.",
        "Die Kommentarfunktion ist für diesen Beitrag geschlossen. Bitte beachten Sie unsere Netiquette.",
        "Haben Sie einen Fehler entdeckt? Dann schreiben Sie uns bitte eine kurze Nachricht an die Redaktion.",
    ),
    "es": (
        "Suscríbase a nuestro boletín y reciba cada mañana las noticias más importantes en su correo electrónico.",
        "Descargue nuestra aplicación y síganos en todas las redes sociales para no perderse ninguna novedad.",
    ),
    "ja": (
        "本サイトの記事、写真の無断転載を禁じます。著作権は当社または情報提供者に帰属します。",
        "会員登録をすると、毎朝主要なニュースをメールでお届けします。登録は無料です。",
    ),
    "ru": (
        "Подпишитесь на нашу рассылку и получайте главные новости дня каждое утро на свою почту.",
        "Нашли ошибку в тексте? Выделите её мышью и нажмите сочетание клавиш, чтобы сообщить редакции.",
    ),
}
SITE_NOTE = {
    "en": "This article appeared in the print edition of our regional paper and was updated by the online desk.",
    "de": "Dieser Beitrag erschien auch in der gedruckten Ausgabe unserer Regionalzeitung.",
}
SYNONYMS = {
    "said": "stated", "says": "states", "also": "in addition", "but": "however", "many": "numerous", "big": "large",
    "people": "residents", "began": "started", "help": "assist", "show": "reveal", "shows": "reveals", "used": "employed",
    "und": "sowie", "aber": "jedoch", "auch": "ebenfalls", "sagte": "erklärte", "viele": "zahlreiche", "nur": "lediglich",
    "pero": "sin embargo", "dijo": "señaló", "también": "asimismo", "muchos": "numerosos",
    "также": "кроме того", "но": "однако", "сказал": "заявил", "však": "ale", "také": "rovněž",
}  # fmt: skip
"""What an editor puts for a word; fields are other wordings, whichever language the word is of."""
FILLERS = {
    "en": ("on Monday", "according to officials", "in the region", "last week", "at the time"),
    "de": ("am Montag", "nach Angaben der Behörden", "in der Region", "vergangene Woche"),
    "es": ("el lunes", "según las autoridades", "en la región"),
    "ru": ("в понедельник", "по данным властей", "в регионе"),
    "ja": ("関係者によると", "同日"),
}
NAMES = (
    "Aldana", "Brückner", "Chaudhry", "Dvořák", "Eriksen", "Fontaine", "Gruber", "Halloran", "Ivanova", "Juárez",
    "Kowalski", "Lindqvist", "Mwangi", "Nakamura", "Okafor", "Petrov", "Quiroga", "Rossi", "Sørensen", "Tanaka",
    "Ueda", "Varga", "Whitcombe", "Xu", "Yamada", "Zielinski",
)  # fmt: skip
CITIES = (
    "Ashford", "Bellmore", "Castria", "Dunwick", "Eastvale", "Farrow", "Glenhaven", "Harlow", "Inverley", "Jessup",
    "Kingsmere", "Lowick", "Marston", "Norbury", "Oakridge", "Penrose", "Quarry Hill", "Redmond", "Stanwick", "Thornton",
)  # fmt: skip
TEMPLATES = {
    ("en", "weather"): (
        "Temperatures in {c} will climb to {n} degrees on {d}, the regional weather service said, with a low of {n} "
        "degrees overnight. Winds of up to {n} kilometres an hour are expected along the coast, and humidity will "
        "stay near {n} percent.\n\nRainfall of {n} millimetres was recorded at {c} airport in the past 24 hours, "
        "against {n} millimetres at {c}. The air quality index stood at {n}, which is considered moderate. The sun "
        "rises at {n}.{n} and sets at {n}.{n}.\n\nThe outlook for the rest of the week is for temperatures between "
        "{n} and {n} degrees with a {n} percent chance of showers."
    ),
    ("de", "weather"): (
        "In {c} steigen die Temperaturen am {d} auf {n} Grad, in der Nacht sinken sie auf {n} Grad, teilte der "
        "Wetterdienst mit. An der Küste werden Böen von bis zu {n} Kilometern in der Stunde erwartet, die "
        "Luftfeuchtigkeit liegt bei {n} Prozent.\n\nIn den vergangenen 24 Stunden fielen in {c} {n} Liter Regen auf den "
        "Quadratmeter, in {c} waren es {n} Liter. Zum Wochenende hin rechnen die Meteorologen mit Werten zwischen {n} "
        "und {n} Grad und einer Regenwahrscheinlichkeit von {n} Prozent."
    ),
    ("es", "weather"): (
        "La temperatura máxima en {c} llegará el {d} a {n} grados y la mínima será de {n} grados, informó el servicio "
        "meteorológico. Se esperan vientos de hasta {n} kilómetros por hora en la costa y una humedad del {n} por "
        "ciento.\n\nEn las últimas 24 horas cayeron {n} milímetros de lluvia en {c} y {n} milímetros en {c}. Para el "
        "fin de semana se prevén valores de entre {n} y {n} grados, con un {n} por ciento de probabilidad de lluvia."
    ),
    ("ru", "weather"): (
        "В городе {c} в {d} воздух прогреется до {n} градусов, ночью температура опустится до {n} градусов, сообщили в "
        "гидрометцентре. Порывы ветра достигнут {n} метров в секунду, влажность воздуха составит {n} процентов.\n\n"
        "За прошедшие сутки в {c} выпало {n} миллиметров осадков, в {c} — {n} миллиметров. К выходным синоптики "
        "обещают от {n} до {n} градусов тепла, вероятность дождя — {n} процентов."
    ),
    ("ja", "weather"): (
        "気象台によると、{c}の{d}の最高気温は{n}度、最低気温は{n}度の見込み。海岸では風速{n}メートルの風が吹き、湿度は{n}"
        "パーセントの予想となっている。\n\n過去二十四時間の降水量は{c}で{n}ミリ、{c}で{n}ミリだった。週末は{n}度から{n}度で推移し、"
        "雨の確率は{n}パーセントとみられる。気象台は今後の情報に注意するよう呼びかけている。"
    ),
    ("hi", "weather"): (
        "मौसम विभाग के अनुसार {c} में {d} को अधिकतम तापमान {n} डिग्री और न्यूनतम तापमान {n} डिग्री रहने का अनुमान है। तट पर {n} "
        "किलोमीटर प्रति घंटे की रफ्तार से हवा चलेगी और आर्द्रता {n} प्रतिशत रहेगी।\n\nपिछले चौबीस घंटों में {c} में {n} मिलीमीटर और {c} में {n} "
        "मिलीमीटर बारिश दर्ज की गई। सप्ताह के अंत तक तापमान {n} से {n} डिग्री के बीच रहेगा और बारिश की संभावना {n} प्रतिशत है।"
    ),
    ("fr", "weather"): (
        "À {c}, le thermomètre montera {d} jusqu'à {n} degrés et descendra à {n} degrés la nuit, annonce le service "
        "météorologique. Des rafales de {n} kilomètres à l'heure sont attendues sur la côte, avec une humidité de {n} "
        "pour cent.\n\nAu cours des dernières 24 heures, il est tombé {n} millimètres de pluie à {c} et {n} "
        "millimètres à {c}. Pour le week-end, on attend entre {n} et {n} degrés et un risque d'averse de {n} pour cent."
    ),
    ("id", "weather"): (
        "Suhu di {c} pada hari {d} diperkirakan mencapai {n} derajat dan turun menjadi {n} derajat pada malam hari, "
        "kata badan meteorologi. Angin di pesisir bertiup hingga {n} kilometer per jam dengan kelembapan {n} persen."
        "\n\nDalam 24 jam terakhir curah hujan di {c} tercatat {n} milimeter dan di {c} {n} milimeter. Menjelang akhir "
        "pekan suhu berkisar antara {n} dan {n} derajat dengan peluang hujan {n} persen."
    ),
    ("en", "market"): (
        "The benchmark index closed {n}.{n} percent at {n},{n} points on {d}, while the broader index ended at {n},{n} "
        "points. Shares of {p} Industries were the biggest gainers, adding {n}.{n} percent, followed by {p} Bank, which "
        "rose {n}.{n} percent.\n\nForeign investors bought shares worth {n} million on a net basis, exchange data "
        "showed. The currency settled at {n}.{n} against the dollar. Crude futures traded at {n}.{n} dollars a barrel. "
        "Analysts said {p} and {p} would remain in focus when trading resumes."
    ),
    ("de", "market"): (
        "Der Leitindex hat am {d} {n},{n} Prozent höher bei {n}.{n} Punkten geschlossen. Größter Gewinner waren die "
        "Aktien von {p} mit einem Plus von {n},{n} Prozent, gefolgt von {p} mit {n},{n} Prozent. Am Ende des Index "
        "standen die Papiere von {p}, die {n},{n} Prozent verloren.\n\nDer Euro notierte am Abend bei 1,{n} Dollar. Am "
        "Rentenmarkt lag die Umlaufrendite bei {n},{n} Prozent. Ein Barrel Öl kostete {n},{n} Dollar."
    ),
    ("ru", "market"): (
        "Индекс биржи по итогам торгов в {d} вырос на {n},{n} процента и составил {n} пунктов. Лидерами роста стали "
        "бумаги компании {p}, подорожавшие на {n},{n} процента, и акции {p}, прибавившие {n},{n} процента.\n\nДоллар на "
        "закрытии стоил {n},{n} рубля, евро — {n},{n} рубля. Баррель нефти торговался по {n},{n} доллара."
    ),
    ("en", "sport"): (
        "{c} beat {c} {n}-{n} on {d} to move up to place {n} of the table with {n} points. {p} opened the scoring in "
        "the {n}th minute and {p} doubled the lead just before the break. {p} pulled one back in the {n}th minute, but "
        "the home side held on in front of {n},{n} spectators.\n\nThe coach, {p}, was pleased with the result. "
        '"We controlled the game and deserved the points," he said. {c} will play {c} next {d}, kick-off is at {n}.{n}.'
    ),
    ("es", "sport"): (
        "{c} venció este {d} por {n} a {n} a {c} y se ubicó en el puesto {n} de la tabla con {n} puntos. {p} abrió el "
        "marcador a los {n} minutos y {p} aumentó la ventaja antes del descanso. {p} descontó a los {n} minutos, pero "
        "el local aguantó ante {n}.{n} espectadores.\n\nEl técnico {p} se mostró satisfecho con el resultado. En la "
        "próxima fecha {c} recibirá a {c} el {d} a las {n}:{n}."
    ),
    ("en", "police"): (
        "Police in {c} arrested a {n}-year-old man on {d} after {n} grams of drugs were found in a car at a checkpoint. "
        "The suspect, identified as {p}, was taken to {c} police station, where a case was registered.\n\nOfficers also "
        "seized {n} mobile phones and cash amounting to {n},{n}. Inspector {p} said that further investigation was "
        "under way. Anyone with information is asked to call {n}-{n}."
    ),
    ("de", "police"): (
        "Die Polizei in {c} hat am {d} einen {n} Jahre alten Mann festgenommen, nachdem bei einer Kontrolle {n} Gramm "
        "Rauschgift in seinem Auto gefunden worden waren. Der Verdächtige wurde auf die Wache in {c} gebracht.\n\nDie "
        "Beamten stellten zudem {n} Mobiltelefone und {n} Euro Bargeld sicher. Die Ermittlungen dauern an. Zeugen, die "
        "Hinweise geben können, werden gebeten, sich unter der Nummer {n}/{n} zu melden."
    ),
}
DAYS = {
    "en": ("Monday", "Tuesday", "Thursday", "Friday", "Sunday"),
    "de": ("Montag", "Dienstag", "Donnerstag", "Freitag", "Sonntag"),
    "es": ("lunes", "martes", "jueves", "viernes", "domingo"),
    "fr": ("lundi", "mardi", "jeudi", "vendredi", "dimanche"),
    "ru": ("понедельник", "вторник", "четверг", "пятницу", "воскресенье"),
    "ja": ("月曜日", "火曜日", "木曜日", "金曜日", "日曜日"),
    "hi": ("सोमवार", "मंगलवार", "गुरुवार", "शुक्रवार", "रविवार"),
    "id": ("Senin", "Selasa", "Kamis", "Jumat", "Minggu"),
}
BRIEFS = {
    "en": "{c}: A {n}-year-old cyclist was hurt on {d} when a car driven by {p} hit {h} at the corner of {p} Street. The "
    "road was closed for {n} minutes. Damage is put at {n},{n}.",
    "de": "{c}. Ein {n} Jahre alter Radfahrer ist am {d} bei einem Unfall in der {p}straße verletzt worden. Die Straße war "
    "{n} Minuten gesperrt. Der Schaden beträgt {n} Euro.",
    "es": "{c}. Un ciclista de {n} años resultó herido el {d} en un accidente en la calle {p}. La vía estuvo cerrada {n} "
    "minutos. Los daños ascienden a {n} euros.",
}
ROUNDUP = {
    "en": "The day in brief: what our correspondents report from around the region.",
    "de": "Der Tag im Überblick: was unsere Korrespondenten aus der Region berichten.",
    "es": "El día en breve: lo que cuentan nuestros corresponsales de la región.",
    "ja": "きょうの主なニュースをまとめてお伝えします。",
    "ru": "Коротко о главном: что сообщают наши корреспонденты.",
}
UPDATE = {
    "en": "Update, {n}.15 pm: officials have confirmed further details since this report was first published.",
    "de": "Aktualisiert um {n}.15 Uhr: Die Behörden haben seit der ersten Fassung weitere Einzelheiten bestätigt.",
    "es": "Actualizado a las {n}.15: las autoridades han confirmado nuevos detalles desde la primera versión.",
    "ja": "【{n}時更新】第一報の後、当局が新たな情報を発表した。",
    "ru": "Обновлено в {n}:15: ведомство подтвердило новые подробности после первой публикации.",
}
