"""The browsable reference page of the API: Swagger UI from the sidecar wheel, no CDN, no inline code."""

from drf_spectacular.views import SpectacularSwaggerSplitView


class Reference(SpectacularSwaggerSplitView):
    """Swagger UI under our own policy: its script comes from the same address with ``?script``."""

    url_name = "api-schema"
    template_name = "api/reference.html"
