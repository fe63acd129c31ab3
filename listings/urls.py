"""Addresses of the HTML door."""

from django.urls import path, re_path

from listings.views import catalogue, imports, public

urlpatterns = [
    path("p/<slug:slug>/", public.ListingScreen.as_view(), name="listing"),
    path("p/<slug:slug>/moderate/", public.ModerateListing.as_view(), name="listing-moderate"),
    path("drawings/<slug:name>.svg", public.Drawing.as_view(), name="drawing"),
    path("catalogue/", catalogue.Catalogue.as_view(), name="catalogue"),
    path("catalogue/change/", catalogue.ChangeListings.as_view(), name="catalogue-change"),
    path("catalogue/new/", catalogue.CreateListing.as_view(), name="catalogue-new"),
    path("catalogue/imports/", imports.StartImport.as_view(), name="imports"),
    path("catalogue/imports/template.csv", imports.ImportTemplate.as_view(), name="import-template"),
    path("catalogue/imports/<str:number>/", imports.ImportScreen.as_view(), name="import"),
    path("catalogue/imports/<str:number>/confirm/", imports.ConfirmImport.as_view(), name="import-confirm"),
    re_path(
        r"^catalogue/imports/(?P<number>[^/]+)/refused\.(?P<kind>csv|xlsx)$",
        imports.RefusedRows.as_view(),
        name="import-refused",
    ),
    path("catalogue/<slug:slug>/", catalogue.UpdateListing.as_view(), name="catalogue-listing"),
    path("catalogue/<slug:slug>/publish/", catalogue.PublishListing.as_view(), name="catalogue-publish"),
    path("catalogue/<slug:slug>/withdraw/", catalogue.WithdrawListing.as_view(), name="catalogue-withdraw"),
    path("catalogue/<slug:slug>/images/", catalogue.AddImage.as_view(), name="catalogue-image-add"),
    path(
        "catalogue/<slug:slug>/images/<uuid:image_id>/remove/",
        catalogue.RemoveImage.as_view(),
        name="catalogue-image-remove",
    ),
]
