"""The screens of commission, settlement and payouts, through their forms."""

from escrow.models import Payout
from marketplace.ledger import movements
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import CommissionRule, ExchangeRate, SettlementTerms
from marketplace.ledger.services import post
from tests.cast import Person
from tests.doors import api_for, client_for
from tests.escrow import steps

KEY = "payout-screen-key"
TERMS = {
    "currency": "", "schedule": "WEEKLY", "schedule_day": "5", "minimum": "0", "maturity_days": "0", "reserve": "2.5",
    "reserve_days": "90", "method": "BANK", "iban": "PL61 1090 1014 0000 0712 1981 2874", "bic": "WBKPPLPP",
}  # fmt: skip


def test_commission_is_added_tried_and_ended(bruno: Person, otto: Person) -> None:
    operator = client_for(otto)
    form = {
        "key": KEY, "name": "Contract Nordmetal", "vendor": str(bruno.organization.id), "percentage": "2.5",
        "tax": "23", "currency": "EUR", "fixed": "5.00", "tiers": "10000 2\n50000 1.5",
    }  # fmt: skip
    assert operator.post("/console/commission/add/", {**form, "currency": ""}).status_code == 422
    assert operator.post("/console/commission/add/", form).status_code == 303
    rule = CommissionRule.objects.get()
    assert (rule.basis_points, rule.tiers, rule.fixed_minor) == (250, [[1_000_000, 200], [5_000_000, 150]], 500)
    tried = operator.get(
        "/console/commission/", {"vendor": str(bruno.organization.id), "currency": "EUR", "goods": "24100"}
    ).content.decode()
    assert "€487.00" in tried
    assert "€112.01 tax" in tried
    assert "Contract Nordmetal" in client_for(bruno).get("/payouts/").content.decode()
    assert operator.post(f"/console/commission/{rule.id}/end/").status_code == 303
    assert "ended" in operator.get("/console/commission/").content.decode()


def test_a_vendor_asks_and_is_paid_as_agreed(ada: Person, bruno: Person, otto: Person) -> None:
    operator, vendor = client_for(otto), client_for(bruno)
    slug = bruno.organization.slug
    asked = {"key": KEY, "currency": "USD", "schedule": "MONTHLY", "schedule_day": "15"}
    assert vendor.post("/payouts/terms/", asked).status_code == 303
    assert "The market has not answered yet" in vendor.get("/payouts/").content.decode()
    assert "waits" in operator.get("/console/settlement/").content.decode()
    assert operator.post(f"/console/settlement/{slug}/answer/", {"key": KEY, "agreed": "on"}).status_code == 303
    assert "There is no rate EUR → USD" in operator.get("/console/settlement/").content.decode()
    rate = {"key": KEY, "base": "EUR", "quote": "USD", "rate": "1.08", "source": "ECB"}
    assert operator.post("/console/settlement/rates/", rate).status_code == 303
    assert ExchangeRate.objects.count() == 1
    assert operator.post(f"/console/settlement/{slug}/", {"key": "another-key", **TERMS}).status_code == 303
    assert SettlementTerms.objects.count() == 3
    terms = ledger.settlement_terms(bruno.organization.id)
    assert (terms.schedule, terms.reserve_bp, terms.iban) == ("WEEKLY", 250, "PL61109010140000071219812874")
    assert vendor.post(f"/console/settlement/{slug}/", {"key": KEY, **TERMS}).status_code in {403, 404}


def test_a_run_is_previewed_and_a_transfer_reported(ada: Person, bruno: Person, otto: Person) -> None:
    operator = client_for(otto)
    form = {**TERMS, "schedule": "MANUAL", "reserve": "0"}
    assert operator.post(f"/console/settlement/{bruno.organization.slug}/", {"key": KEY, **form}).status_code == 303
    steps.released(ada, bruno)
    post(key="owner", movement=movements.owner_paid_in(currency="EUR", amount=3_000_000), at=steps.AT)
    page = operator.get("/console/payouts/").content.decode()
    assert "Paid when an operator does it." in page
    assert "€24,250.00" in page
    run = {"key": KEY, "also": str(bruno.organization.id)}
    assert operator.post("/console/money/payouts/", run).status_code == 303
    payout = Payout.objects.get()
    assert f"{payout.number},Nordmetal Zabrze,PL61" in operator.get("/console/payouts/transfers.csv").content.decode()
    sent = operator.post(f"/console/payouts/{payout.number}/sent/", {"bank_reference": "B-1"})
    assert sent.status_code == 303
    payout.refresh_from_db()
    assert payout.state == "PAID"
    returned = operator.post(f"/console/payouts/{payout.number}/returned/", {"reason": "Account closed."})
    assert returned.status_code == 303
    vendor = client_for(bruno)
    assert "Account closed." in vendor.get(f"/payouts/{payout.number}/").content.decode()
    assert "Released, not paid yet" in vendor.get("/payouts/").content.decode()
    assert "24250.00" in vendor.get("/payouts/releases.csv").content.decode()


def test_programs_read_balances_and_keep_rules_and_rates(ada: Person, bruno: Person, otto: Person) -> None:
    operator, vendor = api_for(otto), api_for(bruno)
    rule = {"name": "Large orders", "currency": "EUR", "basis_points": 300, "tiers": [[1_000_000, 200]]}
    made = operator.post("commission-rules", rule)
    assert (made.status_code, made.json()["tiers"]) == (201, [[1_000_000, 200]])
    rate = {"base": "EUR", "quote": "USD", "rate": "1.08", "source": "ECB"}
    assert operator.post("exchange-rates", rate).status_code == 201
    assert vendor.post("exchange-rates", rate).status_code == 403
    steps.released(ada, bruno)
    assert vendor.get("vendor-balances").json()[0]["available_minor"] == 2_425_000
    assert [row["name"] for row in operator.get("commission-rules").json()["results"]] == ["Large orders"]
    assert operator.post(f"commission-rules/{made.json()['id']}/end").json()["valid_until"]
