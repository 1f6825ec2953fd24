"""To whom picked rows go, from which day, and why."""

from django import forms

from allocation.history.authorship import LONGEST_REASON

RECEIVER = {"list": "targets", "autocomplete": "off", "class": "form-control"}


class AssignForm(forms.Form):
    to = forms.CharField(label="All to", required=False, widget=forms.TextInput(attrs=RECEIVER))
    first = forms.DateField(
        label="Valid from",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label="Reason", max_length=LONGEST_REASON, widget=forms.TextInput(attrs={"class": "form-control"})
    )
    everything = forms.BooleanField(required=False)
