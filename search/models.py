"""The search index on PostgreSQL: one document per published listing, and its place in each category above it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F


class SearchDocument(models.Model):
    """What is searched of a listing. Rebuilt from the listing, never edited."""

    listing = models.OneToOneField("listings.Listing", on_delete=models.PROTECT, primary_key=True, related_name="+")
    vendor = models.ForeignKey("identity.Organization", on_delete=models.PROTECT, related_name="+")
    vector = SearchVectorField()
    codes = ArrayField(models.CharField(max_length=80))
    ancestors = ArrayField(models.PositiveIntegerField())
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3)
    price_minor = models.BigIntegerField()
    is_in_stock = models.BooleanField()
    published_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(fields=["vector"], name="search_document_vector"),
            GinIndex(fields=["codes"], name="search_document_codes"),
            GinIndex(fields=["ancestors"], name="search_document_ancestors"),
            models.Index(F("published_at").desc(), F("listing").desc(), name="search_document_newest"),
            models.Index(F("vendor"), F("published_at").desc(), F("listing").desc(), name="search_document_vendor"),
        ]

    def __str__(self) -> str:
        return str(self.listing_id)


class SearchPlacement(models.Model):
    """A listing under one of its categories: a page of a category, of any depth, is one range of an index."""

    id = models.BigAutoField(primary_key=True)
    category = models.ForeignKey("listings.Category", on_delete=models.PROTECT, related_name="+")
    listing = models.ForeignKey("listings.Listing", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "category"], name="search_placement_once")]
        indexes = [
            models.Index(F("category"), F("published_at").desc(), F("listing").desc(), name="search_placement_newest")
        ]

    def __str__(self) -> str:
        return f"{self.listing_id} in {self.category_id}"
