"""The judge's accounts in our chart. Pure.

The kit counts credits as plus: what an account holds is what we owe to it, a liability that never falls below
zero. ``external:…`` is the rest of the world and has no bound. One account of ours has one currency.
"""

from marketplace.ledger.chart import ASSET, LIABILITY, AccountSpec

KIND = "judged"
_PREFIX = "lck"


def account(name: str, currency: str) -> AccountSpec:
    """The account that a judge calls ``name``, in one currency."""
    is_guarded = not name.startswith("external:")
    return AccountSpec(f"{_PREFIX}:{currency}:{name}", currency, KIND, LIABILITY if is_guarded else ASSET, is_guarded)


def account_of(code: str) -> str:
    """The judge's name of an account of ours."""
    return code.split(":", 2)[2]
