"""Categories, listings with their quantity-break prices and pictures, and catalogue imports."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from listings.querysets import CategoryQuerySet, ListingImportQuerySet, ListingQuerySet
from listings.states import ImportState, ListingState
from listings.units import UNITS
from marketplace.lib.ids import uuid7


class Category(models.Model):
    """A node of the taxonomy. The id is the taxonomy's own; ``path`` holds the ids from the root: ``7-31-402``."""

    id = models.PositiveIntegerField(primary_key=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=140, unique=True)
    path = models.CharField(max_length=120, unique=True)
    depth = models.PositiveSmallIntegerField()

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "categories"
        indexes = [models.Index(fields=["path"], name="listings_category_path", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return self.name


class Listing(models.Model):
    """A product that a vendor offers.

    ``card`` is what lists show of it (see ``listings.cards``), written by the services together with the
    row, so that a page of 24 costs one query. ``from_price_minor`` is the lowest unit price in
    ``from_currency``, rounded to its minor unit: for sorting and filtering, never for charging.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    vendor = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="listings")
    sku = models.CharField("SKU", max_length=80)
    title = models.CharField(max_length=240)
    slug = models.SlugField(max_length=120, unique=True)
    description = models.TextField("description (Markdown)", blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="listings")
    unit = models.CharField(max_length=8, choices=UNITS, default="pcs")
    moq = models.PositiveIntegerField("minimum order quantity", default=1)
    lead_time_days = models.PositiveSmallIntegerField(default=14)
    stock = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=ListingState, default=ListingState.DRAFT)
    attributes = models.JSONField(default=list, blank=True)
    drawing = models.CharField("drawn picture (kind-seed)", max_length=40)
    from_price_minor = models.BigIntegerField(null=True, blank=True)
    from_currency = models.CharField(max_length=3, blank=True)
    card = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vendor", "sku"], name="listings_sku_once_per_vendor"),
            models.CheckConstraint(condition=Q(moq__gte=1), name="listings_moq_positive"),
            models.CheckConstraint(
                condition=~Q(state=ListingState.PUBLISHED)
                | Q(category__isnull=False, published_at__isnull=False, from_price_minor__isnull=False),
                name="listings_published_is_complete",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                name="listings_newest",
                condition=Q(state=ListingState.PUBLISHED),
            ),
            models.Index(
                F("category"),
                F("published_at").desc(),
                F("id").desc(),
                name="listings_newest_in_category",
                condition=Q(state=ListingState.PUBLISHED),
            ),
            models.Index(
                F("vendor"),
                F("published_at").desc(),
                F("id").desc(),
                name="listings_newest_of_vendor",
                condition=Q(state=ListingState.PUBLISHED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.title}"


class ListingImage(models.Model):
    """A photo of a listing, in its order."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="images")
    stored_file = models.ForeignKey("storage.StoredFile", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    alt = models.CharField("what it shows", max_length=160, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "stored_file"], name="listings_image_once"),
        ]

    def __str__(self) -> str:
        return self.alt or f"picture {self.position + 1}"


class PriceTier(models.Model):
    """From ``min_quantity`` on, one unit costs ``unit_price`` (major units, six decimals) in ``currency``."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="tiers")
    currency = models.CharField(max_length=3)
    min_quantity = models.PositiveIntegerField()
    unit_price = models.DecimalField(max_digits=18, decimal_places=6)

    class Meta:
        ordering: ClassVar = ["currency", "min_quantity"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["listing", "currency", "min_quantity"], name="listings_tier_once"),
            models.CheckConstraint(condition=Q(min_quantity__gte=1), name="listings_tier_quantity_positive"),
            models.CheckConstraint(condition=Q(unit_price__gt=0), name="listings_tier_price_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.min_quantity}+ {self.currency} {self.unit_price}"


class ListingImport(models.Model):
    """One catalogue file on its way in: checked as a whole first, then written in batches."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    organization = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, null=True, related_name="+")
    stored_file = models.ForeignKey("storage.StoredFile", on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    format = models.CharField(max_length=8)
    columns = models.JSONField("pairs of column and meaning, in the file's order", default=list, blank=True)
    default_category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    publish_complete = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.UPLOADED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ListingImportQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organization", "-created_at"], name="listings_import_newest")]

    def __str__(self) -> str:
        return self.number

    @property
    def meanings(self) -> dict[str, str]:
        """Column to meaning, in the order of the file."""
        return dict(self.columns)


class ImportRowError(models.Model):
    """Why a cell of the file was refused. ``raw`` is the whole row, so that a file to fix can be made of it."""

    id = models.BigAutoField(primary_key=True)
    listing_import = models.ForeignKey(ListingImport, on_delete=models.PROTECT, related_name="row_errors")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True)
    message = models.CharField(max_length=300)
    raw = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["listing_import", "row"], name="listings_row_error")]

    def __str__(self) -> str:
        return f"row {self.row}: {self.message}"
