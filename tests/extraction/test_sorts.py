"""Pages full of the words of another sort of page, and articles that speak of the same things."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsspider.article import Article, Page, Reason
from newsspider.errors import NotAnArticle
from newsspider.extraction.extractor import extract

NOON = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)
SIGNED = (
    '<meta name="author" content="Dora Whitlow"><meta property="article:published_time" content="2026-11-12T08:00:00Z">'
)


def read(title: str, *told: str, head: str = "", url: str = "https://herald.example/a/4411") -> Article:
    menu = "".join(f"<li><a href=/{word}/>{word}</a></li>" for word in ("News", "Region", "Sport", "Letters"))
    html = (
        f"<html><head><title>{title}</title>{head}</head><body><ul>{menu}</ul><article><h1>{title}</h1>"
        f"{''.join(f'<p>{text}</p>' for text in told)}</article></body></html>"
    )
    return extract(Page(url=url, body=html.encode(), fetched=NOON))


@pytest.mark.parametrize(
    ("title", "told", "reason"),
    [
        (
            "Kitchen porter, Mill Inn",
            (
                "The Mill Inn has a vacancy for a kitchen porter. You will wash, peel and carry. We offer a fair "
                "salary, "
                "meals and a pension. You have two years of experience, the right skills and a driving licence. It "
                "is a "
                "full-time, permanent job. Send your application with a CV before the closing date, 3 December."
            ),
            Reason.LISTING,
        ),
        (
            "Anna Bergh",
            (
                "Anna Bergh är reporter på Dalbladet sedan 2012 och bevakar skolor och domstolar. Tidigare har hon "
                "arbetat "
                "som frilans och redaktör. Hon är utbildad vid universitetet i Lund, född i Mora och bor i Falun, "
                "och har "
                "skrivit två böcker. År 2019 fick hon ett pris för sin journalistik om sjukhuset."
            ),
            Reason.LISTING,
        ),
        (
            "La vallée à pied",
            (
                "Un guide de 144 pages, format de poche, ISBN 978-0-00-000000-0. Prix : 18 euros, livraison "
                "comprise. "
                "Disponible et en stock : ajoutez ce produit au panier, votre commande sera expédiée sous trois "
                "jours. "
                "Frais de port offerts dès 30 euros, retours et remboursement possibles pendant un mois."
            ),
            Reason.LISTING,
        ),
        (
            "Regole per i commenti",
            (
                "Vi preghiamo di leggere le condizioni. Il titolare si riserva di cancellare senza preavviso i testi "
                "degli "
                "utenti. È vietato pubblicare dati personali di terzi. La redazione declina ogni responsabilità; i "
                "diritti "
                "di proprietà intellettuale restano riservati, e il trattamento segue la legge."
            ),
            Reason.LISTING,
        ),
        (
            "Gana dos noches en el faro",
            (
                "Participa en nuestro concurso y gana un premio: dos noches en el faro. Responde a la pregunta, "
                "rellena el "
                "formulario y entra en el sorteo. Los ganadores recibirán un correo. Bases del concurso en la "
                "recepción; "
                "los resultados del sorteo se publican el lunes. Puedes participar una vez."
            ),
            Reason.LISTING,
        ),
        (
            "Lighthouse keeper wins the lottery",
            (
                "You will be redirected in five seconds. This page has moved to a new address; if nothing happens "
                "please "
                "follow this link and update your bookmarks, or go back to the home page and use the search box."
            ),
            Reason.SOFT_404,
        ),
    ],
)
def test_a_text_full_of_the_words_of_another_sort_is_no_article(title, told, reason):
    with pytest.raises(NotAnArticle) as outcome:
        read(title, told)

    assert outcome.value.reason is reason


@pytest.mark.parametrize(
    ("title", "told"),
    [
        (
            "Inns cannot find porters",
            (
                "Nine of ten inns in the valley have a vacancy for a porter and no applicant, their union said on "
                "Monday. "
                "The salary has risen twice since spring, and the Mill Inn now pays for driving lessons as well. Its "
                "keeper "
                "has washed the pans herself for eleven weeks."
            ),
        ),
        (
            "Sjukhuset stängs",
            (
                "Sjukhuset i Mora stängs i april, sade landstingets ordförande på måndagen. Reportrar fick vänta "
                "utanför i "
                "tre timmar. Personalen ska erbjudas arbete i Falun, fyra mil bort, men bara hälften har svarat."
            ),
        ),
        (
            "Shop sends books by boat",
            (
                "The bookshop on the quay has found a cheaper delivery: the ferry takes its parcels across for "
                "nothing. The "
                "price of a stamp had doubled, its owner said, and islanders no longer placed an order."
            ),
        ),
    ],
)
def test_an_article_about_such_things_is_one(title, told):
    assert read(title, told).title == title


def test_a_signed_story_that_quotes_a_notice_is_one():
    notice = (
        "This page has moved or is no longer available. Please check the address, use the search box or go back to "
        "the home page. We apologise for the inconvenience."
    )
    story = (
        "For six hours on Tuesday the council's site told everyone the same, whatever they had asked it for, and the "
        "buses that follow it went the long way round. Nobody on the council could say who had written the words."
    )

    article = read("Page not found, bus not found", story, notice, story.replace("Tuesday", "Friday"), head=SIGNED)

    assert notice in article.text
