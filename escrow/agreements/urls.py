"""Addresses of agreements."""

from django.urls import path, re_path

from escrow.agreements import views
from escrow.agreements.inspector import SubmitReport

_ORDER = "orders/<slug:number>/"
_VERBS = "(?P<verb>accept|decline|withdraw)"

urlpatterns = [
    path(f"{_ORDER}agreements/", views.Agreements.as_view(), name="order-agreements"),
    path(f"{_ORDER}amendments/", views.ProposeAmendment.as_view(), name="order-amend"),
    re_path(
        rf"^orders/(?P<number>[-\w]+)/amendments/(?P<no>\d+)/{_VERBS}/$",
        views.AnswerAmendment.as_view(),
        name="amendment-answer",
    ),
    path(f"{_ORDER}cancellations/", views.ProposeCancellation.as_view(), name="order-propose-cancellation"),
    re_path(
        rf"^orders/(?P<number>[-\w]+)/cancellations/(?P<no>\d+)/{_VERBS}/$",
        views.AnswerCancellation.as_view(),
        name="cancellation-answer",
    ),
    path(f"{_ORDER}cancellation/", views.CancelOrder.as_view(), name="order-cancel"),
    path(f"{_ORDER}extension/", views.ExtendInspection.as_view(), name="order-extend"),
    path(f"{_ORDER}inspection/", views.InspectionScreen.as_view(), name="order-inspection"),
    path(f"{_ORDER}inspection/open/", views.OpenInspection.as_view(), name="inspection-open"),
    path(f"{_ORDER}inspection/specification/", views.EditSpec.as_view(), name="inspection-spec"),
    path(f"{_ORDER}inspection/agreement/", views.AgreeSpec.as_view(), name="inspection-agree"),
    path(f"{_ORDER}inspection/appointment/", views.AppointInspector.as_view(), name="inspection-appoint"),
    path(f"{_ORDER}inspection/waiver/", views.WaiveInspection.as_view(), name="inspection-waive"),
    path(f"{_ORDER}inspection/rework/", views.ReportRework.as_view(), name="inspection-rework"),
    path(f"{_ORDER}inspection/files/<int:position>/", views.ReportFileDownload.as_view(), name="inspection-file"),
    path("inspections/<str:secret>/", SubmitReport.as_view(), name="inspection-report"),
]
