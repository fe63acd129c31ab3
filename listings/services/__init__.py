"""The writers of the catalogue. One call is one transaction, one authorised fact."""

from listings.services.categories import import_taxonomy
from listings.services.images import add_image, remove_image
from listings.services.import_runs import check_import, run_import
from listings.services.imports import confirm_import, fail_import, start_import
from listings.services.listings import create_listing, set_prices, update_listing
from listings.services.publishing import publish_listing, publish_listings, withdraw_listing, withdraw_listings

__all__ = [
    "add_image",
    "check_import",
    "confirm_import",
    "create_listing",
    "fail_import",
    "import_taxonomy",
    "publish_listing",
    "publish_listings",
    "remove_image",
    "run_import",
    "set_prices",
    "start_import",
    "update_listing",
    "withdraw_listing",
    "withdraw_listings",
]
