"""Addresses of the HTML door."""

from django.urls import path

from buyers import views

urlpatterns = [
    path("addresses/", views.AddAddress.as_view(), name="addresses"),
    path("addresses/<uuid:address_id>/default/", views.SetDefaultAddress.as_view(), name="address-default"),
    path("addresses/<uuid:address_id>/remove/", views.RemoveAddress.as_view(), name="address-remove"),
    path("saved-suppliers/", views.SavedVendors.as_view(), name="saved-suppliers"),
    path("saved-suppliers/<slug:slug>/save/", views.SaveVendor.as_view(), name="supplier-save"),
    path("saved-suppliers/<slug:slug>/remove/", views.UnsaveVendor.as_view(), name="supplier-unsave"),
]
