"""Addresses of orders, payments and payouts."""

from django.urls import path, re_path

from escrow.views import console, milestones, money, orders, payments, steps
from escrow.views.webhooks import ConnectWebhook, Webhook

urlpatterns = [
    path("orders/", orders.OrderList.as_view(), name="order-list"),
    path("orders/<slug:number>/", orders.OrderDetail.as_view(), name="order-detail"),
    path("orders/<slug:number>/pay/", payments.StartPayment.as_view(), name="order-pay"),
    path("orders/<slug:number>/wallet/", payments.PayFromWallet.as_view(), name="order-pay-wallet"),
    path("orders/<slug:number>/ready/", steps.ReportReady.as_view(), name="order-ready"),
    path(
        "orders/<slug:number>/units/<int:unit_no>/submission/",
        milestones.SubmitMilestone.as_view(),
        name="unit-submit",
    ),
    path(
        "orders/<slug:number>/units/<int:unit_no>/send-back/",
        milestones.SendBackMilestone.as_view(),
        name="unit-send-back",
    ),
    path("orders/<slug:number>/payment/", payments.PaymentStatus.as_view(), name="order-payment"),
    path("orders/<slug:number>/shipment/", steps.ShipOrder.as_view(), name="order-ship"),
    path("orders/<slug:number>/delivery/", steps.ReportDelivery.as_view(), name="order-deliver"),
    path("orders/<slug:number>/acceptance/", steps.AcceptOrder.as_view(), name="order-accept"),
    path("orders/<slug:number>/refund/", steps.RequestRefund.as_view(), name="order-refund"),
    re_path(
        r"^orders/(?P<number>[-\w]+)/(?P<kind>pro-forma|invoice|packing-slip)\.pdf$",
        orders.OrderDocument.as_view(),
        name="order-document",
    ),
    path(
        "orders/<slug:number>/shipments/<int:position>/document/",
        orders.ShipmentDocument.as_view(),
        name="shipment-document",
    ),
    path("payouts/", money.PayoutList.as_view(), name="payout-list"),
    path("payouts/releases.csv", money.PayoutExport.as_view(), name="payout-export"),
    path("payouts/<slug:number>/", money.PayoutDetail.as_view(), name="payout-detail"),
    path("console/money/", console.MoneyConsole.as_view(), name="console-money"),
    path("console/money/payouts/", console.RunPayouts.as_view(), name="console-payouts"),
    path("console/operations/<uuid:operation_id>/retry/", console.RetryOperation.as_view(), name="operation-retry"),
    path("console/orders/", console.OrderConsole.as_view(), name="console-orders"),
    path("webhooks/stripe/", Webhook.as_view(), name="gateway-webhook"),
    path("webhooks/stripe/connect/", ConnectWebhook.as_view(), name="gateway-connect-webhook"),
]
