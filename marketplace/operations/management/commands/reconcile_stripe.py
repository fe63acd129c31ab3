"""``manage.py reconcile_stripe``: our books beside the provider's, to the last cent."""

import json
from argparse import ArgumentParser
from dataclasses import asdict, dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from escrow.reconciliation import services
from escrow.reconciliation.queries import standing
from infra.prove.trades import play
from infra.prove.world import world
from marketplace.lib import clock, ids
from marketplace.lib.actor import Actor
from marketplace.lib.money import Money

SYSTEM = Actor.for_system("manage.reconcile_stripe")


@dataclass(frozen=True)
class Verdict:
    """What a run found; money as text in major units, by currency."""

    transactions: int
    matched: int
    booked: int
    open: int
    unexplained: dict[str, str]
    histories: dict[str, int]


class Command(BaseCommand):
    """Compares once and ends with 1 when a cent is unexplained or a line is open."""

    help = "Match every transaction of the payment provider to a journal entry, and its balance to ours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to compare, and how to tell it."""
        parser.add_argument("--full", action="store_true", help="from the beginning, not from the last run")
        parser.add_argument("--json", action="store_true", help="one object for programs")
        parser.add_argument(
            "--histories", type=int, default=0, metavar="N",
            help="first play N mixed histories on the sandbox provider; they are undone afterwards",
        )  # fmt: skip
        parser.add_argument("--seed", type=int, default=1, help="of the histories")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run, tell, judge."""
        if options["histories"]:
            with world(options["seed"]) as seen:
                played = play(seen, options["histories"])
                verdict = _compare(is_full=True, played=dict(played))
        else:
            verdict = _compare(is_full=options["full"], played={})
        self.stdout.write(json.dumps(asdict(verdict)) if options["json"] else _told(verdict))
        if verdict.open or any(amount.strip("0.") not in {"", "-"} for amount in verdict.unexplained.values()):
            raise CommandError("The books and the provider differ. See /console/reconciliation/.")


def _compare(*, is_full: bool, played: dict[str, int]) -> Verdict:
    run = services.reconcile(actor=SYSTEM, is_full=is_full, key=f"manage:{ids.token(16)}", at=clock.now())
    return Verdict(
        transactions=run.seen,
        matched=run.matched,
        booked=run.booked,
        open=run.left_open,
        unexplained={row.currency: f"{Money(row.unexplained, row.currency).decimal:f}" for row in standing(SYSTEM)},
        histories=dict(sorted(played.items())),
    )


def _told(verdict: Verdict) -> str:
    lines = [f"{count:>5} {name.replace('_', ' ')}" for name, count in verdict.histories.items()]
    lines += [
        f"transactions: {verdict.transactions}, matched: {verdict.matched}, "
        f"booked late: {verdict.booked}, open: {verdict.open}",
        *(f"unexplained {currency}: {amount}" for currency, amount in verdict.unexplained.items()),
    ]
    return "\n".join(lines)
