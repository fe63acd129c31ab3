"""An order with everything that a pack tells: money, a conversation, files, a shipment, clocks."""

from uuid import UUID

import pytest

from escrow.models import Shipment, Timer
from marketplace.ledger.models import Order
from marketplace.storage import files
from messaging.services import open_thread, send_message
from tests.cast import Person
from tests.ledger.conftest import make_order
from tests.statements.history import day, march

PHOTO = b"\xff\xd8\xff" + b"a photograph of an enclosure" * 40
PAPER = b"%PDF-1.7 a packing list"


@pytest.fixture
def order(ada: Person, bruno: Person) -> Order:
    """Of €25,000.00, from Delft to Nordmetal, with its month of money, a shipment and a conversation."""
    order = make_order(ada, bruno, key="evidence")
    march(order)
    paper = files.store(
        organization_id=bruno.organization.id, purpose="document", name="packing list.pdf", content=PAPER, at=day(6)
    )
    Shipment.objects.create(
        order=order, carrier="DB Schenker", tracking_number="SCH-884120", document=paper, shipped_at=day(6)
    )
    Timer.objects.create(order=order, name="AUTO_ACCEPT", due_at=day(20), stopped_at=day(10))
    talk(ada, bruno)
    return order


def talk(ada: Person, bruno: Person) -> None:
    """Two messages and a photograph in the thread of RFQ-2481."""
    parties = [ada.organization.id, bruno.organization.id]
    thread = open_thread(
        actor=ada.actor,
        subject_kind="RFQ",
        subject_ref="RFQ-2481",
        title="Enclosures",
        organization_ids=parties,
        at=day(1),
    )
    photo = files.store(
        organization_id=bruno.organization.id, purpose="message", name="sample.jpg", content=PHOTO, at=day(2)
    )
    said = [(ada, "Is the lid sealed?", ()), (bruno, "Yes, IP67.", (photo.id,))]
    for number, (person, text, attached) in enumerate(said, start=1):
        send_message(
            actor=person.actor,
            thread_id=thread.id,
            body=text,
            client_id=UUID(int=number),
            at=day(number),
            file_ids=attached,
        )
