"""The API of requests and quotes: the same services as the screens, each side in its own shape."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.permissions import SIGNED_IN
from marketplace.api.views import ServiceViewSet
from marketplace.lib.errors import NotFound
from rfq import queries, services
from rfq.api import serializers as shapes
from rfq.models import Rfq

RFQ = PolymorphicProxySerializer(
    component_name="RfqOfOneSide",
    serializers=[shapes.RfqForBuyer, shapes.RfqForVendor],
    resource_type_field_name=None,
)
QUOTE = PolymorphicProxySerializer(
    component_name="QuoteOfOneSide",
    serializers=[shapes.QuoteForBuyer, shapes.QuoteForVendor],
    resource_type_field_name=None,
)


def quote_shape(quote: queries.QuoteForBuyer | queries.QuoteForVendor) -> Any:
    """In the shape of the side it was read for."""
    if isinstance(quote, queries.QuoteForBuyer):
        return shapes.QuoteForBuyer(quote).data
    return shapes.QuoteForVendor(quote).data


class RfqViewSet(ServiceViewSet):
    """Requests: the buyer's own, and those that a supplier may answer."""

    capabilities = {
        "list": SIGNED_IN,
        "retrieve": SIGNED_IN,
        "create": "rfq.post",
        "publish": "rfq.post",
        "extend": "rfq.post",
        "invite": "rfq.post",
        "cancel": "rfq.post",
        "attach": "rfq.post",
    }

    @extend_schema(responses=shapes.RfqForVendor(many=True))
    def list(self, request: Request) -> Response:
        """Every request that the caller may see, newest first."""
        return self.page(queries.readable_rfqs(self.actor), shapes.RfqForVendor, ordering=("-created_at", "-id"))

    @extend_schema(responses=RFQ)
    def retrieve(self, request: Request, number: str) -> Response:
        """One request, in the shape of the caller's side."""
        return Response(self._shown(number))

    @extend_schema(request=shapes.RfqBody, responses={201: shapes.RfqForBuyer})
    def create(self, request: Request) -> Response:
        """Post a request, or keep it as a draft."""
        body = self.body(shapes.RfqBody)
        draft = shapes.draft_of(
            body,
            category_id=queries.category_id(body.get("category")),
            vendor_ids=queries.vendor_ids(body["vendors"]),
        )
        save = services.save_rfq_draft if body["draft"] else services.post_rfq
        rfq = save(actor=self.actor, draft=draft, key=self.key, at=self.at)
        return Response(self._written(rfq.number), status=201)

    @extend_schema(request=None, responses=shapes.RfqForBuyer)
    def publish(self, request: Request, number: str) -> Response:
        """Post a draft."""
        services.publish_rfq(actor=self.actor, rfq_id=self._own(number).id, key=self.key, at=self.at)
        return Response(self._written(number))

    @extend_schema(request=shapes.DeadlineBody, responses=shapes.RfqForBuyer)
    def extend(self, request: Request, number: str) -> Response:
        """Move the deadline back."""
        closes_at = self.body(shapes.DeadlineBody)["closes_at"]
        rfq_id = self._own(number).id
        services.extend_deadline(actor=self.actor, rfq_id=rfq_id, closes_at=closes_at, key=self.key, at=self.at)
        return Response(self._written(number))

    @extend_schema(request=shapes.InviteBody, responses=shapes.RfqForBuyer)
    def invite(self, request: Request, number: str) -> Response:
        """Ask more suppliers by name."""
        chosen = queries.vendor_ids(self.body(shapes.InviteBody)["vendors"])
        rfq_id = self._own(number).id
        services.invite_vendors(actor=self.actor, rfq_id=rfq_id, vendor_ids=chosen, key=self.key, at=self.at)
        return Response(self._written(number))

    @extend_schema(request=shapes.CancelBody, responses=shapes.RfqForBuyer)
    def cancel(self, request: Request, number: str) -> Response:
        """Take a request back, with a reason."""
        reason = self.body(shapes.CancelBody)["reason"]
        services.cancel_rfq(actor=self.actor, rfq_id=self._own(number).id, reason=reason, key=self.key, at=self.at)
        return Response(self._written(number))

    @extend_schema(request=shapes.FileBody, responses={201: shapes.RfqForBuyer})
    def attach(self, request: Request, number: str) -> Response:
        """Add a file while it is a draft or takes quotes."""
        file_id = self.body(shapes.FileBody)["file_id"]
        services.add_file(actor=self.actor, rfq_id=self._own(number).id, file_id=file_id, key=self.key, at=self.at)
        return Response(self._written(number), status=201)

    def _own(self, number: str) -> Rfq:
        return queries.get_rfq(self.actor, number)

    def _written(self, number: str) -> Any:
        """For its writer, whose key may lack the scope to read requests."""
        return shapes.RfqForBuyer(self._own(number)).data

    def _shown(self, number: str) -> Any:
        rfq = queries.get_readable_rfq(self.actor, number)
        own = self.actor.belongs_to(rfq.buyer_id) or self.actor.operates
        return (shapes.RfqForBuyer if own else shapes.RfqForVendor)(rfq).data


class RfqQuoteViewSet(ServiceViewSet):
    """The quotes of one request."""

    capabilities = {"list": SIGNED_IN, "create": "quote.submit"}

    @extend_schema(operation_id="rfq_quotes_list", responses=QUOTE)
    def list(self, request: Request, number: str) -> Response:
        """All bids for the buyer; a supplier's own for a supplier."""
        rfq = queries.get_readable_rfq(self.actor, number)
        if self.actor.belongs_to(rfq.buyer_id) or self.actor.operates:
            found: list[Any] = list(queries.quotes_for_buyer(self.actor, rfq, self.at))
        else:
            own = queries.find_own_quote(self.actor, rfq, self.at)
            found = [own] if own else []
        return Response({"results": [quote_shape(quote) for quote in found]})

    @extend_schema(operation_id="rfq_quotes_create", request=shapes.OfferBody, responses={201: shapes.QuoteForVendor})
    def create(self, request: Request, number: str) -> Response:
        """Quote, or revise the quote."""
        body = self.body(shapes.OfferBody)
        quote = services.submit_quote(
            actor=self.actor,
            rfq_id=queries.get_request(self.actor, number).id,
            proposal=shapes.proposal_of(body),
            seen_no=body.get("seen_no"),
            key=self.key,
            at=self.at,
        )
        return Response(quote_shape(queries.get_quote(self.actor, quote.id, self.at)), status=201)


class QuoteViewSet(ServiceViewSet):
    """One quote and the steps of its negotiation."""

    capabilities = {
        "retrieve": SIGNED_IN,
        "withdraw": "quote.submit",
        "counter": "rfq.award",
        "accept": SIGNED_IN,
        "decline": SIGNED_IN,
        "award": "rfq.award",
    }

    @extend_schema(responses=QUOTE)
    def retrieve(self, request: Request, quote_id: UUID) -> Response:
        """One quote with all its versions."""
        quote = queries.get_quote(self.actor, quote_id, self.at)
        queries.get_readable_rfq(self.actor, quote.rfq_number)  # within the scopes of the caller's key
        return Response(quote_shape(quote))

    @extend_schema(request=None, responses=shapes.QuoteForVendor)
    def withdraw(self, request: Request, quote_id: UUID) -> Response:
        """Take the own quote back."""
        services.withdraw_quote(actor=self.actor, quote_id=quote_id, key=self.key, at=self.at)
        return self._answer(quote_id)

    @extend_schema(request=shapes.CounterBody, responses={201: shapes.QuoteForBuyer})
    def counter(self, request: Request, quote_id: UUID) -> Response:
        """Answer a quote with other terms."""
        body = self.body(shapes.CounterBody)
        services.make_counter_offer(
            actor=self.actor,
            version_id=self._version(quote_id, body["version_id"]),
            proposal=shapes.proposal_of(body),
            key=self.key,
            at=self.at,
        )
        return self._answer(quote_id, status=201)

    @extend_schema(request=shapes.AnswerBody, responses=QUOTE)
    def accept(self, request: Request, quote_id: UUID) -> Response:
        """Accept the other side's offer; a buyer's acceptance opens the order."""
        body = self.body(shapes.AnswerBody)
        services.accept_offer(
            actor=self.actor,
            version_id=self._version(quote_id, body["version_id"]),
            terms_hash=body["terms_hash"],
            key=self.key,
            at=self.at,
        )
        return self._answer(quote_id)

    @extend_schema(request=shapes.DeclineBody, responses=QUOTE)
    def decline(self, request: Request, quote_id: UUID) -> Response:
        """Decline the other side's offer."""
        body = self.body(shapes.DeclineBody)
        version_id = self._version(quote_id, body["version_id"])
        services.decline_offer(actor=self.actor, version_id=version_id, reason=body["reason"], key=self.key, at=self.at)
        return self._answer(quote_id)

    @extend_schema(request=shapes.AwardBody, responses={201: shapes.AwardShape})
    def award(self, request: Request, quote_id: UUID) -> Response:
        """Choose this quote: opens the order."""
        terms_hash = self.body(shapes.AwardBody)["terms_hash"]
        award = services.award_quote(
            actor=self.actor, quote_id=quote_id, terms_hash=terms_hash, key=self.key, at=self.at
        )
        return Response(shapes.AwardShape(award).data, status=201)

    def _version(self, quote_id: UUID, version_id: UUID) -> UUID:
        """The offer, if it belongs to the quote in the address. Raises NotFound."""
        quote = queries.get_quote(self.actor, quote_id, self.at)
        if not quote.has_version(version_id):
            raise NotFound
        return version_id

    def _answer(self, quote_id: UUID, status: int = 200) -> Response:
        return Response(quote_shape(queries.get_quote(self.actor, quote_id, self.at)), status=status)
