"""``manage.py trade``: does the market's main job through the public API and shows that the money adds up."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from infra.trade.client import Caller, GaveUp
from infra.trade.jobs import Outcome, run
from infra.trade.keys import temporary_keys
from marketplace.ledger.verify import check_names, verify
from marketplace.lib.money import Money


class Command(BaseCommand):
    """Request, quotes, negotiation, award, payment, shipment, acceptance, payout: against the running market."""

    help = (
        "Do the main job COUNT times through the API of the running market; exit 1 unless every cent is accounted for."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How often, how many at once, and where."""
        parser.add_argument("--count", type=int, default=20, help="how many orders (20)")
        parser.add_argument("--concurrency", type=int, default=1, help="how many at the same time (1)")
        parser.add_argument("--address", default=settings.PUBLIC_URL, help="the market (PUBLIC_URL)")

    def handle(self, *args: Any, count: int, concurrency: int, address: str, **options: Any) -> None:
        """Run the jobs, print each order, then the proof."""
        if count < 1 or concurrency < 1:
            raise CommandError("--count and --concurrency are 1 or more.")
        try:
            Caller(address, "", patience_seconds=10).wait_until_open()
        except GaveUp as reason:
            raise CommandError(f"No market answers at {address}. Start it first: make run. ({reason})") from reason
        began = time.monotonic()
        with temporary_keys() as keys:
            outcomes = run(address, keys, count, concurrency, self._show)
        self._prove(outcomes, time.monotonic() - began)

    def _show(self, outcome: Outcome) -> None:
        total = Money(outcome.total_minor, outcome.currency) if outcome.currency else "—"
        figures = f"{outcome.order or 'no order':<10} {outcome.state:<17} {total!s:>12} {outcome.seconds:6.1f} s"
        self.stdout.write(f"{figures}  {outcome.error}".rstrip())
        self.stdout.flush()

    def _prove(self, outcomes: list[Outcome], seconds: float) -> None:
        """Print the verdict. Raises CommandError unless all orders are closed and the ledger adds up."""
        closed = sum(outcome.is_closed for outcome in outcomes)
        held = sum(outcome.held_minor for outcome in outcomes)
        findings = verify()
        self.stdout.write(f"\n{closed} of {len(outcomes)} orders closed in {seconds:.1f} s")
        self.stdout.write(f"Held in escrow for these orders: {held}")
        self.stdout.write(f"Ledger: {len(check_names())} checks, {len(findings)} findings")
        for finding in findings:
            self.stdout.write(f"  {finding.check}: {finding.subject}: {finding.detail}")
        if closed < len(outcomes) or held or findings:
            raise CommandError("The run did not end as it must.")
