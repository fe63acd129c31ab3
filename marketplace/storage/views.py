"""The uploader's two calls, the folder's own upload and download addresses, and public pictures."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.files.storage import default_storage
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from marketplace.lib import clock
from marketplace.lib.actor import ANONYMOUS, Actor
from marketplace.lib.errors import HarborlineError, Invalid, NotFound
from marketplace.storage import files, images
from marketplace.storage.backends.folder import read_download, read_upload
from marketplace.storage.disposition import attachment
from marketplace.storage.forms import ConfirmForm, PresignForm

_YEAR = "public, max-age=31536000, immutable"


class _UploaderCall(View):
    """A call of the uploader module: signed in, and answered in JSON, refusals too. Owes nothing to the pages."""

    form_class: ClassVar[type[Form]]

    def post(self, request: HttpRequest) -> HttpResponse:
        """What the call returns, or ``{"detail": …}`` with the refusal's status."""
        actor: Actor = getattr(request, "actor", ANONYMOUS)
        if actor.is_anonymous:
            return redirect_to_login(request.get_full_path())
        form = self.form_class(request.POST)
        try:
            if not form.is_valid():
                raise Invalid(" ".join(str(error) for errors in form.errors.values() for error in errors))
            return JsonResponse(self.call(actor, form.cleaned_data, clock.now()))
        except HarborlineError as error:
            detail = " ".join(error.fields.values()) or error.message
            return JsonResponse({"detail": detail}, status=error.status)

    def call(self, actor: Actor, data: dict[str, Any], at: datetime) -> dict[str, Any]:
        """Call the service; return the answer."""
        raise NotImplementedError


class PresignUpload(_UploaderCall):
    """Announce a file; answers where to post it."""

    form_class = PresignForm

    def call(self, actor: Actor, data: dict[str, Any], at: datetime) -> dict[str, Any]:
        """``{url, fields, key}``."""
        upload = files.presign_upload(actor=actor, at=at, **data)
        return {"url": upload.url, "fields": upload.fields, "key": upload.key}


class ConfirmUpload(_UploaderCall):
    """The bytes were posted."""

    form_class = ConfirmForm

    def call(self, actor: Actor, data: dict[str, Any], at: datetime) -> dict[str, Any]:
        """``{id, name, size}``."""
        stored = files.confirm(actor=actor, key=data["key"], at=at)
        return {"id": str(stored.id), "name": stored.name, "size": stored.size}


@method_decorator(csrf_exempt, name="dispatch")
class Receive(View):
    """The folder's counterpart of a presigned POST: the ticket is the permission, so no session is read."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take exactly the announced bytes, once."""
        grant = read_upload(request.POST.get("ticket", ""))
        sent = request.FILES.get("file")
        if sent is None or sent.size != grant.size:
            raise Invalid.field("file", "The file is not the one that was announced. Choose it again.")
        if not default_storage.exists(grant.key):
            default_storage.save(grant.key, sent)
        return HttpResponse(status=204)


class Serve(View):
    """The folder's counterpart of a presigned GET: always an attachment, never shown inside our origin."""

    def get(self, request: HttpRequest, token: str) -> FileResponse:
        """The bytes, as long as the link holds."""
        grant = read_download(token)
        if not default_storage.exists(grant.key):
            raise NotFound
        response = FileResponse(default_storage.open(grant.key), content_type=grant.content_type)
        response["Content-Disposition"] = attachment(grant.name)
        response["Cache-Control"] = "private, no-store"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response


class Picture(View):
    """A picture that we drew anew: the only uploaded content that is shown inline."""

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        """WebP, cached for ever: its name is its content."""
        response = HttpResponse(images.read_picture(name), content_type="image/webp")
        response["Cache-Control"] = _YEAR
        return response
