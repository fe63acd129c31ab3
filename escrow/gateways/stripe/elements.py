"""What the payment page of real keys needs of Stripe: the payment's secret, and where a bank transfer goes."""

from escrow.gateways.port import BankInstructions, GatewayRefused, Instruction
from escrow.gateways.stripe.adapter import StripeGateway
from escrow.gateways.stripe.client import asking, client, is_sandbox
from marketplace.lib.errors import NotFound

CSP = {
    "script-src": ["https://js.stripe.com"],
    "connect-src": ["https://api.stripe.com"],
    "frame-src": ["https://js.stripe.com", "https://hooks.stripe.com"],
    "img-src": ["https://*.stripe.com"],
}
"""Only the payment page may talk to Stripe (https://docs.stripe.com/security/guide#content-security-policy)."""


def secret_of(ref: str) -> str:
    """The secret that lets the payer's browser pay this payment. Raises NotFound in the sandbox, GatewaySilent."""
    if is_sandbox():
        raise NotFound
    with asking():
        return client().v1.payment_intents.retrieve(ref).client_secret or ""


def bank_of(instruction: Instruction) -> BankInstructions | None:
    """Where the buyer may send a bank transfer instead; None in a currency without. Raises GatewaySilent."""
    try:
        return StripeGateway().bank_instructions(instruction)
    except GatewayRefused:
        return None
