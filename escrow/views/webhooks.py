"""The provider's door: raw bytes in, stored, answered at once."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from escrow import services
from escrow.gateways.port import BadSignature
from marketplace.lib import clock
from marketplace.lib.actor import Actor

SIGNATURE_HEADER = "Gateway-Signature"
PROVIDER = Actor.for_system("escrow.gateway")
MAX_BYTES = 256 * 1024


@csrf_exempt  # a provider has no session; the signature over the bytes is the permission
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Store a signed notice. 400 for a bad signature, 413 for a body no provider sends."""
    if int(request.headers.get("Content-Length") or 0) > MAX_BYTES:
        return JsonResponse({"error": "too large"}, status=413)
    signature = request.headers.get(SIGNATURE_HEADER, "")
    try:
        services.receive_gateway_event(actor=PROVIDER, raw=request.body, signature=signature, at=clock.now())
    except BadSignature as error:
        return JsonResponse({"error": error.message}, status=error.status)
    return JsonResponse({"received": True})
