"""Addresses of returns."""

from django.urls import path

from escrow.returns import views

_ROOM = "returns/<slug:number>/"

urlpatterns = [
    path("returns/", views.ReturnList.as_view(), name="return-list"),
    path("returns/policy/", views.SavePolicy.as_view(), name="return-policy"),
    path("orders/<slug:number>/return/", views.RequestReturn.as_view(), name="order-return"),
    path(_ROOM, views.ReturnRoom.as_view(), name="return-room"),
    path(f"{_ROOM}acceptance/", views.AcceptOffer.as_view(), name="return-accept"),
    path(f"{_ROOM}counter/", views.CounterOffer.as_view(), name="return-counter"),
    path(f"{_ROOM}refusal/", views.RefuseReturn.as_view(), name="return-refuse"),
    path(f"{_ROOM}withdrawal/", views.WithdrawReturn.as_view(), name="return-withdraw"),
    path(f"{_ROOM}escalation/", views.EscalateReturn.as_view(), name="return-escalate"),
    path(f"{_ROOM}shipment/", views.ShipReturn.as_view(), name="return-ship"),
    path(f"{_ROOM}receipt/", views.ReceiveReturn.as_view(), name="return-receive"),
    path(f"{_ROOM}shortage/", views.DeclareShortage.as_view(), name="return-shortage"),
    path(f"{_ROOM}verdict/", views.JudgeReturn.as_view(), name="return-judge"),
    path(f"{_ROOM}settlement/", views.AcceptVerdict.as_view(), name="return-settle"),
    path(f"{_ROOM}remedy/", views.SendRemedy.as_view(), name="return-send-remedy"),
    path(f"{_ROOM}confirmation/", views.ConfirmRemedy.as_view(), name="return-confirm"),
    path(f"{_ROOM}decision/", views.DecideReturn.as_view(), name="return-decide"),
    path(f"{_ROOM}files/<int:position>/", views.ReturnFileDownload.as_view(), name="return-file"),
]
