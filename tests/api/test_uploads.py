"""A file by machine: announced, posted, confirmed, attached to a request, and read by the supplier who may see it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Person
from tests.doors import Api, api_for
from tests.rfq import market
from tests.rfq.test_api import request_body

PDF = b"%PDF-1.7 drawing of an enclosure"


def announced(api: Api) -> dict[str, object]:
    answer = api.post("uploads", {"purpose": "rfq", "filename": "enclosure.pdf", "size": len(PDF)})
    assert answer.status_code == 201, answer.content
    upload: dict[str, object] = answer.json()
    return upload


def uploaded(api: Api) -> dict[str, object]:
    upload = announced(api)
    form = {**upload["form"], "file": SimpleUploadedFile("enclosure.pdf", PDF)}  # type: ignore[dict-item]
    assert Client().post(str(upload["url"]), form).status_code == 204
    stored: dict[str, object] = api.put(f"uploads/{upload['upload_id']}").json()
    assert (stored["name"], stored["size"]) == ("enclosure.pdf", 32)
    return stored


def test_a_drawing_reaches_the_supplier(ada: Person, bruno: Person) -> None:
    market.verify(bruno.organization)
    buyer, vendor = api_for(ada), api_for(bruno)
    stored = uploaded(buyer)
    posted = buyer.post("rfqs", request_body(files=[stored["file_id"]])).json()

    (file,) = vendor.get(f"rfqs/{posted['number']}").json()["files"]
    assert (file["name"], file["size"]) == ("enclosure.pdf", 32)
    assert b"".join(Client().get(file["url"])) == PDF


def test_one_more_drawing_after_posting(ada: Person) -> None:
    buyer = api_for(ada)
    number = buyer.post("rfqs", request_body()).json()["number"]
    answer = buyer.post(f"rfqs/{number}/files", {"file_id": uploaded(buyer)["file_id"]})
    assert (answer.status_code, [file["name"] for file in answer.json()["files"]]) == (201, ["enclosure.pdf"])


def test_nobody_else_confirms_it(ada: Person, dora: Person) -> None:
    upload = announced(api_for(ada))
    assert api_for(dora).put(f"uploads/{upload['upload_id']}").status_code == 404


def test_before_the_bytes_are_there(ada: Person) -> None:
    api = api_for(ada)
    assert api.put(f"uploads/{announced(api)['upload_id']}").json()["detail"] == (
        "The file has not arrived. Upload it again."
    )


def test_an_ending_that_the_purpose_does_not_take(ada: Person) -> None:
    answer = api_for(ada).post("uploads", {"purpose": "import", "filename": "enclosure.pdf", "size": 32})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["filename"])
