"""Routes of returns under /api/v1/."""

from django.urls import path

from escrow.returns.api.views import ReturnViewSet

_STEPS = {
    "acceptance": "accept", "counter-offers": "counter", "refusal": "refuse", "withdrawal": "withdraw",
    "escalation": "escalate", "shipment": "ship", "receipt": "receive", "shortages": "shortage", "verdict": "judge",
    "settlement": "settle", "remedy": "send_remedy", "confirmation": "confirm", "decision": "decide",
}  # fmt: skip

routes = [
    path("returns", ReturnViewSet.as_view({"get": "list"}), name="api-returns"),
    path("returns/<slug:number>", ReturnViewSet.as_view({"get": "retrieve"}), name="api-return"),
    path("orders/<slug:number>/returns", ReturnViewSet.as_view({"post": "create"}), name="api-order-returns"),
    *(
        path(f"returns/<slug:number>/{noun}", ReturnViewSet.as_view({"post": verb}), name=f"api-return-{noun}")
        for noun, verb in _STEPS.items()
    ),
]
