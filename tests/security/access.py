"""Every door of the market and what it asks for. A route that is missing here, or is gone, fails the build.

``PUBLIC`` lets anybody in, ``SIGNED_IN`` everybody with an account, all else is a capability. What a service decides
behind the door (whose object, which state) is tested with the service; ``of`` names the kind of object whose
owners are told apart from strangers by ``objects.py``.
"""

from dataclasses import dataclass, fields
from typing import Any

PUBLIC = "public"
SIGNED_IN = "signed in"
SIGNED = "signed link"  # the address or the body carries a signature; without it there is nothing
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Door:
    """What each method of one address needs; None where it has no such method."""

    GET: str | None = None
    POST: str | None = None
    PUT: str | None = None
    PATCH: str | None = None
    DELETE: str | None = None
    of: str = ""
    csrf: bool = True

    @property
    def needs(self) -> dict[str, str]:
        """The methods that there are."""
        values: dict[str, Any] = {item.name: getattr(self, item.name) for item in fields(self)}
        return {method: values[method] for method in METHODS if values[method]}


MANAGE = "organization.manage"
VIEW = "organization.view"

# Arguments that a pattern accepts where "absent-1" would not match it.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "rfq-export": {"format": "csv"},
    "import-refused": {"kind": "csv"},
    "order-document": {"kind": "invoice"},
    "invoice-document": {"kind": "pdf"},
    "credit-note-document": {"kind": "pdf"},
    "credit-step": {"action": "withdraw"},
    "amendment-answer": {"verb": "accept", "no": 1},
    "cancellation-answer": {"verb": "accept", "no": 1},
}

# Answers 404 to everything by design.
NOTHING_THERE = {"api-unknown"}

FRAME = {
    "healthz": Door(GET=PUBLIC),
    "readyz": Door(GET=PUBLIC),
    "home": Door(GET=SIGNED_IN),
    "command": Door(GET=PUBLIC),
    "keyboard": Door(GET=PUBLIC),
    "gallery": Door(GET=PUBLIC),
    "theme": Door(POST=PUBLIC, csrf=False),  # changes the colour of one's own screen
    "api-schema": Door(GET=PUBLIC),
    "api-reference": Door(GET=PUBLIC),
    "file-presign": Door(POST=SIGNED_IN),
    "file-confirm": Door(POST=SIGNED_IN),
    "file-receive": Door(POST=SIGNED, csrf=False),
    "file-serve": Door(GET=SIGNED),
    "picture": Door(GET=PUBLIC),
}

ACCOUNT = {
    "account_login": Door(GET=PUBLIC, POST=PUBLIC),
    "account_signup": Door(GET=PUBLIC, POST=PUBLIC),
    "account_logout": Door(GET=PUBLIC, POST=PUBLIC),
    "account_inactive": Door(GET=PUBLIC),
    "account_email_verification_sent": Door(GET=PUBLIC),
    "account_confirm_email": Door(GET=SIGNED, POST=SIGNED),
    "account_change_password": Door(GET=SIGNED_IN, POST=SIGNED_IN),
    "account_reset_password": Door(GET=PUBLIC, POST=PUBLIC),
    "account_reset_password_done": Door(GET=PUBLIC),
    "account_reset_password_from_key": Door(GET=SIGNED, POST=SIGNED),
    "account_reset_password_from_key_done": Door(GET=PUBLIC),
    "profile": Door(GET=SIGNED_IN, POST=SIGNED_IN),
    "invitation": Door(GET=SIGNED),
    "invitation-accept": Door(POST=SIGNED_IN),
    "invitation-join": Door(GET=SIGNED, POST=SIGNED),
    "mailbox": Door(GET=PUBLIC),
    "organization": Door(GET=VIEW),
    "organization-edit": Door(GET=MANAGE, POST=MANAGE),
    "organization-new": Door(GET=SIGNED_IN, POST=SIGNED_IN),
    "organization-switch": Door(POST=SIGNED_IN),
    "members": Door(GET=VIEW),
    "member-invite": Door(GET=MANAGE, POST=MANAGE),
    "member-roles": Door(GET=MANAGE, POST=MANAGE, of="member"),
    "member-remove": Door(POST=VIEW, of="member"),
    "invitation-revoke": Door(POST=MANAGE, of="invitation"),
    "api-keys": Door(GET=MANAGE),
    "api-key-create": Door(GET=MANAGE, POST=MANAGE),
    "api-key-revoke": Door(POST=MANAGE, of="api key"),
    "api-me": Door(GET=SIGNED_IN),
    "api-uploads": Door(POST=SIGNED_IN),
    "api-upload": Door(PUT=SIGNED_IN),
    "api-organization": Door(GET=VIEW, PUT=MANAGE),
    "api-members": Door(GET=VIEW),
    "api-member": Door(PATCH=MANAGE, DELETE=VIEW, of="member"),
    "api-invitations": Door(GET=MANAGE, POST=MANAGE),
    "api-invitation": Door(DELETE=MANAGE, of="invitation"),
    "api-api-keys": Door(GET=MANAGE, POST=MANAGE),
    "api-api-key": Door(DELETE=MANAGE, of="api key"),
}

MESSAGES = {
    "inbox": Door(GET=SIGNED_IN),
    "thread": Door(GET=SIGNED_IN, of="thread"),
    "thread-file": Door(GET=SIGNED_IN, of="thread"),
    "thread-events": Door(GET=SIGNED_IN, of="thread"),
    "thread-send": Door(GET="message.send", POST="message.send", of="thread"),
    "thread-read": Door(POST=SIGNED_IN, of="thread"),
    "api-threads": Door(GET="message.view"),
    "api-thread": Door(GET="message.view", of="thread"),
    "api-thread-read": Door(PUT="message.view", of="thread"),
    "api-thread-events": Door(GET="message.view", POST="message.send", of="thread"),
}

VENDORS = {
    "suppliers": Door(GET=PUBLIC),
    "storefront": Door(GET=PUBLIC),
    "storefront-tab": Door(GET=PUBLIC),
    "storefront-contact": Door(POST="message.send"),
    "banner": Door(GET=PUBLIC),
    "sell": Door(GET=PUBLIC, POST=PUBLIC),
    "storefront-edit": Door(GET="storefront.edit", POST="storefront.edit"),
    "storefront-submit": Door(POST="storefront.edit"),
    "certificate-add": Door(GET="storefront.edit", POST="storefront.edit"),
    "certificate-remove": Door(POST="storefront.edit"),
    "api-vendors": Door(GET=PUBLIC),
    "api-vendor": Door(GET=PUBLIC),
    "api-vendor-decisions": Door(POST="vendor.verify"),
    "api-storefront": Door(GET="storefront.edit", POST="storefront.edit", PUT="storefront.edit"),
    "api-storefront-submission": Door(POST="storefront.edit"),
    "api-storefront-certificates": Door(POST="storefront.edit"),
    "api-storefront-certificate": Door(DELETE="storefront.edit"),
    "verification-queue": Door(GET="market.view"),
    "vendor-review": Door(GET="market.view"),
    "vendor-verify": Door(POST="vendor.verify"),
    "vendor-reject": Door(GET="vendor.verify", POST="vendor.verify"),
    "vendor-suspend": Door(GET="vendor.suspend", POST="vendor.suspend"),
    "vendor-reinstate": Door(POST="vendor.suspend"),
    "certificate-copy": Door(GET="market.view"),
}

LISTINGS = {
    "listing": Door(GET=PUBLIC, of="listing"),
    "listing-moderate": Door(POST="listing.moderate"),
    "drawing": Door(GET=PUBLIC),
    "catalogue": Door(GET="listing.view"),
    "catalogue-change": Door(GET="listing.edit", POST="listing.edit"),
    "catalogue-new": Door(GET="listing.edit", POST="listing.edit"),
    "catalogue-listing": Door(GET="listing.view", POST="listing.view", of="listing"),
    "catalogue-publish": Door(POST="listing.edit", of="listing"),
    "catalogue-withdraw": Door(POST="listing.edit", of="listing"),
    "catalogue-image-add": Door(POST="listing.edit", of="listing"),
    "catalogue-image-remove": Door(POST="listing.edit", of="listing"),
    "import-refused": Door(GET="listing.view"),
    "imports": Door(GET="listing.view", POST="listing.view"),
    "import-template": Door(GET="listing.view"),
    "import": Door(GET="listing.view"),
    "import-confirm": Door(POST="listing.edit"),
    "api-listings": Door(GET=PUBLIC, POST="listing.edit"),
    "api-own-listings": Door(GET="listing.view"),
    "api-listing": Door(GET=PUBLIC, PUT="listing.edit", of="listing"),
    "api-listing-prices": Door(PUT="listing.edit", of="listing"),
    "api-listing-publish": Door(POST="listing.edit", of="listing"),
    "api-listing-withdraw": Door(POST="listing.edit", of="listing"),
    "api-imports": Door(GET="listing.view", POST="listing.edit"),
    "api-import": Door(GET="listing.view"),
    "api-import-problems": Door(GET="listing.view"),
    "api-import-confirm": Door(POST="listing.edit"),
}

MARKET = {
    "front": Door(GET=PUBLIC),
    "search": Door(GET=PUBLIC),
    "search-suggestions": Door(GET=PUBLIC),
    "category": Door(GET=PUBLIC),
    "api-search": Door(GET=PUBLIC),
}

BUYERS = {
    "addresses": Door(GET="rfq.view", POST="rfq.view"),
    "address-default": Door(POST="rfq.view", of="address"),
    "address-remove": Door(POST="rfq.view", of="address"),
    "saved-suppliers": Door(GET="rfq.view"),
    "supplier-save": Door(POST="rfq.view"),
    "supplier-unsave": Door(POST="rfq.view"),
    "api-addresses": Door(GET="rfq.view", POST="rfq.view"),
    "api-address": Door(DELETE="rfq.view", of="address"),
    "api-saved-suppliers": Door(GET="rfq.view", POST="rfq.view"),
    "api-saved-supplier": Door(DELETE="rfq.view"),
}

RFQ = {
    "rfq-list": Door(GET="rfq.view"),
    "rfq-new": Door(GET="rfq.post", POST="rfq.post"),
    "rfq-detail": Door(GET="rfq.view", of="rfq"),
    "rfq-edit": Door(GET="rfq.post", POST="rfq.post", of="rfq"),
    "rfq-publish": Door(POST="rfq.post", of="rfq"),
    "rfq-extend": Door(POST="rfq.post", of="rfq"),
    "rfq-invite": Door(GET="rfq.post", POST="rfq.post", of="rfq"),
    "rfq-cancel": Door(POST="rfq.post", of="rfq"),
    "rfq-add-file": Door(POST="rfq.post", of="rfq"),
    "rfq-file": Door(GET=SIGNED_IN, of="rfq"),
    "rfq-compare": Door(GET="rfq.view", of="rfq"),
    "rfq-export": Door(GET="rfq.view", of="rfq"),
    "rfq-counter": Door(GET="rfq.award", POST="rfq.award", of="rfq"),
    "rfq-award": Door(GET="rfq.award", POST="rfq.award", of="rfq"),
    "api-rfqs": Door(GET=SIGNED_IN, POST="rfq.post"),
    "api-rfq": Door(GET=SIGNED_IN, of="rfq"),
    "api-rfq-quotes": Door(GET=SIGNED_IN, POST="quote.submit", of="rfq"),
    "api-rfq-publication": Door(POST="rfq.post", of="rfq"),
    "api-rfq-deadline": Door(POST="rfq.post", of="rfq"),
    "api-rfq-invitations": Door(POST="rfq.post", of="rfq"),
    "api-rfq-files": Door(POST="rfq.post", of="rfq"),
    "api-rfq-cancellation": Door(POST="rfq.post", of="rfq"),
    "api-quote": Door(GET=SIGNED_IN, of="rfq"),
    "api-quote-withdrawal": Door(POST="quote.submit", of="request"),
    "api-quote-offers": Door(POST="rfq.award", of="rfq"),
    "api-quote-acceptance": Door(POST=SIGNED_IN, of="rfq"),
    "api-quote-decline": Door(POST=SIGNED_IN, of="rfq"),
    "api-quote-award": Door(POST="rfq.award", of="rfq"),
    "request-list": Door(GET="request.view"),
    "request-detail": Door(GET="request.view", POST="request.view", of="request"),
    "request-withdraw": Door(POST="quote.submit", of="request"),
    "rfq-thread-panel": Door(GET=SIGNED_IN, of="negotiation"),
    "offer-accept": Door(POST=SIGNED_IN, of="negotiation"),
    "offer-decline": Door(POST=SIGNED_IN, of="negotiation"),
    "offer-withdraw": Door(POST=SIGNED_IN, of="negotiation"),
}

ORDERS = {
    "order-list": Door(GET="order.view"),
    "order-detail": Door(GET="order.view", of="order"),
    "order-pay": Door(GET="order.pay", POST="order.pay", of="order"),
    "order-payment": Door(GET="order.view", of="order"),
    "order-ship": Door(GET="order.ship", POST="order.ship", of="order"),
    "order-deliver": Door(GET="order.view", POST="order.view", of="order"),
    "order-accept": Door(GET="order.accept", POST="order.accept", of="order"),
    "order-refund": Door(GET="order.view", POST="order.view", of="order"),
    "order-document": Door(GET="order.view", of="order"),
    "shipment-document": Door(GET="order.view", of="order"),
    "payout-list": Door(GET="payout.view"),
    "payout-detail": Door(GET="payout.view"),
    "api-orders": Door(GET="order.view"),
    "api-order": Door(GET="order.view", of="order"),
    "api-order-payments": Door(POST="order.pay", of="order"),
    "api-order-shipments": Door(POST="order.ship", of="order"),
    "api-order-delivery": Door(POST="order.view", of="order"),
    "api-order-acceptance": Door(POST="order.accept", of="order"),
    "api-order-refunds": Door(POST="order.view", of="order"),
    "api-operation": Door(GET="order.view"),
    "api-payouts": Door(GET="payout.view"),
    "statement": Door(GET="statement.view"),
    "statement-export": Door(GET="statement.view"),
    "order-evidence": Door(GET="order.view", of="order"),
    "api-order-evidence": Door(GET="order.view", of="order"),
    "evidence-key": Door(GET=PUBLIC),
    "evidence-verifier": Door(GET=PUBLIC),
    "statement-pdf": Door(GET="statement.view"),
    "api-statement": Door(GET="statement.view"),
    "order-checkout": Door(GET="order.pay"),
    "payout-account": Door(POST="payout.view"),
    "payout-account-check": Door(POST="payout.view"),
    "sandbox-onboard": Door(GET=PUBLIC, POST=PUBLIC, csrf=False),
    "sandbox-pay": Door(GET=PUBLIC, POST=PUBLIC, csrf=False),  # plays a foreign payment page
    "gateway-webhook": Door(POST=SIGNED, csrf=False),
    "gateway-connect-webhook": Door(POST=SIGNED, csrf=False),
}

CONSOLE = {
    "console-money": Door(GET="money.view"),
    "console-payouts": Door(GET="money.move", POST="money.move"),
    "console-statement": Door(GET="money.view"),
    "console-statement-export": Door(GET="money.view"),
    "console-statement-pdf": Door(GET="money.view"),
    "api-market-statement": Door(GET="money.view"),
    "console-ledger": Door(GET="money.view"),
    "console-account": Door(GET="money.view"),
    "console-account-export": Door(GET="money.view"),
    "console-entries": Door(GET="money.view"),
    "console-entries-export": Door(GET="money.view"),
    "console-entry": Door(GET="money.view"),
    "operation-retry": Door(GET="money.move", POST="money.move"),
    "api-payout-batches": Door(GET="money.view", POST="money.move"),
    "api-payout-batch": Door(GET="money.view"),
    "console-orders": Door(GET="market.view"),
    "sandbox-console": Door(GET="money.view"),
    "sandbox-clock": Door(GET="money.move", POST="money.move"),
    "sandbox-notices": Door(GET="money.move", POST="money.move"),
    "sandbox-call": Door(GET="money.move", POST="money.move"),
    "sandbox-event": Door(GET="money.move", POST="money.move"),
    "outbox-parked": Door(GET="market.view"),
    "outbox-retry": Door(POST="outbox.retry"),
}

RECONCILIATION = {
    "console-reconciliation": Door(GET="money.view"),
    "reconcile": Door(GET="money.move", POST="money.move"),
    "reconciliation-item": Door(GET="money.view", POST="money.view"),
    "console-receipts": Door(GET="money.view"),
    "receipt-record": Door(GET="money.move", POST="money.move"),
    "receipt-upload": Door(GET="money.move", POST="money.move"),
    "receipt": Door(GET="money.view", POST="money.view"),
    "receipt-return": Door(GET="money.move", POST="money.move"),
    "api-reconciliation-runs": Door(GET="money.view", POST="money.move"),
    "api-reconciliation-items": Door(GET="money.view"),
    "api-reconciliation-resolution": Door(POST="money.move"),
    "api-bank-receipts": Door(GET="money.view", POST="money.move"),
    "api-bank-receipt-assignment": Door(POST="money.move"),
    "api-bank-receipt-return": Door(POST="money.move"),
}

CHARGEBACKS = {
    "console-chargebacks": Door(GET="money.view"),
    "chargeback": Door(GET="order.view", of="chargeback"),
    "chargeback-evidence": Door(GET="money.move", POST="money.move"),
    "chargeback-statement": Door(GET="order.ship", POST="order.ship", of="chargeback"),
    "chargeback-liability": Door(GET="money.move", POST="money.move"),
    "chargeback-write-off": Door(GET="money.move", POST="money.move"),
    "api-chargebacks": Door(GET="order.view"),
    "api-chargeback": Door(GET="order.view", of="chargeback"),
    "api-chargeback-evidence": Door(POST="money.move"),
    "api-chargeback-statements": Door(POST="order.ship", of="chargeback"),
    "api-chargeback-liability": Door(POST="money.move"),
    "api-chargeback-write-off": Door(POST="money.move"),
}

CREDIT = {
    "credit": Door(GET="statement.view"),
    "credit-request": Door(GET="order.pay", POST="order.pay"),
    "credit-account": Door(GET="order.view", of="credit account"),
    "credit-decision": Door(GET="order.view", POST="order.view", of="credit account"),
    "credit-limit": Door(GET="order.view", POST="order.view", of="credit account"),
    "credit-step": Door(POST="order.view", of="credit account"),
    "receivables": Door(GET="payout.view"),
    "console-credit": Door(GET="money.view"),
    "invoice": Door(GET="order.view", of="invoice"),
    "invoice-pay": Door(GET="order.pay", POST="order.pay", of="invoice"),
    "invoice-credit-note": Door(GET="order.view", POST="order.view", of="invoice"),
    "invoice-write-off": Door(GET="money.move", POST="money.move"),
    "invoice-object": Door(GET="order.view", POST="order.view", of="invoice"),
    "invoice-answer": Door(POST="order.view", of="invoice"),
    "invoice-document": Door(GET="order.view", of="invoice"),
    "credit-note-document": Door(GET="order.view", of="credit note"),
    "order-advance": Door(GET="order.pay", POST="order.pay", of="order"),
    "purchase-order": Door(GET="order.view", POST="order.view", of="order"),
    "invoicing-block": Door(GET="order.view", POST="order.view", of="order"),
    "api-credit-accounts": Door(GET="order.view", POST="order.pay"),
    "api-credit-account": Door(GET="order.view", of="credit account"),
    "api-credit-decision": Door(POST="order.view", of="credit account"),
    "api-credit-limit": Door(POST="order.view", of="credit account"),
    "api-credit-steps": Door(POST="order.view", of="credit account"),
    "api-invoices": Door(GET="order.view"),
    "api-invoice": Door(GET="order.view", of="invoice"),
    "api-invoice-payments": Door(POST="order.pay", of="invoice"),
    "api-invoice-credit-notes": Door(POST="order.view", of="invoice"),
    "api-invoice-objections": Door(POST="order.view", of="invoice"),
    "api-invoice-objection": Door(POST="order.view", of="invoice"),
    "api-invoice-write-off": Door(POST="money.move"),
    "api-order-purchase-order": Door(POST="order.view", of="order"),
}

RETURNS = {
    "return-list": Door(GET="order.view"),
    "return-policy": Door(GET="storefront.edit", POST="storefront.edit"),
    "order-return": Door(GET="order.accept", POST="order.accept", of="order"),
    "return-room": Door(GET="order.view", of="return"),
    "return-accept": Door(POST="order.view", of="return"),
    "return-counter": Door(GET="order.view", POST="order.view", of="return"),
    "return-refuse": Door(GET="order.view", POST="order.view", of="return"),
    "return-withdraw": Door(GET="order.view", POST="order.view", of="return"),
    "return-escalate": Door(GET="order.view", POST="order.view", of="return"),
    "return-ship": Door(GET="order.view", POST="order.view", of="return"),
    "return-receive": Door(GET="order.view", POST="order.view", of="return"),
    "return-shortage": Door(GET="order.view", POST="order.view", of="return"),
    "return-judge": Door(GET="order.view", POST="order.view", of="return"),
    "return-settle": Door(GET="order.view", POST="order.view", of="return"),
    "return-send-remedy": Door(GET="order.view", POST="order.view", of="return"),
    "return-confirm": Door(GET="order.view", POST="order.view", of="return"),
    "return-decide": Door(GET="money.view", POST="money.view"),
    "return-file": Door(GET="order.view", of="return"),
    "api-returns": Door(GET="order.view"),
    "api-return": Door(GET="order.view", of="return"),
    "api-order-returns": Door(POST="order.accept", of="order"),
    "api-return-acceptance": Door(POST="order.view", of="return"),
    "api-return-counter-offers": Door(POST="order.view", of="return"),
    "api-return-refusal": Door(POST="order.view", of="return"),
    "api-return-withdrawal": Door(POST="order.view", of="return"),
    "api-return-escalation": Door(POST="order.view", of="return"),
    "api-return-shipment": Door(POST="order.view", of="return"),
    "api-return-receipt": Door(POST="order.view", of="return"),
    "api-return-shortages": Door(POST="order.view", of="return"),
    "api-return-verdict": Door(POST="order.view", of="return"),
    "api-return-settlement": Door(POST="order.view", of="return"),
    "api-return-remedy": Door(POST="order.view", of="return"),
    "api-return-confirmation": Door(POST="order.view", of="return"),
    "api-return-decision": Door(POST="money.view"),
}

AGREEMENTS = {
    "order-agreements": Door(GET="order.view", of="order"),
    "order-amend": Door(GET="order.view", POST="order.view", of="order"),
    "order-propose-cancellation": Door(GET="order.view", POST="order.view", of="order"),
    "order-cancel": Door(GET="order.view", POST="order.view", of="order"),
    "order-extend": Door(GET="order.view", POST="order.view", of="order"),
    "amendment-answer": Door(POST="order.view", of="order"),
    "cancellation-answer": Door(POST="order.view", of="order"),
    "order-inspection": Door(GET="order.view", of="inspection"),
    "inspection-open": Door(POST="order.view", of="order"),
    "inspection-spec": Door(GET="order.view", POST="order.view", of="inspection"),
    "inspection-appoint": Door(GET="order.view", POST="order.view", of="inspection"),
    "inspection-waive": Door(GET="order.view", POST="order.view", of="inspection"),
    "inspection-rework": Door(GET="order.view", POST="order.view", of="inspection"),
    "inspection-agree": Door(POST="order.view", of="inspection"),
    "inspection-file": Door(GET="order.view", of="inspection"),
    "inspection-report": Door(GET=SIGNED, POST=SIGNED),
    "api-order-agreements": Door(GET="order.view", of="order"),
    "api-order-amendments": Door(POST="order.view", of="order"),
    "api-order-cancellations": Door(POST="order.view", of="order"),
    "api-order-extensions": Door(POST="order.view", of="order"),
    "api-order-inspection": Door(POST="order.view", of="order"),
    "api-amendment-acceptance": Door(POST="order.view", of="order"),
    "api-amendment-refusal": Door(POST="order.view", of="order"),
    "api-amendment-withdrawal": Door(POST="order.view", of="order"),
    "api-cancellation-acceptance": Door(POST="order.view", of="order"),
    "api-cancellation-refusal": Door(POST="order.view", of="order"),
    "api-cancellation-withdrawal": Door(POST="order.view", of="order"),
    "api-inspection-specification": Door(POST="order.view", of="inspection"),
    "api-inspection-agreement": Door(POST="order.view", of="inspection"),
    "api-inspection-appointment": Door(POST="order.view", of="inspection"),
    "api-inspection-waiver": Door(POST="order.view", of="inspection"),
    "api-inspection-rework": Door(POST="order.view", of="inspection"),
}
_PARTS = (
    RETURNS,
    AGREEMENTS,
    CREDIT,
    FRAME,
    ACCOUNT,
    MESSAGES,
    VENDORS,
    LISTINGS,
    MARKET,
    BUYERS,
    RFQ,
    ORDERS,
    CONSOLE,
    RECONCILIATION,
    CHARGEBACKS,
)
DOORS: dict[str, Door] = {name: door for part in _PARTS for name, door in part.items()}
