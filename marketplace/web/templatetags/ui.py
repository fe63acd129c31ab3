"""The components of the design system as template tags, builtin in every template. ``/ui/`` shows them all.

Tags that appear on each row of a list return text that is built once and cached, or one ``format_html``.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from marketplace.lib import clock, ids
from marketplace.lib.money import Money, exponent
from marketplace.web import moments
from marketplace.web.charts.bars import cost_bar, escrow_bar
from marketplace.web.charts.flow import flow_chart
from marketplace.web.charts.lines import line_chart, sparkline
from marketplace.web.charts.radar import radar
from marketplace.web.context import address
from marketplace.web.parts import Moment, Step, initials, tone_of, words_of

register = template.Library()
register.simple_tag(address)
for chart in (cost_bar, escrow_bar, flow_chart, line_chart, sparkline, radar):
    register.simple_tag(chart)

SPRITE = "vendor/tabler-icons-3.51.0/icons.svg"


@cache
def _sprite() -> str:
    return static(SPRITE)


@lru_cache(maxsize=512)
def _icon(name: str, size: str, label: str) -> SafeString:
    hidden = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon {}" {}><use href="{}#i-{}"></use></svg>', size, hidden, _sprite(), name)


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """``{% icon "package" %}``; sizes ``small`` and ``large``; with ``label`` it is read aloud."""
    return _icon(name, size, label)


@register.simple_tag
def chip(label: object, tone: str = "", icon: str = "", dot: bool = False) -> SafeString:
    """``{% chip "In stock" tone="good" %}``: tones good, warn, bad, info, acc; with an ``icon`` or a ``dot``."""
    before = _icon(icon, "small", "") if icon else mark_safe('<span class="dot"></span>' if dot else "")
    return format_html('<span class="chip {}">{}{}</span>', tone, before, label)


@register.simple_tag
def state(value: Any) -> SafeString:
    """``{% state order.state %}``: a stored state as words, coloured by its meaning."""
    label = getattr(value, "label", None) or words_of(str(value))
    return format_html('<span class="chip {}"><span class="dot"></span>{}</span>', tone_of(str(value)), label)


@register.simple_tag
def money(minor: int | None, currency: str) -> str:
    """``{% money order.total_minor order.currency %}`` → ``€24,100.00``; a dash for None."""
    return "–" if minor is None else str(Money(minor, currency))


@register.simple_tag
def price(amount: Decimal | None, currency: str) -> str:
    """``{% price tier.unit_price tier.currency %}``: all decimals of a unit price (``€0.0825``), or the currency's."""
    if amount is None:
        return "–"
    plain = amount.normalize()
    decimals = max(exponent(currency), -int(plain.as_tuple().exponent))
    return f"{_symbol(currency)}{plain:,.{decimals}f}"


@cache
def _symbol(currency: str) -> str:
    return str(Money(0, currency)).split("0", 1)[0]


@register.simple_tag
def quantity(value: int | Decimal, unit: str = "") -> str:
    """``{% quantity line.quantity line.unit %}`` → ``5,000 pcs``, without trailing zeros."""
    number = f"{Decimal(value).normalize():,f}"
    return f"{number} {unit}" if unit else number


@register.simple_tag
def when(moment: datetime | date | None, style: str = "") -> SafeString | str:
    """``{% when order.created_at %}``: relative within 48 h, else the day. ``"time"``: day and time."""
    if moment is None:
        return "–"
    now = clock.now()
    if not isinstance(moment, datetime) or style == "date":
        text, full = moments.day(moment, now.date()), f"{moment:%-d %B %Y}"
    else:
        text = moments.day_and_time(moment, now.date()) if style == "time" else moments.near(moment, now)
        full = f"{moment:%-d %B %Y, %H:%M} UTC"
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(), full, text)


@register.simple_tag
def countdown(until: datetime | None, over: str = "over") -> SafeString | str:
    """``{% countdown rfq.closes_at "closed" %}``: what is left, kept current by ``countdown.js``."""
    if until is None:
        return "–"
    left = until - clock.now()
    text = moments.span(left) if left.total_seconds() > 0 else over
    return format_html('<time datetime="{}" data-countdown data-over="{}">{}</time>', until.isoformat(), over, text)


@register.simple_tag
def avatar(name: str, size: str = "") -> SafeString:
    """``{% avatar user.name %}``: initials of a person; ``large`` for a company's mark."""
    return format_html('<span class="avatar {}" aria-hidden="true">{}</span>', size, initials(name))


@register.simple_tag
def bar(value: int | Decimal, maximum: int | Decimal = 100, label: str = "Progress") -> SafeString:
    """``{% bar saved total "Import progress" %}``."""
    return format_html(
        '<progress class="bar" value="{}" max="{}" aria-label="{}"></progress>', value, maximum or 1, label
    )


@register.simple_tag
def steps(items: Iterable[Step | tuple[str, str]]) -> SafeString:
    """``{% steps order_steps %}``: ``Step`` values or (label, state) pairs with state done, now or todo."""
    made = [item if isinstance(item, Step) else Step(label=item[0], state=item[1]) for item in items]  # type: ignore[arg-type]  # a template's pair
    return format_html(
        '<ol class="steps">{}</ol>', format_html_join("", "<li{}>{}{}</li>", [_step(item) for item in made])
    )


def _step(item: Step) -> tuple[SafeString, str, SafeString]:
    current = (
        mark_safe(' class="now" aria-current="step"') if item.state == "now" else format_html(' class="{}"', item.state)
    )
    return current, item.label, format_html("<small>{}</small>", item.note) if item.note else SafeString("")


@register.simple_tag
def timeline(items: Iterable[Moment]) -> SafeString:
    """``{% timeline moments %}``: what happened, happens and is planned."""
    lines = [
        (
            item.state,
            item.title,
            f" {item.detail}" if item.detail else "",
            format_html(' <span class="muted">{}</span>', when(item.at, "time")) if item.at else "",
            "" if item.value is None else bar(item.value, item.maximum, item.title),
        )
        for item in items
    ]
    return format_html(
        '<ol class="timeline">{}</ol>', format_html_join("", '<li class="{}"><b>{}</b>{}{}{}</li>', lines)
    )


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """``{% field form.quantity %}``: label, hint, error and control."""
    return format_html('<div class="field{}">{}</div>', " wrong" if bound.errors else "", bound.as_field_group())


@register.simple_tag
def stat(label: str, value: object, note: str = "") -> SafeString:
    """``{% stat "Next payout" amount "Tuesday 24 Nov" %}`` inside ``<dl class="stats">``."""
    small = format_html(" <small>{}</small>", note) if note else ""
    return format_html("<div><dt>{}</dt><dd>{}{}</dd></div>", label, value, small)


@register.simple_tag(name="empty")
def empty_state(title: str, text: str = "", action: str = "", url: str = "", icon: str = "inbox") -> SafeString:
    """``{% empty "No RFQs yet" "Ask once, compare every answer." "Post an RFQ" url %}``."""
    link = format_html('<a class="btn" href="{}">{}</a>', url, action) if action and url else ""
    return format_html('<div class="empty">{}<h2>{}</h2><p>{}</p>{}</div>', _icon(icon, "large", ""), title, text, link)


@register.simple_tag
def idempotency_key() -> SafeString:
    """The hidden key that makes sending a form twice do its work once. Belongs into every POST form."""
    return format_html('<input type="hidden" name="key" value="{}">', ids.token())


@register.simple_tag
def upload(purpose: str, name: str = "files", label: str = "Files") -> SafeString:
    """``{% upload "rfq" "files" "Drawings" %}``: sent ahead by ``upload.js``, which adds inputs ``name`` with the ids.

    Without scripts the files travel with the form, so its view also takes ``request.FILES``.
    """
    return format_html(
        '<div class="upload" data-upload data-purpose="{}" data-name="{}" data-presign="{}" data-confirm="{}">'
        '<input type="file" multiple name="{}" aria-label="{}"><ul></ul></div>',
        purpose, name, address("file-presign"), address("file-confirm"), name, label,
    )  # fmt: skip


@register.simple_tag
def copy_button(text: str, label: str = "Copy") -> SafeString:
    """``{% copy_button order.number %}``: shown by ``copy.js``, absent without it."""
    return format_html(
        '<button type="button" class="btn quiet small" data-copy="{}" hidden>{}{}</button>',
        text,
        _icon("copy", "small", ""),
        label,
    )


@register.simple_tag
def tier_bars(tiers: Sequence[tuple[str, Decimal]], currency: str, current: int = -1) -> SafeString:
    """``{% tier_bars tiers "EUR" 1 %}``: (range, unit price) pairs, the one at index ``current`` marked."""
    highest = max((amount for _, amount in tiers), default=Decimal(1))
    lines = [
        (
            mark_safe(' aria-current="true"') if position == current else "",
            name,
            price(amount, currency),
            bar(amount, highest, f"{name}: {price(amount, currency)}"),
        )
        for position, (name, amount) in enumerate(tiers)
    ]
    return format_html(
        '<ol class="tiers">{}</ol>', format_html_join("", "<li{}><span>{}</span><b>{}</b>{}</li>", lines)
    )


@register.simple_tag
def pager(following: str = "", previous: str = "") -> SafeString:
    """``{% pager next_url previous_url %}``: keyset pages have neighbours, not numbers."""
    links = [
        format_html('<a class="btn small" rel="{}" href="{}">{}</a>', rel, url, text)
        for rel, url, text in (("prev", previous, "Previous"), ("next", following, "Next"))
        if url
    ]
    return (
        format_html('<nav class="pager" aria-label="Pages">{}</nav>', mark_safe("".join(links)))
        if links
        else SafeString("")
    )
