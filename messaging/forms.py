"""The composer's form."""

from uuid import UUID, uuid4

from django import forms


class UploadedField(forms.TypedMultipleChoiceField):
    """Ids of uploads that wait beside the field. Whose they are, the service finds out."""

    widget = forms.MultipleHiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, coerce=UUID)

    def valid_value(self, value: str) -> bool:
        """There is no list to choose from."""
        return bool(value)


class MessageForm(forms.Form):
    """A text, files, and the id that makes sending them twice one message."""

    body = forms.CharField(
        label="Message",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 5000}),
    )
    upload = forms.FileField(label="File", required=False)
    file_ids = UploadedField()
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class ReadForm(forms.Form):
    """How far the reader has come."""

    seq = forms.IntegerField(min_value=1)
