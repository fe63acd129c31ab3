"""The floor's tables: filled from the market's own listings by ``infra.bench.pages``."""

from django.db import models


class FloorVendor(models.Model):
    """A vendor's name."""

    name = models.CharField(max_length=120)

    class Meta:
        app_label = "floorapp"
        db_table = "floor_vendor"

    def __str__(self) -> str:
        return self.name


class FloorListing(models.Model):
    """A listing as flat as it can be."""

    category = models.IntegerField()
    vendor = models.ForeignKey(FloorVendor, on_delete=models.PROTECT)
    sku = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    description = models.TextField()
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    unit = models.CharField(max_length=20)
    moq = models.IntegerField()
    created_at = models.DateTimeField()

    class Meta:
        app_label = "floorapp"
        db_table = "floor_listing"

    def __str__(self) -> str:
        return self.title
