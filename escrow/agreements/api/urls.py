"""Routes of agreements under /api/v1/."""

from django.urls import path

from escrow.agreements.api.views import AgreementViewSet

_ORDER = "orders/<slug:number>/"
_ANSWERS = {"acceptance": "accept", "refusal": "decline", "withdrawal": "withdraw"}
_INSPECTION = {
    "specification": "specify", "agreement": "agree", "appointment": "appoint", "waiver": "waive", "rework": "rework",
}  # fmt: skip

routes = [
    path(f"{_ORDER}agreements", AgreementViewSet.as_view({"get": "retrieve"}), name="api-order-agreements"),
    path(f"{_ORDER}amendments", AgreementViewSet.as_view({"post": "amend"}), name="api-order-amendments"),
    path(f"{_ORDER}cancellations", AgreementViewSet.as_view({"post": "cancel"}), name="api-order-cancellations"),
    path(f"{_ORDER}extensions", AgreementViewSet.as_view({"post": "extend"}), name="api-order-extensions"),
    path(f"{_ORDER}inspection", AgreementViewSet.as_view({"post": "inspect"}), name="api-order-inspection"),
    *(
        path(
            f"{_ORDER}{noun}s/<int:no>/{answer}",
            AgreementViewSet.as_view({"post": f"{verb}_{noun}"}),
            name=f"api-{noun}-{answer}",
        )
        for noun in ("amendment", "cancellation")
        for answer, verb in _ANSWERS.items()
    ),
    *(
        path(f"{_ORDER}inspection/{noun}", AgreementViewSet.as_view({"post": verb}), name=f"api-inspection-{noun}")
        for noun, verb in _INSPECTION.items()
    ),
]
