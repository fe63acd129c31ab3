"""Handing in a file through the browser: check, mend, confirm; the drain runs the work."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from listings.models import Listing, ListingImport
from marketplace.outbox.drain import drain_until_empty
from tests.cast import Person
from tests.doors import client_for
from tests.listings.test_imports import BAD

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_file_to_the_catalogue(vendor: Person) -> None:
    browser = client_for(vendor)
    sent = SimpleUploadedFile("catalogue.csv", BAD.encode(), "text/csv")

    answer = browser.post("/catalogue/imports/", {"catalogue": sent, "key": "import-key-1"})
    started = ListingImport.objects.get()
    assert answer["Location"] == f"/catalogue/imports/{started.number}/"
    assert "Waiting for the check" in browser.get(answer["Location"]).content.decode()
    drain_until_empty()

    page = browser.get(answer["Location"]).content.decode()
    assert "Checked, nothing written yet" in page
    assert "There is no category “Nowhere”" in page
    assert "Import 1 products" in page or "Import 1 product" in page
    refused = browser.get(f"{answer['Location']}refused.csv")
    assert refused["Content-Disposition"] == f'attachment; filename="{started.number}-refused.csv"'
    assert browser.get(f"{answer['Location']}refused.xlsx").content.startswith(b"PK")

    browser.post(f"{answer['Location']}confirm/")
    drain_until_empty()
    assert Listing.objects.get().sku == "BL-40"
    fragment = browser.get(answer["Location"], headers={"HX-Request": "true"}).content.decode()
    assert fragment.startswith('<section class="card" id="progress"')
    assert "every 3s" not in fragment
    assert "Imported" in browser.get("/home/").content.decode()


def test_a_rival_finds_no_import(vendor: Person, carla: Person) -> None:
    sent = SimpleUploadedFile("catalogue.csv", BAD.encode(), "text/csv")
    client_for(vendor).post("/catalogue/imports/", {"catalogue": sent, "key": "import-key-1"})
    number = ListingImport.objects.get().number

    rival = client_for(carla)

    assert rival.get(f"/catalogue/imports/{number}/").status_code == 404
    assert rival.get(f"/catalogue/imports/{number}/refused.csv").status_code == 404
    assert rival.post(f"/catalogue/imports/{number}/confirm/").status_code == 404


def test_a_wrong_file_is_told_at_the_form(vendor: Person) -> None:
    sent = SimpleUploadedFile("catalogue.pdf", b"%PDF-1.7", "application/pdf")

    answer = client_for(vendor).post("/catalogue/imports/", {"catalogue": sent, "key": "import-key-1"})

    assert answer.status_code == 422
    assert "Files ending in csv, xlsx, jsonl, gz are taken here" in answer.content.decode()


def test_the_template_imports_as_it_is(vendor: Person) -> None:
    browser = client_for(vendor)
    template = browser.get("/catalogue/imports/template.csv").content
    sent = SimpleUploadedFile("template.csv", template, "text/csv")

    browser.post("/catalogue/imports/", {"catalogue": sent, "key": "import-key-1"})
    drain_until_empty()

    checked = ListingImport.objects.get()
    assert (checked.state, checked.rows_new, checked.rows_refused) == ("CHECKED", 1, 0)
