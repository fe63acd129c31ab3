"""The judge's addresses: a root of their own, which no edition of the market includes."""

from django.urls import path

from marketplace.ledger.conformance import views

urlpatterns = [
    path("_lck/reset", views.reset, name="lck-reset"),
    path("_lck/post", views.post, name="lck-post"),
    path("_lck/balance", views.balance, name="lck-balance"),
    path("_lck/journal", views.journal, name="lck-journal"),
]
