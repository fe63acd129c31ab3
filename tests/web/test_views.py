"""Screen and Action: who gets in, and what a service's refusal turns into."""

from typing import Any, ClassVar, cast
from uuid import UUID

import pytest
from django import forms
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from marketplace.lib.actor import ANONYMOUS, Actor
from marketplace.lib.errors import Conflict, Invalid, NotAllowed
from marketplace.web.request import MarketRequest
from marketplace.web.views import Action, Screen

PURCHASER = Actor(user_id=UUID(int=1), user_name="Ada", capabilities=frozenset({"rfq.post"}))
KEY = "k" * 32


class Ask(forms.Form):
    quantity = forms.IntegerField()


class Sheet(Screen):
    template_name = "web/form_sample.html"
    fragment_name = "web/form_sample.html"

    def show(self, *, extra: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
        form = (extra or {})["form"] if extra else None
        return HttpResponse(str(form.errors.get_json_data()) if form is not None else "sheet", status=status)


class Post(Action):
    form_class = Ask
    screen: ClassVar[type[Screen] | None] = Sheet
    capability = "rfq.post"

    def perform(self, request: HttpRequest, form: Any, **kwargs: Any) -> HttpResponse | str:
        quantity = form.cleaned_data["quantity"]
        if quantity == 0:
            raise Invalid.field("quantity", "Order at least one.")
        if quantity == 1:
            raise Conflict("The RFQ is closed.")
        return f"/rfqs/{self.key}/{quantity}/"


class Bare(Post):
    screen: ClassVar[type[Screen] | None] = None


def send(
    view: type[Action], data: dict[str, str], actor: Actor = PURCHASER, headers: dict[str, str] | None = None
) -> HttpResponse:
    request = cast(MarketRequest, RequestFactory().post("/rfqs/new/", data, headers=headers))
    request.actor = actor
    request.htmx = HtmxDetails(request)
    answer = view.as_view()(request)
    assert isinstance(answer, HttpResponse)
    return answer


def test_success_redirects() -> None:
    answer = send(Post, {"quantity": "5", "key": KEY})
    assert (answer.status_code, answer["Location"]) == (303, f"/rfqs/{KEY}/5/")


def test_success_under_htmx_redirects_the_browser() -> None:
    answer = send(Post, {"quantity": "5", "key": KEY}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, f"/rfqs/{KEY}/5/")


def test_form_error_shows_the_screen_again() -> None:
    answer = send(Post, {"quantity": "many", "key": KEY})
    assert answer.status_code == 422
    assert b"Enter a whole number" in answer.content


def test_refused_field_is_blamed() -> None:
    answer = send(Post, {"quantity": "0", "key": KEY})
    assert answer.status_code == 422
    assert b"{'quantity': [{'message': 'Order at least one.'" in answer.content


def test_conflict_stands_above_the_form() -> None:
    answer = send(Post, {"quantity": "1", "key": KEY})
    assert answer.status_code == 409
    assert b"{'__all__': [{'message': 'The RFQ is closed.'" in answer.content


def test_form_without_its_key_is_refused() -> None:
    answer = send(Post, {"quantity": "5"})
    assert answer.status_code == 422
    assert b"out of date" in answer.content


def test_without_a_screen_the_refusal_goes_on_to_the_error_page() -> None:
    with pytest.raises(Conflict, match="The RFQ is closed"):
        send(Bare, {"quantity": "1", "key": KEY})
    with pytest.raises(Invalid, match="quantity: Enter a whole number"):
        send(Bare, {"quantity": "many", "key": KEY})


def test_stranger_is_sent_to_sign_in() -> None:
    answer = send(Post, {"quantity": "5", "key": KEY}, actor=ANONYMOUS)
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/rfqs/new/")


def test_wrong_role_is_refused() -> None:
    with pytest.raises(NotAllowed):
        send(Post, {"quantity": "5", "key": KEY}, actor=Actor(user_id=UUID(int=2)))


def test_action_with_a_screen_answers_get_with_the_blank_form() -> None:
    request = cast(MarketRequest, RequestFactory().get("/rfqs/new/"))
    request.actor = PURCHASER
    assert Post.as_view()(request).status_code == 200
    assert Bare.as_view()(request).status_code == 405
