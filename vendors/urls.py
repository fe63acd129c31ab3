"""Addresses of the HTML door."""

from django.urls import path

from vendors.views import console, own, public

urlpatterns = [
    path("suppliers/", public.Directory.as_view(), name="suppliers"),
    path("s/<slug:slug>/", public.Storefront.as_view(), name="storefront"),
    path("s/<slug:slug>/contact/", public.ContactSupplier.as_view(), name="storefront-contact"),
    path("s/<slug:slug>/<slug:tab>/", public.Storefront.as_view(), name="storefront-tab"),
    path("banners/<slug:word>.svg", public.Banner.as_view(), name="banner"),
    path("sell/", own.ApplyAsVendor.as_view(), name="sell"),
    path("storefront/", own.UpdateStorefront.as_view(), name="storefront-edit"),
    path("storefront/submit/", own.SubmitForVerification.as_view(), name="storefront-submit"),
    path("storefront/certificates/", own.AddCertificate.as_view(), name="certificate-add"),
    path(
        "storefront/certificates/<uuid:certificate_id>/remove/",
        own.RemoveCertificate.as_view(),
        name="certificate-remove",
    ),
    path("console/verification/", console.VerificationQueue.as_view(), name="verification-queue"),
    path("console/verification/<slug:slug>/", console.ReviewVendor.as_view(), name="vendor-review"),
    path("console/verification/<slug:slug>/verify/", console.VerifyVendor.as_view(), name="vendor-verify"),
    path("console/verification/<slug:slug>/reject/", console.RejectVendor.as_view(), name="vendor-reject"),
    path("console/verification/<slug:slug>/suspend/", console.SuspendVendor.as_view(), name="vendor-suspend"),
    path("console/verification/<slug:slug>/reinstate/", console.ReinstateVendor.as_view(), name="vendor-reinstate"),
    path(
        "console/verification/<slug:slug>/certificates/<uuid:certificate_id>/",
        console.CertificateCopy.as_view(),
        name="certificate-copy",
    ),
]
