"""The grid of product cards: half of what a page of results costs, so it is drawn here and not by a template."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from listings.queries import CardRow

register = template.Library()


@register.simple_tag
def product_cards(cards: Iterable[CardRow]) -> SafeString:
    """``{% product_cards cards %}``: picture, name, price and facts of each listing, linked to its page."""
    return mark_safe(f'<div class="grid">{"".join(map(_card, cards))}</div>')


def _card(card: CardRow) -> str:
    """Each value is escaped here, by the plain function: ``format_html`` for each card costs three times as much."""
    badge, vendor = escape(card["badge"]), escape(card.get("vendor", ""))
    chip = f'<span class="chip">{badge}</span>' if badge else ""
    seller = f'<span class="note-line">{vendor}</span>' if vendor else ""
    return (
        f'<a class="product" href="/p/{escape(card["slug"])}/"><span class="picture">{chip}'
        f'<img src="{escape(card["image"])}" alt="" width="240" height="180" loading="lazy"></span>'
        f'<span class="name">{escape(card["title"])}</span>'
        f'<span class="price"><b>{escape(card["price"])}</b> {escape(card["at"])}</span>'
        f'<span class="note-line">{escape(card["line"])}</span>{seller}</a>'
    )
