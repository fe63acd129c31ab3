"""Vendors' accounts (Accounts v2, recipients): made by us, filled in by the vendor, made active by Stripe."""

from datetime import datetime, timedelta

from escrow.gateways.fake import store
from escrow.gateways.fake.models import Thing
from escrow.gateways.fake.store import Json
from marketplace.lib import ids

CHECKED_AFTER = timedelta(seconds=10)
LINK_LASTS = timedelta(minutes=5)
_CHANGED = "v2.core.account[configuration.recipient].capability_status_updated"


def create(params: Json, at: datetime) -> Json:
    """``POST /v2/core/accounts``."""
    account = store.add(
        "v2.core.account",
        at,
        applied_configurations=["recipient"],
        closed=False,
        configuration={"recipient": _recipient("restricted")},
        contact_email=params.get("contact_email"),
        dashboard=params.get("dashboard"),
        display_name=params.get("display_name"),
        identity=params.get("identity"),
        metadata=params.get("metadata", {}),
        requirements=_requirements(is_complete=False),
    )
    return store.change(account, created=at.isoformat()).to_json()


def shown(account: Thing, include: list[str]) -> Json:
    """``GET /v2/core/accounts/{id}``: configuration and requirements only when asked for, as in API v2."""
    data = dict(account.data)
    if "configuration.recipient" not in include:
        data["configuration"] = None
    for part in ("identity", "requirements", "defaults"):
        if part not in include:
            data[part] = None
    return data


def create_link(params: Json, at: datetime, base_url: str) -> Json:
    """``POST /v2/core/account_links``: leads to the sandbox's onboarding page."""
    account = store.get(params["account"], "v2.core.account")
    use_case = params["use_case"]
    store.change(account, _return_url=use_case["account_onboarding"].get("return_url", ""))
    return {
        "object": "v2.core.account_link",
        "account": account.ref,
        "created": at.isoformat(),
        "expires_at": (at + LINK_LASTS).isoformat(),
        "livemode": False,
        "url": f"{base_url}?once={ids.token(12)}",
        "use_case": use_case,
    }


def set_status(account: Thing, status: str, due_at: datetime | None = None) -> None:
    """``restricted`` until the vendor has answered, ``pending`` while Stripe checks, then ``active``."""
    fill_in(account, status)
    account.due_at = due_at
    account.save(update_fields=["due_at"])
    store.announce_thin(_CHANGED, account)


def fill_in(account: Thing, status: str) -> None:
    """Write what Stripe would find out."""
    store.change(
        account,
        configuration={"recipient": _recipient(status)},
        requirements=_requirements(is_complete=status != "restricted"),
    )


def _recipient(status: str) -> Json:
    details = []
    if status != "active":
        code = "requirements_past_due" if status == "restricted" else "determining_status"
        details = [{"code": code, "resolution": "provide_info" if status == "restricted" else "no_resolution"}]
    transfers = {"status": status, "status_details": details}
    return {"applied": True, "capabilities": {"stripe_balance": {"stripe_transfers": transfers}}}


def _requirements(*, is_complete: bool) -> Json:
    if is_complete:
        return {"entries": [], "summary": None}
    entry = {
        "awaiting_action_from": "user",
        "description": "External account",
        "errors": [],
        "impact": {"restricts_capabilities": None},
        "minimum_deadline": {"status": "currently_due"},
        "requested_reasons": [{"code": "routine_onboarding"}],
    }
    return {"entries": [entry], "summary": None}
