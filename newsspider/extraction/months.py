"""Names of the months as they stand in dates, in the languages of Europe, with their usual short forms."""

from __future__ import annotations

_TABLE = """\
1 january jan januar jänner janvier janv enero ene gennaio gen janeiro januari ianuarie stycznia styczeń ledna
1 tammikuuta ocak январь января січня janúar január siječnja
2 february feb februar feber février févr febrero febbraio fevereiro fev februari februarie lutego luty února
2 helmikuuta şubat февраль февраля лютого febrúar február veljače
3 march mar märz mrz mars marzo março maart martie marca marzec března maaliskuuta mart марта березня március
3 ožujka
4 april apr avril avr abril abr aprile aprilie kwietnia kwiecień dubna huhtikuuta nisan апреля квітня apríl
4 április
5 may mai mayo maggio mag maio mei maja maj května toukokuuta mayıs мая травня maí május svibnja
6 june jun juni juin junio giugno giu junho iunie czerwca czerwiec června kesäkuuta haziran июня червня júní
6 június
7 july jul juli juillet juil julio luglio lug julho iulie lipca lipiec července heinäkuuta temmuz июля липня júlí
8 august aug août ago agosto augustus augusti sierpnia sierpień srpna elokuuta ağustos августа серпня ágúst
8 kolovoza
9 september sep sept septembre septiembre settembre set setembro septembrie września září syyskuuta eylül сентября
9 вересня szeptember rujna
10 october oct oktober okt octobre octubre ottobre ott outubro out octombrie października října lokakuuta ekim
10 октября жовтня október listopada
11 november nov novembre noviembre novembro noiembrie marraskuuta kasım ноября листопада nóvember studenoga
12 december dec dez dezember décembre déc diciembre dic dicembre dezembro decembrie grudnia grudzień prosince
12 joulukuuta aralık декабря грудня desember prosinca
"""

WHOLE = frozenset(("de", "en", "fr", "is", "it", "nb", "nl", "nn", "no", "sv", "tr"))
"""Languages of which no spelling in use is missing."""
MONTHS = {word: int(line.split()[0]) for line in _TABLE.splitlines() for word in line.split()[1:]}
"""Each name, without case and dot, with its number; "listopada" is the Polish and Ukrainian November, not the Croatian
October."""
