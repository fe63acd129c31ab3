"""The component tags: exact markup for literal values, escaping included."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template

from marketplace.lib import clock
from marketplace.web.parts import Moment, Step, initials, words_of


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Sunday 22 November 2026, twelve o'clock."""
    moment = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    return moment


def test_icon_points_into_the_sprite_and_is_silent() -> None:
    assert draw('{% icon "package" "small" %}') == (
        '<svg class="icon small" aria-hidden="true">'
        '<use href="/static/vendor/tabler-icons-3.51.0/icons.svg#i-package"></use></svg>'
    )


def test_icon_with_a_label_is_read_aloud() -> None:
    assert 'role="img" aria-label="Files &amp; more"' in draw(
        "{% icon 'paperclip' label=label %}", label="Files & more"
    )


def test_chip_escapes_its_label() -> None:
    assert draw("{% chip label tone='warn' %}", label="<6 h>") == '<span class="chip warn">&lt;6 h&gt;</span>'


def test_state_is_words_with_the_tone_of_its_meaning() -> None:
    assert draw("{% state value %}", value="AWAITING_PAYMENT") == (
        '<span class="chip warn"><span class="dot"></span>Awaiting payment</span>'
    )


def test_state_nobody_listed_is_neutral() -> None:
    assert draw("{% state value %}", value="DRAFT") == '<span class="chip "><span class="dot"></span>Draft</span>'


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [(2_410_000, "EUR", "€24,100.00"), (-5, "PLN", "−PLN 0.05"), (1_200, "JPY", "¥1,200"), (None, "EUR", "–")],
)
def test_money(minor: int | None, currency: str, shown: str) -> None:
    assert draw("{% money minor currency %}", minor=minor, currency=currency) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(Decimal("4.120000"), "€4.12"), (Decimal("0.0825"), "€0.0825"), (Decimal("1200"), "€1,200.00"), (None, "–")],
)
def test_price_keeps_the_decimals_of_a_unit_price(amount: Decimal | None, shown: str) -> None:
    assert draw("{% price amount 'EUR' %}", amount=amount) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(5000, "5,000 pcs"), (Decimal("12.500"), "12.5 pcs"), (Decimal("100"), "100 pcs")]
)
def test_quantity(value: int | Decimal, shown: str) -> None:
    assert draw("{% quantity value 'pcs' %}", value=value) == shown


@pytest.mark.parametrize(
    ("distance", "shown"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=4), "in 4 min"),
        (timedelta(hours=3, minutes=20), "in 3 h 20 min"),
        (timedelta(hours=-26), "1 d 2 h ago"),
        (timedelta(hours=-48), "20 Nov"),
        (timedelta(days=60), "21 Jan 2027"),
    ],
)
def test_when_is_relative_within_two_days(noon: datetime, distance: timedelta, shown: str) -> None:
    assert f">{shown}</time>" in draw("{% when moment %}", moment=noon + distance)


def test_when_with_time_is_absolute(noon: datetime) -> None:
    moment = datetime(2026, 11, 13, 15, 42, tzinfo=UTC)
    assert draw("{% when moment 'time' %}", moment=moment) == (
        '<time datetime="2026-11-13T15:42:00+00:00" title="13 November 2026, 15:42 UTC">13 Nov, 15:42</time>'
    )


def test_countdown_says_when_it_is_over(noon: datetime) -> None:
    assert ">2 d 6 h</time>" in draw("{% countdown moment %}", moment=noon + timedelta(hours=54))
    assert ">closed</time>" in draw("{% countdown moment 'closed' %}", moment=noon)


def test_bar_is_a_progress_element() -> None:
    assert draw("{% bar 8412 12000 'Import' %}") == (
        '<progress class="bar" value="8412" max="12000" aria-label="Import"></progress>'
    )


def test_steps_mark_the_current_one() -> None:
    steps = [Step(label="Bid", state="done"), Step(label="Pay", state="now", note="today"), ("Ship", "todo")]
    assert draw("{% steps items %}", items=steps) == (
        '<ol class="steps"><li class="done">Bid</li>'
        '<li class="now" aria-current="step">Pay<small>today</small></li><li class="todo">Ship</li></ol>'
    )


def test_timeline_shows_time_and_progress(noon: datetime) -> None:
    moments = [
        Moment(title="Paid", detail="by card", at=datetime(2026, 11, 13, 17, 5, tzinfo=UTC)),
        Moment(title="In production", state="now", value=3, maximum=4),
    ]
    drawn = draw("{% timeline items %}", items=moments)
    assert '<li class="done"><b>Paid</b> by card <span class="muted"><time' in drawn
    assert '<progress class="bar" value="3" max="4" aria-label="In production"></progress></li>' in drawn


class Ask(forms.Form):
    quantity = forms.IntegerField(label="Quantity", min_value=1, help_text="Whole pieces.")
    note = forms.CharField(required=False)


def test_field_ties_hint_and_error_to_its_control() -> None:
    drawn = draw("{% field form.quantity %}", form=Ask({"quantity": "0"}))
    assert 'class="field wrong"' in drawn
    assert '<label for="id_quantity">Quantity</label>' in drawn
    assert 'aria-describedby="id_quantity_helptext id_quantity_error"' in drawn
    assert '<p class="hint" id="id_quantity_helptext">Whole pieces.</p>' in drawn
    assert 'id="id_quantity_error"><li>Ensure this value is greater than or equal to 1.</li>' in drawn


def test_field_that_may_stay_blank_says_so() -> None:
    assert '<label for="id_note">Note <span class="optional">optional</span></label>' in draw(
        "{% field form.note %}", form=Ask()
    )


def test_idempotency_keys_are_fresh() -> None:
    first, second = draw("{% idempotency_key %}"), draw("{% idempotency_key %}")
    assert first.startswith('<input type="hidden" name="key" value="')
    assert first != second


def test_empty_offers_one_action() -> None:
    drawn = draw('{% empty "No RFQs yet" "Ask once." "Post an RFQ" "/rfqs/new/" %}')
    assert '<h2>No RFQs yet</h2><p>Ask once.</p><a class="btn" href="/rfqs/new/">Post an RFQ</a>' in drawn


def test_pager_has_only_the_neighbours_that_exist() -> None:
    assert draw('{% pager "?after=9" %}') == (
        '<nav class="pager" aria-label="Pages"><a class="btn small" rel="next" href="?after=9">Next</a></nav>'
    )
    assert draw("{% pager %}") == ""


@pytest.mark.parametrize(
    ("name", "letters"), [("Marit Visser", "MV"), ("Nordmetal", "NO"), ("", "?"), ("& Sons Ltd", "SL")]
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_words_of_a_state() -> None:
    assert words_of("IN_REVIEW") == "In review"
