"""What happens inside the fake without a call of ours: choices of payers, banks and networks, and the passing of time.

For the sandbox's pages, for tests and for the demonstration market. Nothing here touches escrow's own rows; the market
learns of it by a notice, or by asking. Every function is a transaction of the fake's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from escrow.gateways.fake import cash, disputes, payments, payouts, recipients, store
from escrow.gateways.fake.events import SandboxWebhookQueued
from escrow.gateways.fake.models import Notice, Thing, World
from escrow.gateways.fake.store import Json
from escrow.gateways.port import RecipientAccount
from escrow.gateways.stripe import accounts
from marketplace.lib.errors import NotFound
from marketplace.outbox.publishing import publish

SETTLES_AFTER = timedelta(seconds=10)


class Choice(StrEnum):
    """What a payer may do on the payment page."""

    PAY = "pay"
    CHALLENGE = "3ds"
    PENDING = "pending"
    BANK = "bank"
    DISPUTE = "dispute"
    DECLINE = "decline"
    TIMEOUT = "timeout"
    CANCEL = "cancel"


class Fault(StrEnum):
    """What the next call that writes may suffer."""

    REFUSED = "REFUSED"
    REQUEST_LOST = "REQUEST_LOST"
    RESPONSE_LOST = "RESPONSE_LOST"
    SERVER_ERROR = "SERVER_ERROR"


@dataclass(frozen=True)
class Page:
    """A payment as its page shows it."""

    ref: str
    amount_minor: int
    currency: str
    description: str
    status: str
    return_path: str
    customer: str
    is_challenged: bool
    is_declined: bool
    bank: Json | None

    @property
    def words(self) -> str:
        """The status as people say it."""
        return _in_words(self.status)

    @property
    def is_open(self) -> bool:
        """Something can still be chosen."""
        return self.status in payments.OPEN


def get_payment(ref: str) -> Page:
    """The payment behind a payment page. The unguessable ref is the permission. Raises NotFound."""
    return _page(_thing(ref, "payment_intent"))


def _page(intent: Thing) -> Page:
    data = intent.data
    action = data["next_action"] or {}
    return Page(
        ref=intent.ref,
        amount_minor=data["amount"],
        currency=data["currency"].upper(),
        description=data["description"] or "",
        status=data["status"],
        return_path=data["metadata"].get("return_path", "/"),
        customer=data["customer"] or "",
        is_challenged=action.get("type") == "use_stripe_sdk",
        is_declined=data["last_payment_error"] is not None,
        bank=action.get("display_bank_transfer_instructions"),
    )


def choose(*, ref: str, choice: Choice, at: datetime, amount_minor: int = 0) -> Page:
    """Do on the payment page what ``choice`` says; a payment that is no longer open stays as it is.

    ``TIMEOUT`` takes the money and tells nobody: the market has to ask. ``BANK`` sends ``amount_minor`` by bank
    transfer, which may be too little or too much; 0 sends what is missing. Raises NotFound.
    """
    with transaction.atomic(durable=True):
        store.locked_world()
        intent = _thing(ref, "payment_intent")
        if intent.data["status"] not in payments.OPEN:
            return _page(intent)
        if choice is Choice.DECLINE:
            payments.decline(intent)
        elif choice is Choice.CANCEL:
            intent = payments.cancel_intent(ref, "requested_by_customer", at)
        elif choice is Choice.CHALLENGE:
            payments.challenge(intent)
        elif choice is Choice.PENDING:
            payments.process(intent, at + SETTLES_AFTER)
        elif choice is Choice.BANK:
            _send(intent, amount_minor, at)
        else:
            charge = payments.succeed(intent, at, is_told=choice is not Choice.TIMEOUT)
            if choice is Choice.DISPUTE:
                disputes.open_dispute(charge, charge.data["amount"], "fraudulent", at)
        intent.refresh_from_db()
    return _page(intent)


def _send(intent: Thing, amount: int, at: datetime) -> None:
    """Choose the bank transfer, and send it."""
    cash.wait_for_transfer(intent, at)
    intent.refresh_from_db()
    data = intent.data
    if data["status"] == "succeeded":
        return
    rest = data["next_action"]["display_bank_transfer_instructions"]["amount_remaining"]
    cash.arrive(data["customer"], data["currency"], amount or rest, data["transfer_group"] or "", at)


def send_bank_transfer(*, customer: str, currency: str, amount_minor: int, reference: str, at: datetime) -> None:
    """Somebody sends money to a customer's account, for whatever it may be. Raises NotFound."""
    with transaction.atomic(durable=True):
        store.locked_world()
        cash.arrive(_thing(customer, "customer").ref, currency.lower(), amount_minor, reference, at)


def open_dispute(
    *,
    payment_ref: str,
    at: datetime,
    amount_minor: int = 0,
    reason: str = "product_not_received",
    inquiry: bool = False,
) -> str:
    """The payer's bank disputes a payment, or only inquires; returns the dispute's ref. 0 is the whole amount."""
    with transaction.atomic(durable=True):
        store.locked_world()
        charge = disputes.charge_to_dispute(_thing(payment_ref, "payment_intent").ref)
        amount = amount_minor or charge.data["amount"]
        return disputes.open_dispute(charge, amount, reason, at, is_inquiry=inquiry).ref


def decide_dispute(*, ref: str, won: bool, at: datetime) -> None:
    """The network decides a dispute. Raises NotFound."""
    with transaction.atomic(durable=True):
        store.locked_world()
        disputes.decide(_thing(ref, "dispute"), at, won=won)


def fail_refund(*, ref: str, at: datetime) -> None:
    """A refund comes back from the payer's bank, days after it succeeded. Raises NotFound."""
    with transaction.atomic(durable=True):
        store.locked_world()
        payouts.fail_refund(_thing(ref, "refund"), at)


def end_payout(*, ref: str, is_paid: bool, at: datetime) -> None:
    """A bank takes a payout or sends it back. Raises NotFound."""
    with transaction.atomic(durable=True):
        store.locked_world()
        payouts.end_payout(_thing(ref, "payout"), at, is_paid=is_paid)


def open_recipient(*, organization_id: UUID, name: str, at: datetime) -> None:
    """A vendor's account that is ready, as if the vendor had done everything: for the cast and the demo market."""
    with transaction.atomic():
        store.locked_world()
        made = recipients.create({"display_name": name, "metadata": {"organization": str(organization_id)}}, at)
        recipients.fill_in(store.get(made["id"], "v2.core.account"), "active")
    accounts.remember_recipient(organization_id, RecipientAccount(ref=made["id"], is_ready=True))


def set_recipient(*, ref: str, status: str, at: datetime) -> None:
    """``active``, ``restricted``, or ``pending``, which becomes active ten seconds later. Raises NotFound."""
    with transaction.atomic(durable=True):
        store.locked_world()
        due_at = at + recipients.CHECKED_AFTER if status == "pending" else None
        recipients.set_status(_thing(ref, "v2.core.account"), status, due_at)


def get_recipient(ref: str) -> Json:
    """A vendor's account, for the onboarding page. Raises NotFound."""
    account = _thing(ref, "v2.core.account").data
    transfers = account["configuration"]["recipient"]["capabilities"]["stripe_balance"]["stripe_transfers"]
    return {
        "ref": ref,
        "name": account["display_name"],
        "words": _in_words(transfers["status"]),
        "return_url": account.get("_return_url", ""),
    }


def settle_due(*, at: datetime) -> int:
    """Let everything whose time has come go on by itself; return how many things did."""
    with transaction.atomic(durable=True):
        store.locked_world()
        due = list(Thing.objects.filter(due_at__lte=at).order_by("id"))
        for thing in due:
            _go_on(thing, at)
        payouts.pay_out_vendors(at)
    return len(due)


def _go_on(thing: Thing, at: datetime) -> None:
    if thing.kind == "payment_intent":
        payments.succeed(thing, at)
    elif thing.kind == "payout":
        payouts.end_payout(thing, at, is_paid=True)
    else:
        recipients.set_status(thing, "active")


def advance(*, seconds: int) -> datetime:
    """Move the fake's clock on, and let happen what is due by then; returns its new time."""
    with transaction.atomic(durable=True):
        world = store.locked_world()
        world.ahead_seconds += seconds
        world.save(update_fields=["ahead_seconds"])
    at = store.now()
    settle_due(at=at)
    return at


def plan_faults(*faults: Fault) -> None:
    """The next calls that write suffer these, in order."""
    with transaction.atomic(durable=True):
        world = store.locked_world()
        world.faults = [*world.faults, *faults]
        world.save(update_fields=["faults"])


def set_delivery(delivery: World.Delivery) -> None:
    """How notices travel from now on; those that were held back go out, the last first."""
    with transaction.atomic(durable=True):
        world = store.locked_world()
        world.delivery = delivery
        world.save(update_fields=["delivery"])
        if delivery != World.Delivery.REVERSED:
            held = list(Notice.objects.filter(is_held=True).order_by("-created_at", "-id"))
            Notice.objects.filter(pk__in=[notice.pk for notice in held]).update(is_held=False)
            for notice in held:
                publish(SandboxWebhookQueued(webhook_id=notice.id))


def balance() -> Mapping[str, int]:
    """The platform's balance by currency, pending and available, minor units."""
    return {currency.upper(): amount for currency, amount in store.totals().items()}


def cash_balance() -> Mapping[str, int]:
    """What customers have sent by bank transfer and not spent, by currency."""
    totals: dict[str, int] = {}
    for row in store.matching("customer_cash_balance_transaction", {}):
        code = row.data["currency"].upper()
        totals[code] = totals.get(code, 0) + row.data["net_amount"]
    return totals


def things(kind: str) -> list[Json]:
    """All objects of a kind as Stripe shows them, newest first: for tests and the console."""
    return [thing.data for thing in store.matching(kind, {})]


def undelivered(*, before: datetime) -> list[UUID]:
    """Notices that were queued before ``before`` and not taken yet."""
    waiting = Notice.objects.filter(delivered_at__isnull=True, is_dropped=False, is_held=False, created_at__lt=before)
    return list(waiting.order_by("created_at").values_list("id", flat=True)[:100])


def get_notice(notice_id: UUID) -> Notice:
    """One notice. Raises NotFound."""
    notice = Notice.objects.filter(pk=notice_id).first()
    if notice is None:
        raise NotFound
    return notice


def mark_delivered(*, notice_id: UUID, at: datetime) -> None:
    """The market has taken this notice."""
    Notice.objects.filter(pk=notice_id, delivered_at__isnull=True).update(delivered_at=at)


def _thing(ref: str, kind: str) -> Thing:
    thing = store.find(ref, kind)
    if thing is None:
        raise NotFound
    return thing


def play(*, ref: str, event: str, at: datetime) -> None:
    """What the console lets happen to one object: see ``forms.EventForm``. Raises NotFound, ApiError."""
    if event in {"dispute", "inquiry"}:
        open_dispute(payment_ref=ref, at=at, inquiry=event == "inquiry")
    elif event in {"win", "lose"}:
        decide_dispute(ref=ref, won=event == "win", at=at)
    elif event == "fail_refund":
        fail_refund(ref=ref, at=at)
    else:
        end_payout(ref=ref, is_paid=event == "pay", at=at)


def overview() -> Json:
    """The fake's clock, its way with notices, the faults to come, and what the platform holds."""
    world, now = store.world(), store.now()
    available = store.totals(available_at=now)
    held = [
        {"currency": code.upper(), "available": available.get(code, 0), "pending": amount - available.get(code, 0)}
        for code, amount in sorted(store.totals().items())
    ]
    return {"now": now, "delivery": world.delivery, "faults": world.faults, "held": held}


def recent(kind: str, count: int, **fields: str) -> list[Json]:
    """The newest objects of a kind, for the console; currencies as we write them."""
    found = [thing.data for thing in list(store.matching(kind, fields)[:count])]
    return [
        {**data, "currency": data["currency"].upper(), "words": _in_words(data.get("status", ""))} for data in found
    ]


def _in_words(status: str) -> str:
    """Stripe's word for a state, as text."""
    return status.replace("_", " ").capitalize()


def recent_notices(count: int) -> list[Notice]:
    """The newest notices and what became of them."""
    return list(Notice.objects.order_by("-created_at", "-id")[:count])
