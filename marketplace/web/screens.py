"""The toolkit's own pages: home with everybody's panels, the command menu, the keyboard help, the theme switch."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from marketplace.web.context import THEME_COOKIE, THEMES, address
from marketplace.web.request import MarketRequest
from marketplace.web.shell import Panel, Slot, registry
from marketplace.web.views import Screen

_YEAR_SECONDS = 365 * 24 * 3600


def _greeting(hour: int, name: str) -> str:
    first = name.split(maxsplit=1)[0] if name else "there"
    if 4 <= hour < 12:
        return f"Good morning, {first}"
    return f"Good afternoon, {first}" if 12 <= hour < 18 else f"Good evening, {first}"


def _waiting(count: int) -> str:
    if count == 0:
        return "Nothing needs you today"
    return "1 thing needs you" if count == 1 else f"{count} things need you"


class Home(Screen):
    """What waits for this person and how their trade stands, in panels that the packages registered."""

    template_name = "web/home.html"
    signed_in = True

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Render each panel of this actor; needs are counted for the subtitle."""
        self.waiting = 0
        slots: dict[str, list[str]] = {slot: self._parts(slot) for slot in ("stats", "needs", "main", "side")}  # type: ignore[arg-type]  # the four slots
        hour = self.at.hour
        actions = [(one.label, address(one.url_name)) for one in reversed(registry.actions_for(self.actor))]
        return {
            **slots,
            "actions": actions,
            "greeting": _greeting(hour, self.actor.user_name),
            "waiting": _waiting(self.waiting),
        }

    def _parts(self, slot: Slot) -> list[str]:
        drawn = [self._draw(panel) for panel in registry.panels_for(self.actor, slot)]
        return [part for part in drawn if part.strip()]

    def _draw(self, panel: Panel) -> str:
        if panel.url_name:
            frame = {"panel": panel, "href": address(panel.url_name)}
            return render_to_string("web/panels/fragment.html", frame, self.request)
        context = panel.query(self.actor) if panel.query else {}
        self.waiting += len(context.get("needs", ()))
        return render_to_string(panel.template_name, context, self.request)


class CommandMenu(Screen):
    """Commands of this actor that match ``?q=``, and where else to look for it."""

    template_name = "web/command.html"
    fragment_name = "web/parts/command_results.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """Filtered here, so that the menu never names what an actor may not do."""
        query = request.GET.get("q", "").strip()[:100]
        found = [{"command": one, "href": address(one.url_name)} for one in registry.commands_for(self.actor, query)]
        return {
            "query": query,
            "lines": [line for line in found if line["href"]],
            "search_url": address("search"),
            "finders": [href for href in map(address, registry.finders) if href],
        }


class Keyboard(Screen):
    """All shortcuts on one page, for those without the dialog."""

    template_name = "web/keyboard.html"


@method_decorator(csrf_exempt, name="dispatch")
class Theme(View):
    """Remember light, dark or auto. Without a token: it changes nothing but the colour of one's own screen."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Set the cookie and go back to where the switch was used."""
        theme = request.POST.get("theme", "")
        target = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
        response = HttpResponseRedirect(target if safe else "/", status=303)
        if theme in THEMES:
            response.set_cookie(THEME_COOKIE, theme, max_age=_YEAR_SECONDS, samesite="Lax", secure=request.is_secure())
        return response
