"""What the uploader in the browser sends."""

from django import forms

from marketplace.storage.purposes import PURPOSES


class PresignForm(forms.Form):
    """The file that is about to be sent."""

    purpose = forms.ChoiceField(choices=[(name, name) for name in PURPOSES])
    filename = forms.CharField(max_length=255)
    content_type = forms.CharField(max_length=100, required=False)
    size = forms.IntegerField(min_value=1)


class ConfirmForm(forms.Form):
    """The key of the form that was posted."""

    key = forms.CharField(max_length=160)
