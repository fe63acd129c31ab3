"""The toolkit's own pages and error pages, through the whole middleware stack."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from marketplace.lib import errors
from marketplace.urls import urlpatterns as market_urls

REFUSALS = {
    "absent": errors.NotFound(),
    "forbidden": errors.NotAllowed("Ask your administrator."),
    "late": errors.Conflict("The quote was withdrawn."),
    "broken": errors.Unavailable("The bank does not answer."),
}


def refuse(request: HttpRequest, name: str) -> HttpResponse:
    raise REFUSALS[name]


urlpatterns = [*market_urls, path("refuse/<name>/", refuse)]
pytestmark = [pytest.mark.urls("tests.web.test_pages"), pytest.mark.django_db]


@pytest.mark.parametrize(("name", "status"), [("absent", 404), ("forbidden", 403), ("late", 409), ("broken", 503)])
def test_refusal_has_its_status(client: Client, name: str, status: int) -> None:
    assert client.get(f"/refuse/{name}/").status_code == status


def test_invisible_looks_like_absent(client: Client) -> None:
    hidden, absent = client.get("/refuse/absent/"), client.get("/no/such/page/")
    assert hidden.content.replace(b"/refuse/absent/", b"") == absent.content.replace(b"/no/such/page/", b"")


def test_refusal_of_a_fragment_is_a_message(client: Client) -> None:
    answer = client.get("/refuse/late/", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert answer.content.decode().strip() == '<p class="toast error" data-toast>The quote was withdrawn.</p>'


def test_every_answer_names_its_request(client: Client) -> None:
    assert client.get("/ui/", headers={"X-Request-ID": "trace-12345678"})["X-Request-ID"] == "trace-12345678"
    assert len(client.get("/ui/", headers={"X-Request-ID": "<script>"})["X-Request-ID"]) == 20


def test_gallery_shows_every_part(client: Client) -> None:
    page = client.get("/ui/").content.decode()
    for part in (
        "Buttons, chips, states",
        'class="escrow"',
        'class="radar"',
        'class="timeline"',
        'class="compare"',
        "offer live",
    ):
        assert part in page


def test_public_page_sets_no_cookie(client: Client) -> None:
    answer = client.get("/ui/")
    assert answer.cookies == {}
    assert "Cookie" not in answer.get("Vary", "")


def test_policy_allows_nothing_inline(client: Client) -> None:
    policy = client.get("/ui/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_home_asks_strangers_to_sign_in(client: Client) -> None:
    assert client.get("/home/")["Location"] == "/account/login/?next=/home/"


def test_theme_is_remembered(client: Client) -> None:
    answer = client.post("/theme/", {"theme": "dark", "next": "/ui/"})
    assert (answer.status_code, answer["Location"]) == (303, "/ui/")
    assert '<html lang="en" data-theme="dark">' in client.get("/ui/").content.decode()


def test_theme_goes_back_only_to_ourselves(client: Client) -> None:
    assert client.post("/theme/", {"theme": "neon", "next": "https://evil.example/"})["Location"] == "/"
    assert "theme" not in client.cookies
