"""``/proof/``: everybody may see that the ledger re-adds, when that was last checked, and what is held."""

from typing import Any

from marketplace.ledger.queries.proof import proof
from marketplace.web.request import MarketRequest
from marketplace.web.views import Screen


class Proof(Screen):
    """The stored verdict; a view never verifies."""

    template_name = "ledger/proof.html"

    def get_context(self, request: MarketRequest, **kwargs: Any) -> dict[str, Any]:
        """The newest run, seal and anchor."""
        return {"proof": proof()}
