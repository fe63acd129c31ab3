"""The composer's form."""

from uuid import uuid4

from django import forms


class MessageForm(forms.Form):
    """A text and the id that makes sending it twice one message."""

    body = forms.CharField(
        label="Message",
        max_length=5000,
        error_messages={"required": "Write something first."},
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 5000}),
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class ReadForm(forms.Form):
    """How far the reader has come."""

    seq = forms.IntegerField(min_value=1)
