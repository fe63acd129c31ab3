"""The life of a seller on the market, as data."""

from django.db import models

from marketplace.lib.state import Machine


class VendorState(models.TextChoices):
    """Only VERIFIED vendors are on the market."""

    APPLIED = "APPLIED", "Not submitted yet"
    IN_REVIEW = "IN_REVIEW", "In review"
    VERIFIED = "VERIFIED", "Verified"
    REJECTED = "REJECTED", "Rejected"
    SUSPENDED = "SUSPENDED", "Suspended"


class Decision(models.TextChoices):
    """What an operator may decide."""

    VERIFY = "VERIFY", "Verified"
    REJECT = "REJECT", "Rejected"
    SUSPEND = "SUSPEND", "Suspended"
    REINSTATE = "REINSTATE", "Reinstated"


class Kind(models.TextChoices):
    """What sort of supplier it is."""

    MANUFACTURER = "MANUFACTURER", "Manufacturer"
    WORKSHOP = "WORKSHOP", "Contract workshop"
    DISTRIBUTOR = "DISTRIBUTOR", "Distributor"


VENDOR = Machine(
    "vendor",
    {
        "submit": ({VendorState.APPLIED, VendorState.REJECTED}, VendorState.IN_REVIEW),
        "verify": ({VendorState.IN_REVIEW}, VendorState.VERIFIED),
        "reject": ({VendorState.IN_REVIEW}, VendorState.REJECTED),
        "suspend": ({VendorState.VERIFIED}, VendorState.SUSPENDED),
        "reinstate": ({VendorState.SUSPENDED}, VendorState.VERIFIED),
    },
)
