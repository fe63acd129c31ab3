"""The JSON door: the public list and product, the vendor's own catalogue, imports."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from listings import queries, services
from listings.api.serializers import (
    ImportBody,
    ImportShape,
    ListingBody,
    ListingPage,
    ListingShape,
    PricesBody,
    ProblemShape,
    RevisionBody,
    draft_from,
)
from listings.content import Price
from marketplace.api.views import ServiceViewSet


class ListingViewSet(ServiceViewSet):
    """Listings on the market; writing concerns the caller's own."""

    capabilities = {
        "list": None,
        "retrieve": None,
        "own": "listing.view",
        "create": "listing.edit",
        "update": "listing.edit",
        "prices": "listing.edit",
        "publish": "listing.edit",
        "withdraw": "listing.edit",
    }

    @extend_schema(
        operation_id="listings_list",
        parameters=[
            OpenApiParameter("category", str, description="Slug; its subcategories count as well."),
            OpenApiParameter("vendor", str, description="Slug of the supplier."),
            OpenApiParameter("after", str, description="Slug of the last listing you have."),
            OpenApiParameter("page_size", int, description="Up to 100."),
        ],
        responses=ListingPage,
    )
    def list(self, request: Request) -> Response:
        """Published listings, newest first."""
        params = request.query_params
        text = params.get("page_size", "")
        page = queries.public_page(
            category=params.get("category", ""),
            vendor=params.get("vendor", ""),
            after=params.get("after", ""),
            size=min(max(int(text), 1), 100) if text.isascii() and text.isdigit() and len(text) < 5 else queries.PAGE,
        )
        return Response({"results": page.rows, "next": self._next(request, page.following), "previous": None})

    @staticmethod
    def _next(request: Request, following: str) -> str | None:
        if not following:
            return None
        kept = request.query_params.copy()
        kept["after"] = following
        return request.build_absolute_uri(f"{request.path}?{kept.urlencode()}")

    @extend_schema(operation_id="listings_retrieve", responses=ListingShape)
    def retrieve(self, request: Request, slug: str) -> Response:
        """One listing: on the market, or the caller's own in any state."""
        return Response(ListingShape(queries.get_listing(self.actor, slug)).data)

    @extend_schema(operation_id="own_listings_list", responses=ListingShape(many=True))
    def own(self, request: Request) -> Response:
        """The caller's own catalogue by SKU, in every state."""
        return self.page(queries.own_listings(self.actor), ListingShape, ordering="sku")

    @extend_schema(operation_id="listings_create", request=ListingBody, responses={201: ListingShape})
    def create(self, request: Request) -> Response:
        """A new draft."""
        draft = draft_from(self.body(ListingBody))
        listing = services.create_listing(actor=self.actor, draft=draft, key=self.key, at=self.at)
        return self._own(listing.slug, status=201)

    @extend_schema(operation_id="listings_update", request=RevisionBody, responses=ListingShape)
    def update(self, request: Request, slug: str) -> Response:
        """Replace the whole content. 409 if somebody saved a later version."""
        body = self.body(RevisionBody)
        listing = queries.get_own_listing(self.actor, slug)
        services.update_listing(
            actor=self.actor, listing_id=listing.id, draft=draft_from(body), version=body["version"], at=self.at
        )
        return self._own(slug)

    @extend_schema(operation_id="listings_prices", request=PricesBody, responses=ListingShape)
    def prices(self, request: Request, slug: str) -> Response:
        """Replace the whole price list."""
        prices = [Price(**price) for price in self.body(PricesBody)["prices"]]
        listing = queries.get_own_listing(self.actor, slug)
        services.set_prices(actor=self.actor, listing_id=listing.id, prices=prices, at=self.at)
        return self._own(slug)

    @extend_schema(operation_id="listings_publish", request=None, responses=ListingShape)
    def publish(self, request: Request, slug: str) -> Response:
        """Put it on the market. Already there is no error."""
        listing = queries.get_own_listing(self.actor, slug)
        services.publish_listing(actor=self.actor, listing_id=listing.id, at=self.at)
        return self._own(slug)

    @extend_schema(operation_id="listings_withdraw", request=None, responses=ListingShape)
    def withdraw(self, request: Request, slug: str) -> Response:
        """Take it off the market. Already off is no error."""
        listing = queries.get_own_listing(self.actor, slug)
        services.withdraw_listing(actor=self.actor, listing_id=listing.id, at=self.at)
        return self._own(slug)

    def _own(self, slug: str, status: int = 200) -> Response:
        return Response(ListingShape(queries.get_own_listing(self.actor, slug)).data, status=status)


class ImportViewSet(ServiceViewSet):
    """Catalogue files of the caller's company."""

    capabilities = {
        "list": "listing.view",
        "retrieve": "listing.view",
        "problems": "listing.view",
        "create": "listing.edit",
        "confirm": "listing.edit",
    }

    @extend_schema(operation_id="imports_list", responses=ImportShape(many=True))
    def list(self, request: Request) -> Response:
        """Imports, newest first."""
        return self.page(queries.imports_of(self.actor), ImportShape, ordering=("-created_at", "-id"))

    @extend_schema(operation_id="imports_retrieve", responses=ImportShape)
    def retrieve(self, request: Request, number: str) -> Response:
        """One import and how far it is."""
        return Response(ImportShape(queries.get_import(self.actor, number)).data)

    @extend_schema(operation_id="imports_problems", responses=ProblemShape(many=True))
    def problems(self, request: Request, number: str) -> Response:
        """Refused cells in the order of the file."""
        chosen = queries.get_import(self.actor, number)
        return self.page(queries.problems_of(chosen), ProblemShape, ordering="id")

    @extend_schema(operation_id="imports_create", request=ImportBody, responses={201: ImportShape})
    def create(self, request: Request) -> Response:
        """Hand in an uploaded file for its dry run."""
        body = self.body(ImportBody)
        started = services.start_import(
            actor=self.actor,
            file_id=body["file_id"],
            default_category_id=body["default_category_id"],
            publish_complete=body["publish_complete"],
            meanings=body["columns"],
            key=self.key,
            at=self.at,
        )
        return Response(ImportShape(started).data, status=201)

    @extend_schema(operation_id="imports_confirm", request=None, responses=ImportShape)
    def confirm(self, request: Request, number: str) -> Response:
        """Write the rows that passed."""
        chosen = queries.get_import(self.actor, number)
        confirmed = services.confirm_import(actor=self.actor, import_id=chosen.id, at=self.at)
        return Response(ImportShape(confirmed).data)
