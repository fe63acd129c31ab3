"""Orders under every payment plan, a claim, a return and credit lines: how far trade assurance reaches.

Each is a deal whose order goes on by a list of steps: the day (from today) and what happens on it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from escrow import services as escrow
from escrow.credit import services as credit
from escrow.credit.services import CreditTerms
from escrow.disputes import services as disputes
from escrow.disputes.services import ClaimedPart
from escrow.disputes.states import CaseType, EvidenceKind
from escrow.disputes.states import Remedy as CaseRemedy
from escrow.returns import services as returns
from escrow.returns.models import ReturnOffer
from escrow.returns.services.requests import NewLine, Wanted
from escrow.returns.states import Reason
from infra.seed.deals import ALP, BALTIC, DELFT, HELIOS, LYRA, Bid, Deal
from infra.seed.deals import C as BOMBAS
from infra.seed.deals import D as BOHEMIA
from infra.seed.deals import H as HANWEI
from infra.seed.deals import N as NORDMETAL
from infra.seed.deals import V as VAN_DIJK
from infra.seed.moments import Calendar
from infra.seed.people import person
from infra.seed.trading import Play
from marketplace.ledger.plans import LateClause, Milestone, Plan
from rfq.terms import Proposal

STAGES = (
    Milestone(title="Tooling sign-off", share_bp=3_000, days=25),
    Milestone(title="Pilot lot of 50", share_bp=2_000, days=40),
    Milestone(title="Series", share_bp=5_000, days=70),
)
Steps = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Story:
    """A deal with the payment plan that its supplier offers, and what happens after the award."""

    deal: Deal
    plan: Plan
    steps: Steps


def _deal(buyer: str, title: str, category: int, quantity: int, price: str, closes: int, supplier: str) -> Deal:
    place = {DELFT: "Delft", ALP: "Linz", LYRA: "Galway", HELIOS: "Esbjerg", BALTIC: "Klaipėda"}[buyer]
    bid = Bid(supplier, price, 18, "DAP", place, 42_000)
    return Deal(buyer, title, category, quantity, price, closes - 8, closes, "STORY", (bid,))


DEPOSIT = Plan(kind="deposit", deposit_bp=3_000, inspection_days=14)
STORIES = (
    Story(_deal(DELFT, "Gearbox housings, machined", 10206, 120, "84.50", -30, NORDMETAL), DEPOSIT,
          ((-27, "pay"), (-3, "ready"))),
    Story(_deal(DELFT, "Camera housings with tooling", 10101, 2000, "11.90", -52, NORDMETAL),
          Plan(kind="milestones", milestones=STAGES),
          ((-49, "pay"), (-27, "submit 1"), (-25, "accept 1"), (-24, "pay"), (-2, "submit 2"))),
    Story(_deal(DELFT, "IP67 enclosures, call-off order", 10101, 5000, "4.82", -34, NORDMETAL),
          Plan(retention_bp=500, retention_days=90, late=LateClause(bp_per_week=50, cap_bp=500)),
          ((-31, "pay"), (-20, "ship 1640"), (-16, "deliver"), (-12, "accept 3"), (-4, "ship 1500"))),
    Story(_deal(LYRA, "Drive units with retention", 10502, 24, "640", -60, BOHEMIA),
          Plan(retention_bp=1_000, retention_days=60),
          ((-57, "pay"), (-42, "ship"), (-39, "deliver"), (-36, "accept"), (-35, "payout"))),
    Story(_deal(DELFT, "Turned housings Ø64, lot 7", 10204, 1800, "3.95", -32, HANWEI), Plan(),
          ((-29, "pay"), (-14, "ship"), (-6, "deliver"), (-4, "claim 420"), (-2, "reply"))),
    Story(_deal(ALP, "Hexagon bolts M16×80 A4-80", 10401, 9000, "1.12", -28, VAN_DIJK), Plan(),
          ((-25, "pay"), (-18, "ship"), (-15, "deliver"), (-5, "return 600"), (-3, "agree"))),
    Story(_deal(DELFT, "Socket screws M8, yearly need", 10401, 30000, "0.09", -70, VAN_DIJK), Plan(kind="terms", net_days=30),
          ((-60, "ship"), (-56, "deliver"), (-54, "accept"))),
    Story(_deal(BALTIC, "Pump spares, net 30", 10602, 12, "310", -45, BOMBAS), Plan(kind="terms", net_days=30),
          ((-30, "ship"), (-26, "deliver"))),
)  # fmt: skip
CREDIT_LINES = ((DELFT, VAN_DIJK, 2_500_000), (BALTIC, BOMBAS, 1_500_000))
CREDIT_REQUEST = (HELIOS, NORDMETAL, 4_000_000)


def plan_assurance(calendar: Calendar, first_number: int) -> None:
    """Put every story and the credit lines on the calendar."""
    for line_no, (buyer, lender, limit) in enumerate(CREDIT_LINES):
        calendar.plan(calendar.day(-100 + line_no, 10), _credit(buyer, lender, limit, approved=True))
    calendar.plan(calendar.day(-1, 10), _credit(*CREDIT_REQUEST, approved=False))
    for number, story in enumerate(STORIES, start=first_number):
        StoryPlay(story.deal, number, calendar, story=story).begin()


def _credit(buyer: str, lender: str, limit: int, *, approved: bool) -> Callable[[datetime], None]:
    def step(at: datetime) -> None:
        account = credit.request_credit(
            actor=person(buyer, "buyer.finance"), lender=lender, currency="EUR", amount_minor=limit,
            note="We order every month and pay other suppliers after 30 days.", key=f"seed:credit:{buyer}", at=at,
        )  # fmt: skip
        if approved:
            credit.approve_credit(
                actor=person(lender), number=account.number, limit_minor=limit, terms=CreditTerms(net_days=30),
                key=f"seed:credit:{buyer}:yes", at=at,
            )  # fmt: skip

    return step


@dataclass
class StoryPlay(Play):
    """A deal whose order goes on step by step."""

    story: Story | None = None
    case_number: str = ""
    return_number: str = ""

    @property
    def steps(self) -> Steps:
        """What happens after the award."""
        return self.story.steps if self.story else ()

    def begin(self) -> None:
        """The award follows the deadline as for every order."""
        super().begin()
        self.calendar.plan(self.calendar.day(self.deal.closes + 1, 10, self.number % 50), self._award)

    def _proposal(self, bid: Bid, price: str, at: datetime, note: str = "") -> Proposal:
        made = super()._proposal(bid, price, at, note)
        return replace(made, plan=self.story.plan) if self.story else made

    def _plan_order(self, lead_days: int) -> None:
        for place, (day, words) in enumerate(self.steps):
            name, _, rest = words.partition(" ")
            step = getattr(self, f"_{name}_step")
            moment = self.calendar.day(day, 9 + place % 6, self.number % 50)
            self.calendar.plan(moment, lambda at, step=step, rest=rest, place=place: step(rest, str(place), at))  # type: ignore[misc]  # bound per step

    def _buyer(self) -> str:
        return self.deal.buyer

    def _vendor(self) -> str:
        return self.deal.bids[0].supplier

    def _pay_step(self, rest: str, key: str, at: datetime) -> None:
        self._pay(at, key=f"pay:{key}")

    def _ready_step(self, rest: str, key: str, at: datetime) -> None:
        escrow.report_ready(
            actor=person(self._vendor(), "vendor.fulfilment"), number=self.order_number, key=self._key(key), at=at
        )

    def _ship_step(self, rest: str, key: str, at: datetime) -> None:
        escrow.ship_order(
            actor=person(self._vendor(), "vendor.fulfilment"), number=self.order_number, carrier="DB Schenker",
            tracking_number=f"SCH-{self.number:03d}{key}{self.deal.quantity}",
            quantities={1: Decimal(rest)} if rest else None, key=self._key(key), at=at,
        )  # fmt: skip

    def _deliver_step(self, rest: str, key: str, at: datetime) -> None:
        escrow.report_delivery(actor=person(self._buyer()), number=self.order_number, key=self._key(key), at=at)

    def _accept_step(self, rest: str, key: str, at: datetime) -> None:
        escrow.accept_order(
            actor=person(self._buyer()), number=self.order_number, unit_no=int(rest) if rest else None,
            key=self._key(key), at=at,
        )  # fmt: skip

    def _submit_step(self, rest: str, key: str, at: datetime) -> None:
        notes = {"1": "Tool T-1183 signed off, samples measured.", "2": "50 pieces packed, report 3.1 attached."}
        escrow.submit_milestone(
            actor=person(self._vendor(), "vendor.fulfilment"), number=self.order_number, unit_no=int(rest),
            note=notes[rest], key=self._key(key), at=at,
        )  # fmt: skip

    def _payout_step(self, rest: str, key: str, at: datetime) -> None:
        escrow.run_payout_batch(actor=person("harborline", "operator.finance"), key=self._key(key), at=at)

    def _claim_step(self, rest: str, key: str, at: datetime) -> None:
        case = disputes.open_case(
            actor=person(self._buyer()), order_number=self.order_number, kind=CaseType.NOT_CONFORM,
            parts=(ClaimedPart(unit_no=1, position=1, quantity=Decimal(rest)),), remedy=CaseRemedy.REFUND,
            account="The bore is 0.08 mm over the upper limit on every piece of three cartons; the rest is fine.",
            key=self._key(key), at=at,
        )  # fmt: skip
        self.case_number = case.number
        disputes.add_evidence(
            actor=person(self._buyer()), number=case.number, kind=EvidenceKind.STATEMENT, words="Measured on 40 pieces.",
            key=self._key(f"{key}:evidence"), at=at,
        )  # fmt: skip

    def _reply_step(self, rest: str, key: str, at: datetime) -> None:
        seller = person(self._vendor(), "vendor.fulfilment")
        words = "We measured retained samples: 0.03 mm over. We offer half of the value of these pieces."
        disputes.reply_to_case(actor=seller, number=self.case_number, words=words, key=self._key(key), at=at)
        disputes.propose_settlement(
            actor=seller, number=self.case_number, refund_minor=82_950, note="The pieces can be honed.",
            key=self._key(f"{key}:offer"), at=at,
        )  # fmt: skip

    def _return_step(self, rest: str, key: str, at: datetime) -> None:
        made = returns.request_return(
            actor=person(self._buyer()), order_number=self.order_number, lines=[NewLine(1, Decimal(rest))],
            reason=Reason.WRONG_ITEM, note="Six cartons hold M16×70 instead of ×80.", wanted=Wanted(),
            key=self._key(key), at=at,
        )  # fmt: skip
        self.return_number = made.number

    def _agree_step(self, rest: str, key: str, at: datetime) -> None:
        offer = ReturnOffer.objects.filter(of__number=self.return_number).latest("no")
        returns.accept_offer(
            actor=person(self._vendor(), "vendor.fulfilment"), number=self.return_number, offer_hash=offer.hash,
            key=self._key(key), at=at,
        )  # fmt: skip
