"""Catalogue files through the services: dry run, confirmation, write, refused rows, resuming."""

import gzip
import json
from decimal import Decimal
from typing import Any

import pytest

from listings import import_batches, queries, services
from listings.imports.refused import refused_csv
from listings.models import ImportRowError, Listing, ListingImport, PriceTier
from listings.services import import_runs
from marketplace.lib.errors import Invalid, NotAllowed, NotFound
from marketplace.lib.state import WrongState
from marketplace.outbox.models import OutboxEvent
from tests.cast import Person
from tests.listings.conftest import AT, MACHINE, draft, upload, workbook

GOOD = """sku;title;category;unit;moq;stock;price EUR;price EUR 1000;attribute:Material;Note
BL-40;Bracket 40 mm;Brackets;pcs;100;5000;0,91;0,78;1.4301;ours
BL-60;Bracket 60 mm;brackets;EA;100;;1,20;;1.4301;
"""
BAD = """sku,title,category,unit,moq,price EUR
BL-40,Bracket 40 mm,Brackets,pcs,100,0.91
,No number,Brackets,pcs,1,1
BL-60,Bracket 60 mm,Nowhere,bushel,1.5,cheap
BL-40,Again,Brackets,pcs,1,1
=1+1,Formula,Brackets,pcs,0,1
"""


def start(person: Person, content: str | bytes, name: str = "catalogue.csv", **options: object) -> ListingImport:
    raw = content.encode() if isinstance(content, str) else content
    stored = upload(person, name, raw)
    return services.start_import(actor=person.actor, file_id=stored.id, key=f"start-{name}", at=AT, **options)  # type: ignore[arg-type]  # options of one test


def check(started: ListingImport) -> ListingImport:
    services.check_import(actor=MACHINE, import_id=started.id, at=AT)
    started.refresh_from_db()
    return started


def run(person: Person, checked: ListingImport) -> ListingImport:
    services.confirm_import(actor=person.actor, import_id=checked.id, at=AT)
    services.run_import(actor=MACHINE, import_id=checked.id, at=AT)
    checked.refresh_from_db()
    return checked


def test_a_dry_run_counts_and_writes_nothing(vendor: Person) -> None:
    checked = check(start(vendor, GOOD))

    assert (checked.state, checked.rows_total, checked.rows_new, checked.rows_refused) == ("CHECKED", 2, 2, 0)
    assert checked.meanings["price EUR 1000"] == "price:EUR:1000"
    assert checked.meanings["Note"] == ""
    assert not Listing.objects.exists()


def test_the_write_creates_drafts_with_prices(vendor: Person) -> None:
    done = run(vendor, check(start(vendor, GOOD)))

    assert (done.state, done.rows_done, done.rows_new, done.rows_changed) == ("DONE", 2, 2, 0)
    first = Listing.objects.get(sku="BL-40")
    assert (first.state, first.category_id, first.moq, first.stock, first.version) == ("DRAFT", 3, 100, 5000, 1)
    assert first.attributes == [{"name": "Material", "kind": "text", "value": "1.4301", "unit": ""}]
    assert list(first.tiers.values_list("currency", "min_quantity", "unit_price")) == [
        ("EUR", 100, Decimal("0.910000")),
        ("EUR", 1000, Decimal("0.780000")),
    ]
    assert first.card["price"] == "€0.78"


def test_known_skus_are_replaced_and_stay_where_they_are(vendor: Person, carla: Person) -> None:
    old = services.create_listing(actor=vendor.actor, draft=draft(sku="BL-40"), key="make-old", at=AT)
    services.publish_listing(actor=vendor.actor, listing_id=old.id, at=AT)
    services.create_listing(actor=carla.actor, draft=draft(sku="BL-40"), key="make-rival", at=AT)

    done = run(vendor, check(start(vendor, GOOD)))

    old.refresh_from_db()
    assert (done.rows_new, done.rows_changed) == (1, 1)
    assert (old.title, old.state, old.version) == ("Bracket 40 mm", "PUBLISHED", 3)
    assert list(old.tiers.values_list("min_quantity", flat=True)) == [100, 1000]
    assert Listing.objects.get(vendor=carla.organization).title == "Die-cast enclosure IP67, 120×80×55 mm"


def test_complete_rows_are_published_on_request(vendor: Person) -> None:
    run(vendor, check(start(vendor, GOOD, publish_complete=True)))

    assert set(Listing.objects.values_list("state", flat=True)) == {"PUBLISHED"}


def test_an_unverified_company_imports_drafts(vendor: Person, carla: Person) -> None:
    run(carla, check(start(carla, GOOD, publish_complete=True)))

    assert set(Listing.objects.values_list("state", flat=True)) == {"DRAFT"}


def test_errors_name_row_and_column_and_the_rest_is_written(vendor: Person) -> None:
    checked = check(start(vendor, BAD))

    assert (checked.rows_total, checked.rows_refused, checked.rows_new) == (5, 4, 1)
    assert list(checked.row_errors.order_by("id").values_list("row", "column", "message")) == [
        (3, "sku", "Give the product an SKU of 1 to 80 characters."),
        (4, "category", "There is no category “Nowhere”. Use the name or id from our list."),
        (4, "unit", "We do not know the unit “bushel”. Write pcs, kg, m, set or another of our units."),
        (4, "moq", "'1.5' is not a whole number."),
        (4, "price EUR", "'cheap' is not a price. Write it like 12.50."),
        (5, "sku", "Row 2 has the same SKU. Keep one of them."),
        (6, "moq", "The minimum order quantity is at least 1."),
    ]
    run(vendor, checked)
    assert list(Listing.objects.values_list("sku", flat=True)) == ["BL-40"]


def test_refused_rows_come_back_as_a_file_without_formulas(vendor: Person) -> None:
    checked = check(start(vendor, BAD))

    lines = refused_csv(*queries.refused_rows(checked)).decode("utf-8-sig").splitlines()

    assert lines[0] == "sku,title,category,unit,moq,price EUR,problem"
    assert lines[1].startswith(",No number,Brackets,pcs,1,1,sku: Give the product an SKU")
    assert lines[4].startswith("'=1+1,Formula,Brackets,pcs,0,1,")
    mended = "\n".join([lines[0], lines[4].replace(",0,1,", ",10,1,")])
    again = run(vendor, check(start(vendor, mended, "mended.csv")))
    assert (again.state, Listing.objects.get().sku) == ("DONE", "=1+1")


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "empty.csv", "A file has 1 byte"),
        (b"PK\x03\x04 but no workbook", "broken.xlsx", "This is not an XLSX workbook."),
        (b"colour,size\nred,1\n", "other.csv", "No column for SKU and Title."),
        (b'{"name": 1}\nnonsense\n', "broken.jsonl", "Line 2 is not JSON."),
        (b"sku,sku\n1,2\n", "twice.csv", "Two columns are called “sku”."),
    ],
)
def test_an_unreadable_file_fails_with_a_reason(vendor: Person, content: bytes, name: str, reason: str) -> None:
    if not content:
        with pytest.raises(Invalid, match=reason):
            start(vendor, content, name)
        return
    failed = check(start(vendor, content, name))

    assert failed.state == "FAILED"
    assert failed.failure.startswith(reason)


def test_xlsx_reads_like_csv(vendor: Person) -> None:
    rows: list[list[Any]] = [
        ["SKU", "Title", "Category", "Price EUR", "MOQ"],
        ["BL-40", "Bracket", 3, 0.91, 100.0],
        [7, "Seven", "3", 2, None],
    ]

    run(vendor, check(start(vendor, workbook(rows), "catalogue.xlsx")))

    assert dict(Listing.objects.values_list("sku", "moq")) == {"BL-40": 100, "7": 1}
    assert PriceTier.objects.get(listing__sku="BL-40").unit_price == Decimal("0.910000")


def test_two_thousand_icecat_products(vendor: Person) -> None:
    lines = [
        json.dumps(
            {
                "id": str(number),
                "name": f"006R{number}",
                "title": f"Xerox 006R{number} toner",
                "ean": ["0095205603217"],
                "short_description": "Toner",
                "supplier": "Xerox",
                "price": 4995 + number,
                "attr_t_printing_colours": "Black",
                "attr_n_page_yield": 23000.0,
                "attr_b_recycled": True,
            }
        )
        for number in range(2000)
    ]
    packed = gzip.compress("\n".join(lines).encode())

    done = run(vendor, check(start(vendor, packed, "products.jsonl.gz", default_category_id=2)))

    assert (done.state, done.rows_total, done.rows_new, done.rows_refused) == ("DONE", 2000, 2000, 0)
    last = Listing.objects.get(sku="006R1999")
    assert (last.from_price_minor, last.from_currency, last.category_id) == (6994, "USD", 2)
    assert [(one["name"], one["kind"], one["value"]) for one in last.attributes] == [
        ("Brand", "text", "Xerox"),
        ("EAN", "text", "0095205603217"),
        ("Printing colours", "text", "Black"),
        ("Page yield", "number", "23000"),
        ("Recycled", "boolean", "true"),
    ]
    events = OutboxEvent.objects.filter(kind="listings.ListingsImported").order_by("id")
    assert [len(event.payload["listing_ids"]) for event in events] == [1000, 1000]


def test_a_run_goes_on_after_the_last_batch(vendor: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_runs, "BATCH", 1)
    checked = check(start(vendor, GOOD))
    services.confirm_import(actor=vendor.actor, import_id=checked.id, at=AT)
    written = import_batches.write_batch
    calls: list[int] = []

    def dies_on_the_second(*arguments: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        written(*arguments)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr("listings.services.import_runs.write_batch", dies_on_the_second)
    with pytest.raises(KeyboardInterrupt):
        services.run_import(actor=MACHINE, import_id=checked.id, at=AT)
    assert Listing.objects.count() == 1
    monkeypatch.setattr("listings.services.import_runs.write_batch", written)

    services.run_import(actor=MACHINE, import_id=checked.id, at=AT)
    services.run_import(actor=MACHINE, import_id=checked.id, at=AT)

    checked.refresh_from_db()
    assert (checked.state, checked.rows_done, checked.rows_new) == ("DONE", 2, 2)
    assert set(Listing.objects.values_list("version", flat=True)) == {1}


def test_only_after_the_check_and_only_the_company_confirms(vendor: Person, carla: Person) -> None:
    started = start(vendor, GOOD)

    with pytest.raises(WrongState):
        services.confirm_import(actor=vendor.actor, import_id=started.id, at=AT)
    with pytest.raises(NotFound):
        services.confirm_import(actor=carla.actor, import_id=started.id, at=AT)
    with pytest.raises(NotAllowed):
        services.check_import(actor=vendor.actor, import_id=started.id, at=AT)
    started.refresh_from_db()
    assert started.state == "UPLOADED"


def test_twice_confirmed_runs_once(vendor: Person) -> None:
    checked = check(start(vendor, GOOD))
    services.confirm_import(actor=vendor.actor, import_id=checked.id, at=AT)
    services.confirm_import(actor=vendor.actor, import_id=checked.id, at=AT)

    assert OutboxEvent.objects.filter(kind="listings.ImportConfirmed").count() == 1


def test_another_companys_file_is_not_found(vendor: Person, carla: Person) -> None:
    stored = upload(carla, "catalogue.csv", GOOD.encode())

    with pytest.raises(NotFound):
        services.start_import(actor=vendor.actor, file_id=stored.id, key="start-theirs", at=AT)


def test_a_check_starts_over_after_a_crash(vendor: Person) -> None:
    started = start(vendor, BAD)
    ListingImport.objects.filter(pk=started.pk).update(state="CHECKING", rows_done=3, rows_refused=3)
    ImportRowError.objects.create(listing_import=started, row=3, message="from the first try")

    checked = check(started)

    assert (checked.rows_total, checked.rows_refused, checked.row_errors.count()) == (5, 4, 7)
