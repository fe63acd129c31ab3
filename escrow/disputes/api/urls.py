"""Routes of cases under /api/v1/."""

from django.urls import path

from escrow.disputes.api.views import CaseViewSet, OfficeViewSet

_STEPS = {
    "reply": "reply", "proposals": "propose", "acceptance": "accept", "refusal": "decline", "escalation": "escalate",
    "withdrawal": "withdraw", "evidence": "evidence", "extension": "extend", "comments": "comment", "appeal": "appeal",
    "goods": "goods",
}  # fmt: skip
_OFFICE = {
    "intake": "intake", "evidence-end": "end_evidence", "inspection": "inspect", "report": "report",
    "preview": "preview", "decision": "decide", "approval": "approve", "rejection": "reject", "revision": "revise",
}  # fmt: skip

routes = [
    path("disputes", CaseViewSet.as_view({"get": "list"}), name="api-cases"),
    path("dispute-precedents", OfficeViewSet.as_view({"get": "precedents"}), name="api-precedents"),
    path("disputes/<slug:number>", CaseViewSet.as_view({"get": "retrieve"}), name="api-case"),
    path("orders/<slug:number>/disputes", CaseViewSet.as_view({"post": "create"}), name="api-order-cases"),
    *(
        path(f"disputes/<slug:number>/{noun}", CaseViewSet.as_view({"post": verb}), name=f"api-case-{noun}")
        for noun, verb in _STEPS.items()
    ),
    *(
        path(f"disputes/<slug:number>/{noun}", OfficeViewSet.as_view({"post": verb}), name=f"api-case-{noun}")
        for noun, verb in _OFFICE.items()
    ),
]
