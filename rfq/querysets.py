"""Which requests and quotes an actor may see, and the locks that writers take."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from marketplace.identity.models import Organization
from marketplace.lib.actor import Actor
from rfq.states import LIVE, InvitationSource, RfqState, Visibility

if TYPE_CHECKING:
    from rfq.models import Quote, QuoteVersion, Rfq  # noqa: F401  # the type parameters below


def verified_vendor(organization_id: UUID) -> models.QuerySet[Organization]:
    """The organisation, if it sells and its verification stands today."""
    return Organization.objects.filter(pk=organization_id, can_sell=True, vendor_profile__state="VERIFIED")


class RfqQuerySet(models.QuerySet["Rfq"]):
    """Requests through the eyes of an actor."""

    def visible_to(self, actor: Actor) -> Self:
        """The buyer's own; for a supplier those they may answer or have answered; posted ones for the operator."""
        if actor.is_system:
            return self
        if actor.organization_id is None:
            return self.none()
        seen = Q(buyer_id=actor.organization_id)
        if actor.sells:
            seen |= ~Q(state=RfqState.DRAFT) & (
                Q(Exists(self._invited(actor.organization_id)))
                | Q(Exists(self._quoted(actor.organization_id)))
                | (Q(visibility=Visibility.OPEN) & Q(Exists(verified_vendor(actor.organization_id))))
            )
        if actor.operates:
            seen |= ~Q(state=RfqState.DRAFT)
        return self.filter(seen)

    def requests_for(self, actor: Actor) -> Self:
        """What a supplier may answer: visible, and not their own."""
        return self.visible_to(actor).exclude(state=RfqState.DRAFT).exclude(buyer_id=actor.organization_id)

    def of_buyer(self, organization_id: UUID | None) -> Self:
        """The requests of one company, in every state."""
        return self.filter(buyer_id=organization_id)

    def bidding(self, at: datetime) -> Self:
        """Those that take quotes at this moment."""
        return self.filter(state=RfqState.OPEN, closes_at__gt=at)

    def due(self, at: datetime) -> Self:
        """Still marked open although their deadline has passed."""
        return self.filter(state=RfqState.OPEN, closes_at__lte=at)

    def told(self, organization_id: UUID | None) -> Self:
        """Those that invite this supplier or match their catalogue."""
        return self.filter(Exists(self._told(organization_id)))

    def answered_by(self, organization_id: UUID | None) -> Self:
        """Those that this supplier has quoted."""
        return self.filter(Exists(self._quoted(organization_id)))

    def unanswered_by(self, organization_id: UUID | None) -> Self:
        """Those that this supplier has not quoted."""
        return self.filter(~Exists(self._quoted(organization_id)))

    def locked(self) -> Self:
        """Lock the request rows alone until the transaction ends."""
        return self.select_for_update(of=("self",))

    @staticmethod
    def _told(organization_id: UUID | None) -> models.QuerySet[Any]:
        told: models.QuerySet[Any] = apps.get_model("rfq", "RfqInvitation")._default_manager.all()
        return told.filter(rfq=OuterRef("pk"), vendor_id=organization_id)

    @classmethod
    def _invited(cls, organization_id: UUID | None) -> models.QuerySet[Any]:
        return cls._told(organization_id).filter(source=InvitationSource.INVITED)

    @staticmethod
    def _quoted(organization_id: UUID | None) -> models.QuerySet[Any]:
        quoted: models.QuerySet[Any] = apps.get_model("rfq", "Quote")._default_manager.all()
        return quoted.filter(rfq=OuterRef("pk"), vendor_id=organization_id)


class QuoteQuerySet(models.QuerySet["Quote"]):
    """Quotes: the buyer sees all of their request, a supplier only their own."""

    def visible_to(self, actor: Actor) -> Self:
        """Own as supplier, received as buyer, all for the operator."""
        if actor.is_system or actor.operates:
            return self
        if actor.organization_id is None:
            return self.none()
        return self.filter(Q(vendor_id=actor.organization_id) | Q(rfq__buyer_id=actor.organization_id))

    def locked(self) -> Self:
        """Lock the quote rows alone until the transaction ends."""
        return self.select_for_update(of=("self",))


class QuoteVersionQuerySet(models.QuerySet["QuoteVersion"]):
    """Offers of a negotiation."""

    def current(self) -> Self:
        """The newest version of each quote."""
        return self.filter(no=F("quote__current_no"))

    def expired(self, at: datetime) -> Self:
        """Live ones whose validity has run out."""
        return self.filter(state__in=LIVE, valid_until__lte=at)

    def locked(self) -> Self:
        """Lock the version rows alone until the transaction ends."""
        return self.select_for_update(of=("self",))
