"""The two kinds of HTML door: a ``Screen`` shows, an ``Action`` calls one service.

Both check the capability first, fail closed, and turn refusals of a service into a form error or a
status exactly once. Subclasses say what to load and which service to call, and hold no rules.
"""

from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views import View
from django_htmx.http import HttpResponseClientRedirect

from marketplace.lib import clock
from marketplace.lib.actor import Actor, require
from marketplace.lib.errors import Conflict, HarborlineError, Invalid
from marketplace.web.request import MarketRequest, actor_of, wants_fragment

KEY_FIELD = "key"
_STALE_FORM = "This form is out of date. Reload the page and send it again."


class Door(View):
    """What screens and actions share: who acts, when, and whether they may."""

    capability: ClassVar[str | None] = None
    signed_in: ClassVar[bool] = False
    request: MarketRequest

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Fix the business time of this request."""
        super().setup(request, *args, **kwargs)
        self.at: datetime = clock.now()

    @property
    def actor(self) -> Actor:
        """Who acts, as the identity middleware found them."""
        return actor_of(self.request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send strangers to sign in and refuse those who lack the capability, before anything is loaded."""
        if (self.signed_in or self.capability) and self.actor.is_anonymous:
            return redirect_to_login(request.get_full_path())
        if self.capability:
            require(self.actor.can(self.capability))
        return super().dispatch(request, *args, **kwargs)


class Screen(Door):
    """A page. ``capability`` None is public. ``fragment_name`` is the part that htmx re-fetches by itself."""

    template_name: ClassVar[str] = ""
    fragment_name: ClassVar[str] = ""

    def get_context(self, request: MarketRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the template needs, read through the actor. Name the address's parameters among ``kwargs``."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page, or only its fragment when htmx asks for it."""
        return self.show()

    def show(self, *, extra: dict[str, Any] | None = None, status: int = 200) -> HttpResponse:
        """Render with ``extra`` over the context: an action shows its form with errors this way."""
        context = {**self.get_context(self.request, **self.kwargs), **(extra or {})}
        template = self.fragment_name if self.fragment_name and wants_fragment(self.request) else self.template_name
        response = render(self.request, template, context, status=status)
        if self.fragment_name:
            patch_vary_headers(response, ["HX-Request"])
        return response


class Action(Door):
    """A button or form. ``perform`` calls one service and returns where to go, or a fragment.

    With a ``screen`` the same address also answers GET: it shows the screen with the blank form as
    ``form_name``; a refused POST shows it again with the errors (422) or the conflict (409).
    Without one, the error page tells what to do.
    """

    form_class: ClassVar[type[forms.BaseForm]] = forms.Form
    form_name: ClassVar[str] = "form"
    screen: ClassVar[type[Screen] | None] = None

    @property
    def key(self) -> str:
        """The hidden idempotency key of the form. Raises Invalid where ``{% idempotency_key %}`` was left out."""
        key = self.request.POST.get(KEY_FIELD, "")
        if not 8 <= len(key) <= 64:
            raise Invalid(_STALE_FORM)
        return key

    def perform(self, request: MarketRequest, form: Any, *args: Any, **kwargs: Any) -> HttpResponse | str:
        """Call the service with ``form.cleaned_data``. Return the next address or a response."""
        raise NotImplementedError

    def get_form(self, request: MarketRequest, data: Any = None, files: Any = None, **kwargs: Any) -> forms.BaseForm:
        """Build the form, bound when ``data`` is given. Override to pass choices or initial values."""
        return self.form_class(data, files)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the screen with a blank form."""
        if self.screen is None:
            return HttpResponseNotAllowed(["POST"])
        return self._show(self.get_form(self.request, **kwargs), 200)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Validate, perform, redirect."""
        form = self.get_form(self.request, request.POST, request.FILES, **kwargs)
        if not form.is_valid():
            if self.screen is None:
                raise Invalid(_first_error(form))
            return self._show(form, Invalid.status)
        try:
            outcome = self.perform(self.request, form, **kwargs)
        except (Invalid, Conflict) as error:
            if self.screen is None:
                raise
            _blame(form, error)
            return self._show(form, error.status)
        return self._leave(outcome) if isinstance(outcome, str) else outcome

    def _show(self, form: forms.BaseForm, status: int) -> HttpResponse:
        screen = cast(type[Screen], self.screen)()
        screen.setup(self.request, *self.args, **self.kwargs)
        return screen.show(extra={self.form_name: form}, status=status)

    def _leave(self, url: str) -> HttpResponse:
        if wants_fragment(self.request):
            return HttpResponseClientRedirect(url)
        return HttpResponseRedirect(url, status=303)


def _blame(form: forms.BaseForm, error: HarborlineError) -> None:
    """Put a service's refusal where the user looks: on the field, or above the form."""
    known = {name: message for name, message in error.fields.items() if name in form.fields}
    for name, message in known.items():
        form.add_error(name, message)
    if not known:
        form.add_error(None, error.message)


def _first_error(form: forms.BaseForm) -> str:
    name, messages = next(iter(form.errors.items()))
    label = form.fields[name].label or name.replace("_", " ") if name in form.fields else ""
    return f"{label}: {messages[0]}" if label else str(messages[0])
