"""Addresses of cases."""

from django.urls import path

from escrow.disputes.views import office, rooms, steps

_ROOM = "disputes/<slug:number>/"

urlpatterns = [
    path("disputes/", rooms.CaseList.as_view(), name="case-list"),
    path("orders/<slug:number>/problem/", rooms.OpenCase.as_view(), name="order-problem"),
    path(_ROOM, rooms.CaseRoom.as_view(), name="case-room"),
    path(f"{_ROOM}evidence/<int:no>/", rooms.EvidenceFile.as_view(), name="case-file"),
    path(f"{_ROOM}report/file/", rooms.InspectionReport.as_view(), name="case-report-file"),
    path(f"{_ROOM}reply/", steps.ReplyToCase.as_view(), name="case-reply"),
    path(f"{_ROOM}proposals/", steps.ProposeSettlement.as_view(), name="case-propose"),
    path(f"{_ROOM}acceptance/", steps.AcceptProposal.as_view(), name="case-accept"),
    path(f"{_ROOM}refusal/", steps.DeclineProposal.as_view(), name="case-decline"),
    path(f"{_ROOM}escalation/", steps.EscalateCase.as_view(), name="case-escalate"),
    path(f"{_ROOM}withdrawal/", steps.WithdrawCase.as_view(), name="case-withdraw"),
    path(f"{_ROOM}evidence/", steps.AddEvidence.as_view(), name="case-evidence"),
    path(f"{_ROOM}extension/", steps.ExtendEvidence.as_view(), name="case-extend"),
    path(f"{_ROOM}comments/", steps.CommentOnDecision.as_view(), name="case-comment"),
    path(f"{_ROOM}appeal/", steps.AppealDecision.as_view(), name="case-appeal"),
    path(f"{_ROOM}goods/", steps.ConfirmGoods.as_view(), name="case-goods"),
    path(f"{_ROOM}intake/", office.CallEvidence.as_view(), name="case-call-evidence"),
    path(f"{_ROOM}evidence/end/", office.CloseEvidence.as_view(), name="case-close-evidence"),
    path(f"{_ROOM}inspection/", office.OrderInspection.as_view(), name="case-inspect"),
    path(f"{_ROOM}report/", office.ReportInspection.as_view(), name="case-report"),
    path(f"{_ROOM}decision/", office.Decide.as_view(), name="case-decide"),
    path(f"{_ROOM}approval/", office.ApproveDecision.as_view(), name="case-approve"),
    path(f"{_ROOM}rejection/", office.RejectDecision.as_view(), name="case-reject"),
    path(f"{_ROOM}revision/", office.ReviseDecision.as_view(), name="case-revise"),
    path("console/disputes/", office.Queue.as_view(), name="console-cases"),
    path("console/disputes/precedents/", office.Precedents.as_view(), name="console-precedents"),
]
