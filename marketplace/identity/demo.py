"""The people of the demonstration market, whom the sign-in page offers when ``DEMO_LOGINS`` is on."""

from dataclasses import dataclass

DEMO_PASSWORD = "harborline-demo"  # noqa: S105  # published on purpose; DEMO_LOGINS is off in production


@dataclass(frozen=True)
class DemoLogin:
    """One account of the demonstration."""

    name: str
    email: str
    role: str


DEMO_LOGINS = (
    DemoLogin("Ada Lindqvist", "ada@delft-instruments.example", "buys for Delft Instruments"),
    DemoLogin("Bruno Kowalski", "bruno@nordmetal.example", "sells for Nordmetal"),
    DemoLogin("Carla Weng", "carla@hanwei.example", "sells for Hanwei Precision"),
    DemoLogin("Dora Haas", "dora@alpenwerk.example", "buys for Alpenwerk"),
    DemoLogin("Otto Brandt", "otto@harborline.example", "runs the market"),
)
