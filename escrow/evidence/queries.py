"""Evidence packs through an actor."""

from datetime import datetime
from typing import IO

from django.conf import settings

from escrow.evidence import packing, registry
from escrow.evidence.packing import Heading
from escrow.evidence.registry import Reader
from marketplace.ledger import queries as ledger
from marketplace.ledger.parties import Party
from marketplace.lib.actor import Actor

KEY_PATH = "/.well-known/harborline-evidence.json"


def evidence_pack(actor: Actor, number: str, at: datetime) -> tuple[str, IO[bytes]]:
    """The pack of an order as its reader may see it: the file's name, and the archive for reading.

    For both sides of the order and for the operator. Raises NotFound.
    """
    order = ledger.get_order(actor, number)
    side = Party.OPERATOR
    if actor.belongs_to(order.buyer_id):
        side = Party.BUYER
    elif actor.belongs_to(order.vendor_id):
        side = Party.VENDOR
    heading = Heading(
        order=order.number,
        side=side.value,
        made_at=at,
        made_for=actor.organization_name,
        address=f"{settings.PUBLIC_URL.rstrip('/')}{KEY_PATH}",
    )
    return heading.file_name, packing.pack(heading, registry.parts_of(order, Reader(actor, side)))
