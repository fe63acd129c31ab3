"""Addresses of requests: ``/rfqs/`` for buyers, ``/requests/`` for suppliers, ``/negotiations/`` for threads."""

from django.urls import URLPattern, URLResolver, path, re_path

from rfq.views import buying, comparing, negotiating, selling

_BID = "rfqs/<slug:number>/bids/<slug:vendor>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("rfqs/", buying.RfqList.as_view(), name="rfq-list"),
    path("rfqs/new/", buying.NewRfq.as_view(), name="rfq-new"),
    path("rfqs/<slug:number>/", buying.RfqDetail.as_view(), name="rfq-detail"),
    path("rfqs/<slug:number>/edit/", buying.EditRfq.as_view(), name="rfq-edit"),
    path("rfqs/<slug:number>/publication/", buying.PublishRfq.as_view(), name="rfq-publish"),
    path("rfqs/<slug:number>/deadline/", buying.ExtendDeadline.as_view(), name="rfq-extend"),
    path("rfqs/<slug:number>/invitations/", buying.InviteVendors.as_view(), name="rfq-invite"),
    path("rfqs/<slug:number>/cancellation/", buying.CancelRfq.as_view(), name="rfq-cancel"),
    path("rfqs/<slug:number>/files/", buying.AddFile.as_view(), name="rfq-add-file"),
    path("rfqs/<slug:number>/files/<int:position>/", negotiating.DownloadFile.as_view(), name="rfq-file"),
    path("rfqs/<slug:number>/compare/", comparing.Compare.as_view(), name="rfq-compare"),
    re_path(
        r"^rfqs/(?P<number>[-\w]+)/compare\.(?P<format>csv|xlsx)$",
        comparing.ExportComparison.as_view(),
        name="rfq-export",
    ),
    path(f"{_BID}/counter/", comparing.MakeCounterOffer.as_view(), name="rfq-counter"),
    path(f"{_BID}/award/", comparing.AwardQuote.as_view(), name="rfq-award"),
    path("requests/", selling.RequestList.as_view(), name="request-list"),
    path("requests/<slug:number>/", selling.SubmitQuote.as_view(), name="request-detail"),
    path("requests/<slug:number>/withdrawal/", selling.WithdrawQuote.as_view(), name="request-withdraw"),
    path("negotiations/<slug:code>/panel/", negotiating.ThreadPanel.as_view(), name="rfq-thread-panel"),
    path("negotiations/<slug:code>/acceptance/", negotiating.AcceptOffer.as_view(), name="offer-accept"),
    path("negotiations/<slug:code>/decline/", negotiating.DeclineOffer.as_view(), name="offer-decline"),
    path("negotiations/<slug:code>/withdrawal/", negotiating.WithdrawOffer.as_view(), name="offer-withdraw"),
]
