"""Charts: right numbers, a sentence for everybody, no colour or size that the site's policy would refuse."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from marketplace.web.charts.bars import cost_bar, escrow_bar
from marketplace.web.charts.flow import flow_chart
from marketplace.web.charts.lines import line_chart, mark_texts, scale_marks, sparkline
from marketplace.web.charts.radar import radar

ORDER = [("Released", 723_000, "released"), ("In escrow", 1_614_700, "held"), ("Fees", 72_300, "fees")]


def parts(drawn: str, tag: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(drawn).iter(tag))


def test_escrow_bar_divides_the_total() -> None:
    drawn = escrow_bar(750, 200, 50, currency="EUR")
    places = [(one.get("x"), one.get("width")) for one in parts(drawn, "rect") if "part" in one.get("class", "")]
    assert places == [("0.00%", "75.00%"), ("75.00%", "20.00%"), ("95.00%", "5.00%")]


def test_escrow_bar_tells_its_amounts() -> None:
    label = ElementTree.fromstring(escrow_bar(723_000, 1_614_700, 72_300, currency="EUR")).get("aria-label")
    assert label == "Escrow: €7,230.00 released, €16,147.00 held, €723.00 fees of €24,100.00"


def test_escrow_bar_before_payment_is_empty_but_says_so() -> None:
    root = ElementTree.fromstring(escrow_bar(0, 0, total=2_410_000, currency="EUR"))
    assert root.get("aria-label") == "Escrow: nothing paid in yet"
    assert [one for one in root if one.tag == "rect"] == []


def test_cost_bars_on_one_scale_can_be_compared() -> None:
    drawn = cost_bar([("Goods", 400), ("Freight", 100)], currency="EUR", scale=1000, label="Landed")
    assert [one.get("width") for one in parts(drawn, "rect")] == ["40.00%", "10.00%"]
    assert ElementTree.fromstring(drawn).get("aria-label") == "Landed: Goods €4.00, Freight €1.00"


def test_flow_ribbons_leave_the_source_without_gaps() -> None:
    wide = parts(flow_chart("You paid", ORDER, currency="EUR"), "svg")[0]
    source = next(one for one in wide if one.get("class") == "source")
    ribbons = [one for one in wide if (one.get("class") or "").startswith("ribbon")]
    starts = [float((one.get("d") or "").split()[2]) for one in ribbons]
    assert starts[0] == float(source.get("y") or "")
    assert len(ribbons) == 3


def test_flow_has_a_narrow_drawing_and_its_numbers() -> None:
    drawn = flow_chart("You paid", ORDER, currency="EUR")
    assert [one.get("width") for one in parts(drawn, "svg")] == ["880", "326"]
    assert [one.text for one in parts(drawn, "td")] == ["€7,230.00", "€16,147.00", "€723.00"]
    assert "Funds flow: You paid €24,100.00; €7,230.00 Released" in drawn


def test_flow_leaves_out_what_is_nothing() -> None:
    assert len(parts(flow_chart("You paid", [*ORDER, ("Refunded", 0, "refunded")], currency="EUR"), "td")) == 3


@pytest.mark.parametrize("targets", [[], [("Released", 0, "released")]])
def test_nothing_paid_does_not_flow(targets: list[tuple[str, int, str]]) -> None:
    assert flow_chart("You paid", targets, currency="EUR") == ""


def test_money_in_one_place_is_one_slim_ribbon() -> None:
    drawn = flow_chart("You paid", [("In escrow", 1_176_000, "held")], currency="EUR")
    assert "Funds flow: You paid €11,760.00; €11,760.00 In escrow" in drawn
    assert drawn.count("ribbon held") == 2  # the wide drawing and the narrow one


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        (0, 184, [0, 50, 100, 150, 200]),
        (Decimal("4.35"), Decimal("5.04"), ["4.2", "4.4", "4.6", "4.8", "5.0", "5.2"]),
        (7, 7, [7]),
    ],
)
def test_scale_marks_are_round(low: int, high: int, marks: list[object]) -> None:
    assert scale_marks(low, high) == [Decimal(str(mark)) for mark in marks]


def test_mark_texts_share_their_decimals() -> None:
    assert mark_texts([Decimal("4.8"), Decimal(5)]) == ["4.80", "5.00"]
    assert mark_texts([Decimal(0), Decimal(5000)]) == ["0", "5,000"]


def test_line_chart_draws_each_series_and_lists_its_numbers() -> None:
    drawn = line_chart([("Market", [3, 5, 4]), ("You", [None, 6, 6])], ["Jan", "Feb", "Mar"], title="Price", unit="€")
    assert len(parts(drawn, "polyline")) == 2
    assert [one.text for one in parts(drawn, "td")] == ["3", "–", "5", "6", "4", "6"]
    assert 'aria-label="Price: Market, You in €, Jan to Mar"' in drawn


def test_line_chart_keeps_the_size_of_its_text_at_every_width() -> None:
    drawn = line_chart([("Won", [14_000, 32_000])], ["Jun", "Jul"], title="Orders won")
    chart = parts(drawn, "svg")[0]
    assert (chart.get("width"), chart.get("viewBox"), chart.get("class")) == ("100%", None, "plot some")
    assert [one.get("x") for one in parts(drawn, "text")][-2:] == ["0.00%", "100.00%"]


def test_line_chart_of_nothing_is_nothing() -> None:
    assert line_chart([("Market", [None])], ["Jan"]) == ""


def test_flat_line_is_drawn() -> None:
    assert len(parts(line_chart([("Stock", [7, 7])], ["Jan", "Feb"]), "polyline")) == 1


def test_sparkline_ends_on_its_last_value() -> None:
    drawn = sparkline([Decimal("4.98"), Decimal("4.70"), Decimal("4.82")], label="Offers")
    end = parts(drawn, "circle")[0]
    assert (end.get("cx"), end.get("cy")) == ("247", "30.3")
    assert ElementTree.fromstring(drawn).get("aria-label") == "Offers: from 4.98 to 4.82"
    assert sparkline([1]) == ""


def test_radar_reaches_its_ring_at_a_hundred() -> None:
    drawn = radar([("Cost", 100), ("Speed", 0), ("Terms", 0)], [50, 50, 50], label="Nordmetal")
    own = next(one for one in parts(drawn, "polygon") if one.get("class") == "own")
    assert (own.get("points") or "").split()[0] == "140,48"
    assert ElementTree.fromstring(drawn).get("aria-label") == "Nordmetal: Cost 100%, Speed 0%, Terms 0%"


def test_names_are_escaped() -> None:
    assert "<script>" not in flow_chart("<script>", [("<script>", 1, "held"), ("b", 1, "fees")], currency="EUR")


@pytest.mark.parametrize(
    "drawn",
    [
        escrow_bar(1, 1, 1, currency="EUR"),
        flow_chart("You paid", ORDER, currency="EUR"),
        line_chart([("A", [1, 2])], ["x", "y"]),
        radar([("A", 1), ("B", 2), ("C", 3)]),
    ],
)
def test_no_style_attribute(drawn: str) -> None:
    assert "style=" not in drawn
