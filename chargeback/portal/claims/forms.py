"""What a lead claims, since when and why."""

from collections.abc import Sequence

from django import forms

TEXT = {"class": "form-control", "autocomplete": "off"}


def text(label: str, longest: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, widget=forms.TextInput(attrs=TEXT))


class ClaimForm(forms.Form):
    team = forms.ChoiceField(label="For", widget=forms.Select(attrs={"class": "form-select"}))
    account = text("Account", 64)
    service = text("Service", 256)
    tag_key = text("Tag key", 128)
    tag_value = text("Tag value", 256)
    since = forms.DateField(
        label="Ours from",
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )
    text = forms.CharField(
        label="Why it is ours",
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 4}),
    )

    def __init__(self, *args: object, teams: Sequence[tuple[str, str]], tag_key: str, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["team"].choices = list(teams)  # type: ignore[attr-defined]
        self.fields["tag_key"].widget.attrs["placeholder"] = tag_key

    @property
    def refusal(self) -> str:
        """What to mend, in one sentence."""
        names = ", ".join(str(self.fields[name].label) for name in self.errors if name in self.fields)
        return f"Look at {names}: choose a team, a day as YYYY-MM-DD, and say why in at most 2000 characters."
