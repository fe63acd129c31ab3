"""The HTML forms: a request with its lines, and an offer with its prices."""

from rfq.forms.offers import AnswerForm, OfferForm, TermsForm
from rfq.forms.requests import CancelForm, DeadlineForm, FileForm, InviteForm, RfqChoices, RfqForm

__all__ = [
    "AnswerForm",
    "CancelForm",
    "DeadlineForm",
    "FileForm",
    "InviteForm",
    "OfferForm",
    "RfqChoices",
    "RfqForm",
    "TermsForm",
]
