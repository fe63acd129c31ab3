"""The grid of cards escapes whatever a vendor wrote."""

from django.template import Context, Template

from listings.queries import CardRow

CARD = CardRow(
    slug="bolt",
    title="M8 <b>bolt</b>",
    image="/drawings/bolt-1.svg",
    price="€0.12",
    at="/ pc",
    line='5" & up',
    badge="",
)


def draw(card: CardRow) -> str:
    return Template("{% load product_cards %}{% product_cards cards %}").render(Context({"cards": [card]}))


def test_values_are_escaped() -> None:
    page = draw(CARD)

    assert "M8 &lt;b&gt;bolt&lt;/b&gt;" in page
    assert "5&quot; &amp; up" in page
    assert 'href="/p/bolt/"' in page


def test_what_is_not_there_leaves_no_trace() -> None:
    assert "chip" not in draw(CARD)
    assert draw(CARD).count("note-line") == 1


def test_badge_and_vendor_are_shown() -> None:
    page = draw({**CARD, "badge": "In stock", "vendor": "Bolts & Co"})

    assert '<span class="chip">In stock</span>' in page
    assert '<span class="note-line">Bolts &amp; Co</span>' in page
