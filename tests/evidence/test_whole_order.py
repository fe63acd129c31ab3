"""The pack of an order that went through the real services, from payment to payout."""

import json
import zipfile
from pathlib import Path

from escrow.evidence import queries, signing, verify
from escrow.statements import queries as statements
from escrow.statements.ledger_checks import every_account_has_one_statement, statements_re_add
from escrow.statements.queries import Asked
from marketplace.ledger import queries as ledger
from marketplace.ledger.verify.registry import Scope
from tests.cast import Person
from tests.escrow import steps


def test_every_side_gets_a_genuine_pack(db: None, ada: Person, bruno: Person, otto: Person, tmp_path: Path) -> None:
    order = steps.released(ada, bruno)
    steps.paid_out(otto)
    for person in (ada, bruno, otto):
        name, archive = queries.evidence_pack(person.actor, order.number, steps.days(20))
        place = tmp_path / name
        with archive:
            place.write_bytes(archive.read())
        assert verify.verify(str(place), signing.public_key())
        with zipfile.ZipFile(place) as pack:
            money = json.loads(pack.read("money.json"))
            clocks = json.loads(pack.read("clocks.json"))
        assert [leg["state"] for leg in money["legs"]] == ["FUNDED"]
        assert [release["gross_minor"] for release in money["releases"]] == [2_500_000]
        assert ("commission_minor" in money["releases"][0]) is (person is not ada)
        assert any(clock["stopped_at"] for clock in clocks)


def test_the_vendors_statement_links_the_payout(db: None, ada: Person, bruno: Person, otto: Person) -> None:
    steps.released(ada, bruno)
    batch = steps.paid_out(otto)
    ordered = statements.get_statement(bruno.actor, Asked(month="2026-03"), steps.days(20))
    confirmed = statements.get_statement(bruno.actor, Asked(), steps.days(20))  # by the provider, at its own time
    lines = [*statements.statement_page(ordered).lines, *statements.statement_page(confirmed).lines]
    number = batch.payouts.get().number
    assert {line.cause for line in lines if line.payout_number == number} == {"Payout ordered", "Payout confirmed"}
    assert confirmed.closing == 0
    assert all(sums.re_adds for sums in ledger.order_sums())
    assert [*every_account_has_one_statement(), *statements_re_add(Scope())] == []
