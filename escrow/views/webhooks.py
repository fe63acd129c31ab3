"""The provider's doors, for our account and for vendors': raw bytes in, stored, answered at once."""

from typing import ClassVar

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from escrow import services
from escrow.gateways.port import BadSignature
from marketplace.lib import clock
from marketplace.lib.actor import Actor

SIGNATURE_HEADER = "Stripe-Signature"
PROVIDER = Actor.for_system("escrow.gateway")
MAX_BYTES = 256 * 1024


@method_decorator(csrf_exempt, name="dispatch")  # a provider has no session; the signature is the permission
class Webhook(View):
    """Store a signed notice. 400 for a bad signature, 413 for a body no provider sends."""

    connect: ClassVar[bool] = False

    def post(self, request: HttpRequest) -> HttpResponse:
        """What arrived before is answered as if it were new: the provider only wants to know that we have it."""
        if int(request.headers.get("Content-Length") or 0) > MAX_BYTES:
            return JsonResponse({"error": "too large"}, status=413)
        signature = request.headers.get(SIGNATURE_HEADER, "")
        try:
            services.receive_gateway_event(
                actor=PROVIDER, raw=request.body, signature=signature, connect=self.connect, at=clock.now()
            )
        except BadSignature as error:
            return JsonResponse({"error": error.message}, status=error.status)
        return JsonResponse({"received": True})


class ConnectWebhook(Webhook):
    """The same for notices of vendors' accounts."""

    connect = True
