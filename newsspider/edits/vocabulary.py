"""Words of which date lines, counters and ad markers are made, in many languages; blind to case.

A line is such furniture only where it is made of nothing else but them, figures and punctuation: see `furniture`.
Entries are parted by strokes and line ends.
"""

from __future__ import annotations

UPDATED = """
update|updated|last updated|last update|modified|last modified|revised|last revised|edited|last edited
aktualisiert|zuletzt aktualisiert|aktualisierung|letzte aktualisierung|geändert|zuletzt geändert
zuletzt bearbeitet|stand|mis à jour|mise à jour|dernière mise à jour|modifié|actualisé|actualizado|actualizada
última actualización|actualización|modificado|atualizado|atualizada|última atualização|atualização|aggiornato
aggiornata|ultimo aggiornamento|aggiornamento|ultima modifica|bijgewerkt|laatst bijgewerkt|laatste update
gewijzigd|uppdaterad|senast uppdaterad|uppdaterat|oppdatert|sist oppdatert|opdateret|sidst opdateret
senest opdateret|päivitetty|muokattu|aktualizacja|ostatnia aktualizacja|zaktualizowano|data aktualizacji
aktualizováno|naposledy aktualizováno|aktualizované|frissítve|frissült|utolsó frissítés|módosítva|actualizat
ultima actualizare|ažurirano|posodobljeno|zadnje ažuriranje|обновлено|последнее обновление|изменено|оновлено
останнє оновлення|обновена|последна промяна|ажурирано|ενημερώθηκε|τελευταία ενημέρωση|ενημέρωση|güncellendi
güncelleme|güncellenme|son güncelleme|son güncellenme|diperbarui|terakhir diperbarui|pembaruan terakhir
dikemas kini|cập nhật|cập nhật lúc|cập nhật lần cuối|آخر تحديث|تم التحديث|تحديث|به روز رسانی|به‌روزرسانی
آخرین به‌روزرسانی|اپ ڈیٹ|آخری اپ ڈیٹ|עודכן|עדכון אחרון|अपडेट|अपडेटेड|अद्यतन|आखिरी अपडेट|আপডেট|সর্বশেষ আপডেট|হালনাগাদ
புதுப்பிக்கப்பட்டது|అప్‌డేట్|ਅੱਪਡੇਟ|imesasishwa|ilisasishwa
"""
PUBLISHED = """
créé|créé le|created at|opprettet|oprettet|luotu|utworzono|vytvořeno|создано|створено|oluşturuldu|published
first published|published on|posted|posted on|created|veröffentlicht|erstellt|erschienen|publié|publiée
publicado|publicada|pubblicato|pubblicata|gepubliceerd|geplaatst|publicerad|publicerat|publisert|offentliggjort
publiceret|julkaistu|opublikowano|data publikacji|publikováno|vydáno|publikované|közzétéve|megjelent|publicat
objavljeno|опубликовано|опубліковано|публикувано|објављено|δημοσιεύθηκε|δημοσίευση|yayınlanma|yayınlandı
yayınlanma tarihi|giriş|dipublikasikan|terbit|tayang|diterbitkan|đăng lúc|đăng ngày|نشر|نشر في|تاريخ النشر
منتشر شده|تاریخ انتشار|شائع|פורסם|प्रकाशित|पब्लिश्ड|প্রকাশ|প্রকাশিত|வெளியிடப்பட்டது|imechapishwa
"""
AGO = """
ago|just now|vor|gerade eben|il y a|hace|há|atrás|fa|geleden|sedan|för|siden|sitten|temu|před|pred|ezelőtt|acum
pre|назад|тому|преди|пре|πριν|πριν από|önce|lalu|yang lalu|trước|منذ|قبل|پیش|لفני|לפני|पहले|पूर्व|আগে|முன்பு|క్రితం
iliyopita
"""
UNITS = """
second|seconds|sec|secs|minute|minutes|min|mins|hour|hours|hr|hrs|h|day|days|week|weeks|sekunde|sekunden|stunde
minuten|stunden|std|tag|tagen|woche|wochen|seconde|secondes|heure|heures|jour|jours|semaine|semaines|segundo
segundos|minuto|minutos|hora|horas|día|días|semana|semanas|dia|dias|secondi|minuti|ora|ore|giorno|giorni
settimana|settimane|uur|uren|dag|dagen|weken|minuut|minuter|timme|timmar|dagar|vecka|veckor|time|timer|dager|uke
uker|uge|uger|minutter|tuntia|tunti|minuuttia|päivää|päivä|viikkoa|godzin|godziny|godzinę|minut|minuty|minutę
dni|dzień|tygodni|tydzień|hodin|hodinami|hodinou|minutami|minutou|dny|dnem|dní|órája|órával|perce|perccel|napja
nappal|zile|zi|sata|minuta|dana|час|часа|часов|минут|минуты|минуту|дней|дня|день|секунд|години|годин|годину
хвилин|хвилини|днів|дні|минути|дни|ώρες|ώρα|λεπτά|λεπτό|ημέρες|μέρες|saat|dakika|gün|hafta|jam|menit|hari|minggu
giờ|phút|ngày|tuần|ساعة|ساعات|ساعتين|دقيقة|دقائق|يوم|أيام|يومين|ساعت|دقیقه|روز|שעות|שעה|דקות|דקה|ימים|יום|घंटे|घंटा
मिनट|दिन|ঘণ্টা|মিনিট|দিন|மணி நேரம்|நிமிடங்கள்|గంటల|నిమిషాల|masaa
"""
CLOCK = """
today|yesterday|heute|gestern|aujourd hui|hier|hoy|ayer|hoje|ontem|oggi|ieri|vandaag|gisteren|idag|igår|i dag
i går|tänään|eilen|dziś|dzisiaj|wczoraj|dnes|včera|ma|tegnap|azi|danas|jučer|сегодня|вчера|сьогодні|вчора|днес
σήμερα|χθες|bugün|dün|hari ini|kemarin|hôm nay|hôm qua|اليوم|أمس|امروز|دیروز|היום|אתמול|आज|कल|আজ|গতকাল|for|am|pm
a m|p m|at|on|by|of|the|th|st|nd|rd|o clock|noon|midnight|gmt|utc|est|edt|cst|cdt|mst|mdt|pst|pdt|bst|cet|cest
ist|wib|wita|wit|jst|kst|msk|pkt|aest|aedt|nzst|et|ct|pt|z|t|uhr|um|vom|den|der|h|hrs|le|du|à|de|del|las|los|el
a las|às|do|da|em|no|alle|ore|il|klo|kl|om|op|te|av|i|o|godz|godzina|dnia|r|v|ve|hod|ob|uri|la|ora|óra|в|г|год|о
об|у|р|в |ч|στις|την|του|saat|tarihinde|pukul|tanggal|lúc|ngày|الساعة|في|يوم|ساعت|בשעה|ב|को|बजे|पर|एएम|पीएम|তারিখ
টায়|টা|সময়|এ
"""
MONTHS = """
january|jan|february|feb|march|mar|april|apr|may|june|jun|july|jul|august|aug|september|sep|sept|october|oct
november|nov|december|dec|januar|jänner|februar|feber|märz|mrz|mai|juni|juli|oktober|okt|dezember|dez|janvier
janv|février|févr|mars|avril|avr|juin|juillet|juil|août|septembre|octobre|novembre|décembre|déc|enero|ene
febrero|marzo|abril|abr|mayo|junio|julio|agosto|ago|septiembre|setiembre|octubre|noviembre|diciembre|dic|janeiro
fevereiro|fev|março|maio|junho|julho|setembro|set|outubro|out|novembro|dezembro|gennaio|gen|febbraio|aprile
maggio|mag|giugno|giu|luglio|lug|settembre|ottobre|ott|dicembre|januari|februari|maart|mei|augustus|augusti
desember|tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|syyskuuta
lokakuuta|marraskuuta|joulukuuta|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września
października|listopada|grudnia|ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu
prosince|januára|februára|apríla|mája|júna|júla|augusta|septembra|októbra|novembra|decembra|január|február
március|április|május|június|július|augusztus|szeptember|október|ianuarie|februarie|martie|aprilie|iunie|iulie
septembrie|octombrie|noiembrie|decembrie|siječnja|veljače|ožujka|travnja|svibnja|lipnja|srpnja|kolovoza|rujna
studenoga|prosinca|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|січня
лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня|януари|февруари|март|април|май
юни|юли|август|септември|октомври|ноември|декември|ιανουαρίου|φεβρουαρίου|μαρτίου|απριλίου|μαΐου|ιουνίου|ιουλίου
αυγούστου|σεπτεμβρίου|οκτωβρίου|νοεμβρίου|δεκεμβρίου|ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül
ekim|kasım|aralık|maret|agustus|tháng|يناير|فبراير|مارس|أبريل|إبريل|ابريل|مايو|يونيو|يوليو|أغسطس|اغسطس|سبتمبر
أكتوبر|اكتوبر|نوفمبر|ديسمبر|كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني
كانون الأول|فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند|جنوری|فروری|مارچ|اپریل|مئی|جون
جولائی|اگست|ستمبر|اکتوبر|نومبر|دسمبر|בינואר|בפברואר|במרץ|באפריל|במאי|ביוני|ביולי|באוגוסט|בספטמבר|באוקטובר
בנובמבר|בדצמבר|जनवरी|फरवरी|फ़रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|अक्टूबर|अक्तूबर|नवंबर|दिसंबर|জানুয়ারি|ফেব্রুয়ারি|মার্চ
এপ্রিল|মে|জুন|জুলাই|আগস্ট|সেপ্টেম্বর|অক্টোবর|নভেম্বর|ডিসেম্বর
"""
WEEKDAYS = """
monday|mon|tuesday|tue|wednesday|wed|thursday|thu|friday|fri|saturday|sat|sunday|sun|montag|mo|dienstag|di
mittwoch|mi|donnerstag|do|freitag|fr|samstag|sonnabend|sa|sonntag|so|lundi|mardi|mercredi|jeudi|vendredi|samedi
dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo|segunda feira|terça feira|quarta feira
quinta feira|sexta feira|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|maandag|dinsdag|woensdag
donderdag|vrijdag|zaterdag|zondag|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|mandag|tirsdag|lørdag|søndag
poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela|pondělí|úterý|středa|čtvrtek|pátek|neděle|понедельник
вторник|среда|четверг|пятница|суббота|воскресенье|понеділок|вівторок|середа|четвер|п'ятниця|субота|неділя
pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|pazar|senin|selasa|rabu|kamis|jumat|sabtu|minggu|الاثنين|الإثنين
الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد|सोमवार|मंगलवार|बुधवार|गुरुवार|शुक्रवार|शनिवार|रविवार|thứ hai|thứ ba|thứ tư
thứ năm|thứ sáu|thứ bảy|chủ nhật
"""
COUNTED = """
empfehlungen|empfehlung|recommendations|recomendaciones|upvotes|votes|aimé|bewertungen|view|views|read|reads
page views|pageviews|impressions|comment|comments|share|shares|like|likes|reaction|reactions|retweets|reposts
claps|votes up|aufrufe|aufruf|mal gelesen|mal angesehen|gelesen|kommentar|kommentare|mal geteilt|geteilt|vues
vue|lectures|lecture|commentaires|commentaire|partages|partage|j aime|vistas|visitas|lecturas|visualizaciones
comentarios|comentario|compartidos|me gusta|visualizações|visualização|leituras|acessos|comentários|comentário
compartilhamentos|partilhas|curtidas|visualizzazioni|letture|commenti|commento|condivisioni|keer bekeken
keer gelezen|weergaven|reacties|reactie|keer gedeeld|visningar|läsningar|delningar|visninger|delinger
kommentarer|lukukertaa|katselukertaa|kommenttia|jakoa|wyświetleń|wyświetlenia|odsłon|odsłony|komentarzy
komentarze|komentarz|udostępnień|zobrazení|přečtení|komentářů|komentáře|sdílení|zhlédnutí|megtekintés
hozzászólás|megosztás|vizualizări|afișări|comentarii|distribuiri|pregleda|komentara|dijeljenja|просмотров
просмотра|просмотр|комментариев|комментария|комментарий|репостов|прочтений|переглядів|перегляди|коментарів
коментарі|поширень|преглеждания|коментара|προβολές|σχόλια|κοινοποιήσεις|görüntülenme|görüntüleme|okunma
kez okundu|yorum|paylaşım|beğeni|kali dilihat|kali dibaca|dilihat|dibaca|komentar|dibagikan|lượt xem|lượt đọc
bình luận|lượt chia sẻ|chia sẻ|مشاهدة|مشاهدات|قراءة|تعليق|تعليقات|مشاركة|مشاركات|بازدید|نظر|نظرات|بار خوانده شد
ویوز|تبصرے|צפיות|תגובות|שיתופים|बार देखा गया|बार पढ़ा गया|व्यूज|टिप्पणियाँ|टिप्पणी|कमेंट|कमेंट्स|शेयर|বার পঠিত|বার দেখা হয়েছে
মন্তব্য|শেয়ার|பார்வைகள்|கருத்துகள்|mara
přečteno|zobrazeno|zhlédnuto|wyświetlono|wyświetleno|przeczytano|прочитано|просмотрено|переглянуто|прочитане|okundu
görüntülendi|megtekintve|olvasva|visualizzato|letto volte|leído|leída|bekeken|gelezen
"""
COUNTED_AROUND = """
all|alle|show|anzeigen|view|todos|ver|tous|tutti|wszystkie|все|no|one|k|m|mio|mil|tsd|mille|tys|tis|tūkst|тыс
млн|тис|bin|rb|ribu|jt|juta|lakh|crore|total|mal|wurde|fois|veces|vezes|volte|keer|gånger|ganger|gange|razy|krát
ohne|keine|aucun|sin|nenhum|nessun|geen|inga|ingen|and|und|et|y|e|en|och|og|i|и|та|ve|dan|và
"""
READING = """
read|reading time|time to read|lesezeit|lesedauer|temps de lecture|de lecture|tiempo de lectura|de lectura
tempo di lettura|di lettura|tempo de leitura|de leitura|leestijd|lästid|lesetid|læsetid|lukuaika|czas czytania
czytania|doba čtení|время чтения|час читання|okuma süresi|waktu baca|وقت القراءة
"""
ADS = """
advertisement|advertisements|advertising|advertisment|ad|ads|sponsored|sponsored content|paid content|promoted
promotion|advertisement continue reading below|continue reading below|scroll to continue
scroll to continue with content|advertisement scroll to continue|advertisement scroll to continue reading
story continues below|article continues below|story continues below advertisement
article continues below advertisement|story continues below this ad|article continues below this ad
story continues after advertisement|article continues after advertisement
article continues after this advertisement|continues below advertisement|skip advertisement|advertisement skip
anzeige|werbung|werbeanzeige|nach der werbung weiterlesen|artikel wird nach der anzeige fortgesetzt|gesponsert
der artikel wird nach der anzeige fortgesetzt|weiter nach der anzeige|publicité|annonce
la suite après la publicité|la suite après cette publicité|suite de l article après la publicité
contenu sponsorisé|publicidad|anuncio|patrocinado|continúa después de la publicidad
la noticia continúa después de la publicidad|sigue leyendo después de la publicidad|publicidade|anúncio
continua após a publicidade|continua depois da publicidade|conteúdo patrocinado|pubblicità|annuncio
continua dopo la pubblicità|l articolo continua dopo la pubblicità|contenuto sponsorizzato|advertentie|reclame
artikel gaat verder onder de advertentie|tekst gaat verder onder de advertentie|lees verder na de advertentie
lees verder onder de advertentie|annons|reklam|artikeln fortsätter efter annonsen|annonse|reklame
artikkelen fortsetter under annonsen|saken fortsetter under annonsen|artiklen fortsætter efter annoncen
artiklen fortsætter under annoncen|mainos|juttu jatkuu mainoksen jälkeen|artikkeli jatkuu mainoksen jälkeen
reklama|dalsza część artykułu pod reklamą|ciąg dalszy artykułu pod reklamą|materiał sponsorowany|inzerce
reklamní sdělení|článek pokračuje pod reklamou|inzercia|hirdetés|publicitate|articolul continuă după publicitate
oglas|nastavak teksta ispod oglasa|реклама|на правах рекламы|продолжение после рекламы|продовження після реклами
διαφήμιση|reklamlar|iklan|baca juga iklan|lanjutkan membaca di bawah iklan
iklan lanjutkan membaca di bawah iklan|lanjutkan membaca setelah iklan|gulir ke bawah untuk melanjutkan
quảng cáo|إعلان|اعلان|إعلانات|تبلیغات|آگهی|اشتہار|פרסומת|תוכן שיווקי|विज्ञापन|বিজ্ঞাপন|விளம்பரம்|ప్రకటన|matangazo
tangazo
"""
ADS_WITHOUT_SPACES = """
โฆษณา|อ่านต่อด้านล่าง|広告|スポンサーリンク|スポンサードリンク|広告の後にさらに記事が続きます
記事は広告の後に続きます|PR|广告|廣告|广告之后继续阅读|推广|贊助|광고|기사는 광고 후 이어집니다
"""
UPDATED_WITHOUT_SPACES = """
最終更新日時|最終更新日|最終更新|更新日時|更新日|更新|最后更新时间|最后更新|最後更新時間|最後更新|更新时间
更新時間|更新于|更新於|อัปเดตล่าสุด|อัพเดทล่าสุด|ปรับปรุงล่าสุด|อัปเดต|อัพเดต|อัพเดท|최종수정|최종 수정|수정일|수정|업데이트
"""
PUBLISHED_WITHOUT_SPACES = """
公開日時|公開日|公開|配信日時|配信|掲載日|掲載|投稿日|发布时间|发布于|发布|發布時間|發布|發佈|刊登|เผยแพร่เมื่อ
เผยแพร่|เมื่อ|기사입력|입력시간|입력|등록|발행일|발행|승인
"""
CLOCK_WITHOUT_SPACES = """
年|月|日|時|时|分|秒|午前|午後|上午|下午|晚上|凌晨|년|월|일|시|분|초|오전|오후|월요일|น.|น|เวลา|วันที่|วัน|พ.ศ.|月曜
火曜|水曜|木曜|金曜|土曜|日曜|曜日|星期[一二三四五六日天]|周[一二三四五六日]|火|水|木|金|土|มกราคม|กุมภาพันธ์|มีนาคม
เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|ม.ค.|ก.พ.|มี.ค.|เม.ย.|พ.ค.|มิ.ย.|ก.ค.|ส.ค.|ก.ย.
ต.ค.|พ.ย.|ธ.ค.
"""
AGO_WITHOUT_SPACES = """
分前|時間前|日前|秒前|分钟前|小时前|天前|分鐘前|小時前|秒钟前|분 전|시간 전|일 전|분전|시간전|일전|นาทีที่แล้ว
ชั่วโมงที่แล้ว|วันที่แล้ว|ชั่วโมงก่อน|นาทีก่อน
"""
COUNTED_WITHOUT_SPACES = """
回視聴|回再生|件のコメント|コメント|閲覧数|閲覧|シェア|いいね|次浏览|次阅读|阅读量|阅读|浏览量|浏览|评论|次觀看
觀看次數|觀看|留言|分享|点赞|次播放|人气|人氣|조회수|조회|댓글|공유|추천|좋아요|อ่าน|ครั้ง|ความคิดเห็น|คนดู|แชร์|ยอดวิว
ผู้ชม
"""
COUNTED_AROUND_WITHOUT_SPACES = """
万|萬|億|亿|千|회|개|件|回|次|条|條|명|만|천|数|數|人
"""
READ_ALSO = """
weiterlesen|le puede interesar|también le puede interesar|mira|no te pierdas|à lire sur le sujet|ne manquez pas
da non perdere|non perdere|não perca|ook interessant|missa inte|nie przegap|nenechte si ujít|не пропустите
kaçırmayın|jangan lewatkan|não deixe de ler|lue lisää|läs hela|olvasd el|ez is érdekes|не пропусти|more on this
read|read more|read also|also read|read next|must read|see also|also see|related|related story|related stories
related article|related articles|related news|related video|more on this story|more on this topic|watch
watch also|lesen sie auch|lesen sie dazu|lesen sie mehr|lesen sie hier|lesen sie weiter|lies auch|mehr zum thema
mehr dazu|lesetipp|passend dazu|auch interessant|lire aussi|à lire aussi|lire également|à lire également
voir aussi|à voir aussi|à lire|sur le même sujet|lee también|lea también|leer también|lee además|lea más
ver también|vea también|mira también|te puede interesar|también te puede interesar|relacionado
noticia relacionada|noticias relacionadas|leia também|leia mais|veja também|notícias relacionadas|leggi anche
vedi anche|ti potrebbe interessare|potrebbe interessarti|lees ook|lees meer|bekijk ook|gerelateerd|läs också
läs även|läs mer|les også|læs også|se også|lue myös|czytaj też|czytaj także|czytaj również|czytaj więcej
przeczytaj też|przeczytaj także|zobacz też|zobacz także|zobacz również|čtěte také|čtěte více|přečtěte si také
přečtěte si|související|prečítajte si aj|čítajte aj|olvasta már|ez is érdekelheti|kapcsolódó cikkek|kapcsolódó
citește și|citeste si|citiți și|pročitajte i|čitajte i|preberite tudi|читайте также|читайте ещё|смотрите также
по теме|читайте також|дивіться також|прочетете още|прочетете също|διαβάστε επίσης|διαβάστε ακόμη|διαβάστε ακόμα
δείτε επίσης|ilgili haber|ayrıca okuyun|bunu da okuyun|baca juga|simak juga|berita terkait|artikel terkait
xem thêm|đọc thêm|tin liên quan|اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|اقرأ المزيد|شاهد أيضا|بیشتر بخوانید|همچنین بخوانید
مزید پڑھیں|یہ بھی پڑھیں|קראו עוד|קראו גם|यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें|और पढ़ें|আরও পড়ুন|আরো পড়ুন|இதையும் படிக்க
இதையும் படிங்க|ఇవీ చదవండి|ข่าวที่เกี่ยวข้อง|อ่านเพิ่มเติม|อ่านต่อ|関連記事|あわせて読みたい|関連ニュース|【関連記事】|相关阅读
相关新闻|延伸阅读|延伸閱讀|相關新聞|推荐阅读|관련기사|관련 기사|soma pia|soma zaidi
"""
"""What stands before the title of another story, alone in its line or with a colon."""
SHARING = """
share|share this|share this article|share on|tweet|pin it|print|email|e mail|mail|save|bookmark|copy link|teilen
merken|drucken|mailen|speichern|versenden|weiterleiten|auf|per|partager|imprimer|envoyer|enregistrer|sur|compartir
imprimir|guardar|enviar|compartilhar|partilhar|salvar|condividi|stampa|invia|salva|su|delen|deel|printen|bewaren
dela|skriv ut|spara|del|gem|jaa|tulosta|udostępnij|drukuj|wyślij|zapisz|sdílet|vytisknout|uložit|zdieľať|megosztás
nyomtatás|distribuie|podijeli|podeli|поделиться|распечатать|сохранить|поділитися|роздрукувати|paylaş|yazdır|kaydet
bagikan|cetak|chia sẻ|شارك|مشاركة|طباعة|حفظ|शेयर करें|facebook|twitter|x|whatsapp|telegram|linkedin|pinterest
reddit|messenger|bluesky|mastodon|threads|xing|pocket|flipboard|viber|vk|вконтакте|одноклассники|line|kakaotalk
"""
"""Buttons below a story, and where they send it."""
SIGN_UP = """
sign up|subscribe|join our|get our|abonnieren sie|abonniere|melden sie sich|melde dich|jetzt anmelden|inscrivez vous
abonnez vous|recevez|suscríbete|suscríbase|apúntate|regístrate|recibe|iscriviti|ricevi|subscreva|assine|inscreva se
cadastre se|receba|meld je aan|schrijf je in|abonneer je|prenumerera|anmäl dig|tilmeld dig|meld deg på|tilaa
zapisz się|zaprenumeruj|odebírejte|přihlaste se|prihláste sa|iratkozz fel|iratkozzon fel|abonează te|abonați vă
prijavite se|pretplatite se|подпишитесь|підпишіться|абонирайте се|εγγραφείτε|abone olun|abone ol|berlangganan|đăng ký
اشترك|اشتركوا
"""
"""With these begins a line that asks the reader, where it names a newsletter."""
NEWSLETTERS = """
newsletter|newsletters|newslettera|newsletterze|newsletteru|nieuwsbrief|nyhetsbrev|nyhetsbrevet|nyhedsbrev|uutiskirje
uutiskirjeemme|hírlevél|hírlevelünkre|bülten|bültenimize|рассылку|рассылка|розсилку|бюлетин|boletín|boletim|buletin
bản tin|النشرة|نشرتنا|infolettre
"""
