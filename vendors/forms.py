"""The forms of storefronts and decisions: fields and words; the rules are in the services."""

from typing import Any

from django import forms

from marketplace.identity.countries import BY_NAME
from vendors.content import NewCertificate, StorefrontContent
from vendors.models import VendorProfile
from vendors.states import Kind


class Words(forms.CharField):
    """Short words in one line, separated by commas."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=400, **options)

    def clean(self, value: Any) -> tuple[str, ...]:
        """The words without blanks and repetitions, in their order."""
        words = (word.strip()[:60] for word in super().clean(value).split(","))
        return tuple(dict.fromkeys(word for word in words if word))

    def prepare_value(self, value: Any) -> Any:
        """A list as one line."""
        return ", ".join(value) if isinstance(value, list | tuple) else value


class StorefrontForm(forms.Form):
    """What the market reads about a company."""

    kind = forms.ChoiceField(label="You are a", choices=Kind.choices)
    headline = forms.CharField(
        label="In one sentence",
        max_length=160,
        help_text="For example: die-cast enclosures and heat sinks, 500 to 50,000 pieces.",
    )
    offers = Words(label="What you make", help_text="Separated by commas, the most important first.")
    about = forms.CharField(
        label="About the company",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        help_text="Machines, materials, tolerances, who buys from you.",
    )
    founded_year = forms.IntegerField(label="Founded", required=False, min_value=1700)
    staff = forms.IntegerField(label="People", required=False, min_value=1, max_value=1_000_000)
    plant_area_m2 = forms.IntegerField(label="Plant area in m²", required=False, min_value=1, max_value=10_000_000)
    languages = Words(label="Languages you answer in", required=False, help_text="Separated by commas.")
    terms = forms.CharField(
        label="Shipping and terms", widget=forms.Textarea(attrs={"rows": 4}), max_length=4000, required=False
    )

    @property
    def content(self) -> StorefrontContent:
        """The cleaned values for the service."""
        return StorefrontContent(**self.cleaned_data)

    @staticmethod
    def initial_of(vendor: VendorProfile) -> dict[str, Any]:
        """What is on the storefront now."""
        return {name: getattr(vendor, name) for name in StorefrontForm.base_fields}


class CertificateForm(forms.Form):
    """A certificate to show."""

    name = forms.CharField(label="Certificate", max_length=80, help_text="For example ISO 9001:2015.")
    issuer = forms.CharField(label="Issued by", max_length=80)
    number = forms.CharField(label="Number", max_length=60)
    valid_until = forms.DateField(label="Valid until", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    file_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    copy = forms.FileField(
        label="Copy", required=False, help_text="PDF or picture, for the verification only.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.webp"}),
    )  # fmt: skip

    @property
    def certificate(self) -> NewCertificate:
        """The cleaned values for the service, without the copy."""
        return NewCertificate(**{name: value for name, value in self.cleaned_data.items() if name != "copy"})


class ReasonForm(forms.Form):
    """Why an operator refuses: the vendor reads it."""

    reason = forms.CharField(
        label="Reason", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, help_text="The supplier reads it."
    )


class DirectoryForm(forms.Form):
    """The filters of the supplier directory."""

    q = forms.CharField(required=False, max_length=80)
    country = forms.ChoiceField(required=False, choices=[("", "All countries"), *BY_NAME])
    after = forms.CharField(required=False, max_length=80)
