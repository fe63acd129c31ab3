"""The grid of product cards: half of what a page of results costs, so it is drawn here and not by a template."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from listings.queries import CardRow

register = template.Library()


@register.simple_tag
def product_cards(cards: Iterable[CardRow]) -> SafeString:
    """``{% product_cards cards %}``: picture, name, price and facts of each listing, linked to its page."""
    return mark_safe(f'<div class="grid">{"".join(map(_card, cards))}</div>')


def _card(card: CardRow) -> SafeString:
    vendor = card.get("vendor")
    return format_html(
        '<a class="product" href="/p/{}/"><span class="picture">{}'
        '<img src="{}" alt="" width="240" height="180" loading="lazy"></span><span class="name">{}</span>'
        '<span class="price"><b>{}</b> {}</span><span class="note-line">{}</span>{}</a>',
        card["slug"],
        format_html('<span class="chip">{}</span>', card["badge"]) if card["badge"] else "",
        card["image"],
        card["title"],
        card["price"],
        card["at"],
        card["line"],
        format_html('<span class="note-line">{}</span>', vendor) if vendor else "",
    )
