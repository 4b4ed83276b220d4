"""Lines that end an article or begin a box: headings of comments and of lists of other stories, in many languages.

Only hints, as `newsspider.extraction.name_words`: the learned model weighs what stands behind such a line.
"""

from __future__ import annotations

MAX_LETTERS = 70
"""A longer line is prose."""

COMMENTS = """
comments|comment|all comments|view comments|show comments|comments are closed|comments closed|comments off
add a comment|post a comment|leave a comment|leave a reply|leave a response|reader comments|your comments
join the discussion|discussion|join the conversation|what do you think|have your say|responses|one response
thoughts|one thought on|talkback|replies|kommentare|kommentar|alle kommentare|kommentar schreiben
kommentar verfassen|schreibe einen kommentar|diskussion|ihre meinung|leserkommentare|beitrag kommentieren
commentaires|laisser un commentaire|ajouter un commentaire|réagir|vos réactions|réactions|comentarios
deja un comentario|dejar un comentario|deja una respuesta|comentários|comentar|deixe um comentário
deixe uma resposta|deixe seu comentário|commenti|lascia un commento|lascia una risposta|reacties
geef een reactie|reageer|plaats een reactie|kommentarer|skriv en kommentar|lämna ett svar
legg igjen en kommentar|kommenttit|jätä kommentti|komentarze|dodaj komentarz|zostaw komentarz|komentáře
přidat komentář|komentáre|hozzászólások|szólj hozzá|comentarii|lasă un comentariu|коментарі|комментарии
оставить комментарий|добавить комментарий|обсуждение|залишити коментар|коментари|σχόλια|yorumlar|yorum yap
bir yanıt yazın|komentari|komentar|tinggalkan komentar|bình luận|التعليقات|تعليقات|اترك تعليقا|اترك رد|دیدگاه ها
نظرات|تبصرے|תגובות|הוסף תגובה|टिप्पणियाँ|टिप्पणी करें|মন্তব্য|মন্তব্য করুন|ความคิดเห็น|แสดงความคิดเห็น|コメント
コメントを残す|コメントを投稿|评论|發表評論|网友评论|留言|댓글|댓글 쓰기|의견
"""
OTHERS = """
related|related articles|related stories|related news|related posts|related content|related topics|related links
related story|related coverage|related reading|related video|related videos|more on this story
more on this topic|more on this|more stories|more news|more articles|more from|more like this|you may also like
you might also like|you may like|you might like|also read|also see|see also|read also|read more|read next
up next|what to read next|next article|previous article|recommended|recommended for you|recommended stories
recommendations|editors picks|editor s picks|editor s choice|most read|most popular|most viewed|popular
popular posts|popular stories|trending|trending now|trending stories|top stories|latest|latest news
latest stories|latest articles|recent posts|recent articles|recent news|recent stories|other stories|other news
further reading|promoted stories|sponsored content|sponsored stories|from the web|around the web
from our partners|don t miss|in case you missed it|in this article|share this|share|share this article
share this story|follow us|about the author|tags|topics|filed under|posted in|categories|archives|newsletter
subscribe|sign up|sources|references|notes|footnotes|disclaimer|mehr zum thema|zum thema|lesen sie auch
auch interessant|das könnte sie auch interessieren|weitere artikel|weitere themen|meistgelesen|verwandte artikel
ähnliche artikel|mehr|mehr artikel|aktuelle nachrichten|empfehlungen|schlagwörter|themen|à lire aussi|lire aussi
sur le même sujet|articles liés|les plus lus|à découvrir|voir aussi|articles similaires|à voir aussi
dans la même rubrique|plus d articles|recommandé pour vous|relacionado|relacionados|noticias relacionadas
artículos relacionados|lee también|leer también|te puede interesar|también te puede interesar|lo más leído
lo más visto|más noticias|más información|últimas noticias|más sobre|notas relacionadas|te recomendamos
ver también|etiquetas|leia também|leia mais|veja também|você pode gostar|você também pode gostar
notícias relacionadas|artigos relacionados|mais lidas|mais notícias|últimas notícias|saiba mais|relacionadas
recomendados|leggi anche|potrebbe interessarti|articoli correlati|ti potrebbe interessare|i più letti
ultime notizie|altre notizie|vedi anche|lees ook|gerelateerd|gerelateerde artikelen|meer nieuws|meest gelezen
ook interessant|läs också|läs mer|läs även|relaterat|mest läst|senaste nytt|les også|mest lest|relaterte saker
læs også|mest læste|lue myös|luetuimmat|czytaj także|czytaj też|zobacz także|zobacz też|najczęściej czytane
polecane|przeczytaj także|podobne artykuły|čtěte také|přečtěte si také|související články|související
nejčtenější|mohlo by vás zajímat|prečítajte si aj|olvasta már|kapcsolódó cikkek|legolvasottabb|citește și
citeste si|articole similare|читайте также|по теме|материалы по теме|похожие новости|популярное|самое читаемое
новости по теме|рекомендуем|смотрите также|последние новости|читайте також|новини за темою|прочетете още
δείτε επίσης|διαβάστε επίσης|διαβάστε ακόμη|σχετικά άρθρα|ilgili haberler|bunlar da ilginizi çekebilir
son haberler|en çok okunanlar|benzer haberler|baca juga|berita terkait|artikel terkait|terpopuler|berita terbaru
tin liên quan|xem thêm|đọc thêm|tin mới|đọc nhiều|اقرأ أيضا|مواضيع ذات صلة|أخبار ذات صلة|الأكثر قراءة
قد يعجبك أيضا|مقالات ذات صلة|شاهد أيضا|بیشتر بخوانید|مطالب مرتبط|اخبار مرتبط|پربازدیدترین|متعلقہ خبریں
مزید پڑھیں|כתבות נוספות|אולי יעניין אותך|קראו עוד|संबंधित खबरें|यह भी पढ़ें|ये भी पढ़ें|और पढ़ें|संबंधित समाचार
ताज़ा खबरें|আরও পড়ুন|সম্পর্কিত খবর|সর্বশেষ|மேலும் படிக்க|తాజా వార్తలు|ข่าวที่เกี่ยวข้อง|อ่านเพิ่มเติม
ข่าวล่าสุด|関連記事|あわせて読みたい|おすすめ|おすすめ記事|人気記事|ランキング|最新ニュース|新着記事|こちらもおすすめ|関連リンク|関連ニュース|関連キーワード|おすすめ情報|相关阅读|相关新闻|相关文章
推荐阅读|延伸阅读|延伸閱讀|相關新聞|熱門新聞|热门|更多|관련기사|관련 기사|인기기사|추천기사|많이 본 뉴스|최신기사
"""
_BEGIN_COMMENTS = (
    "responses to ",
    "thoughts on ",
    "comments on ",
    "comments for ",
    "kommentare zu ",
    "comentarios en ",
)
_BEGIN_OTHERS = (
    "more from ",
    "more in ",
    "more on ",
    "related to ",
    "mehr aus ",
    "mehr von ",
    "plus de ",
    "más de ",
    "mais de ",
)


_DROPPED = dict.fromkeys(map(ord, " \t\u00a0:.…!?'’»«›-–—,;()[]|+0123456789"))


def _bare(text: str) -> str:
    """Return *text* without case, blanks, numbers and the marks around such lines."""
    return text.casefold().translate(_DROPPED)


def _keys(table: str) -> frozenset[str]:
    return frozenset(_bare(line) for row in table.split("\n") for line in row.split("|") if line)


_COMMENTS, _OTHERS = _keys(COMMENTS), _keys(OTHERS)
_COMMENTS_BEGIN, _OTHERS_BEGIN = tuple(map(_bare, _BEGIN_COMMENTS)), tuple(map(_bare, _BEGIN_OTHERS))


def stop_of(text: str) -> int:
    """Return what the line *text* begins: 1 readers' comments, 2 other stories or tools, 0 neither.

    Numbers don't count.

    >>> stop_of("12 Comments"), stop_of("Lesen Sie auch:"), stop_of("The ferry runs again.")
    (1, 2, 0)
    """
    if len(text) > MAX_LETTERS:
        return 0
    bare = _bare(text)
    if bare in _COMMENTS or bare.startswith(_COMMENTS_BEGIN):
        return 1
    return 2 if bare in _OTHERS or bare.startswith(_OTHERS_BEGIN) else 0
