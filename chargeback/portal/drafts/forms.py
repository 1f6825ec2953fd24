"""What is written into a draft: its name, its reason, and the rulebook as YAML, typed or from a file."""

from typing import Any

from django import forms

from allocation.drafts.editing import LONGEST_NAME
from allocation.history.authorship import LONGEST_REASON
from allocation.rulebook.from_yaml.tree import LARGEST_FILE

MOST_BYTES = 4 * LARGEST_FILE
TOO_LARGE = f"The file is larger than {MOST_BYTES:,} bytes; a rulebook is far smaller."
NOT_UTF8 = "The file is not UTF-8 text; save it as UTF-8."


class DraftForm(forms.Form):
    name = forms.CharField(max_length=LONGEST_NAME, help_text="What it is about, for example: Reorganisation of May.")
    reason = forms.CharField(max_length=LONGEST_REASON, help_text="Why. It stays in the history of all that changes.")
    text = forms.CharField(
        label="Rulebook as YAML",
        required=False,
        max_length=LARGEST_FILE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="Or a file that takes its place",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> str:
        """The file's text; empty without one."""
        upload: Any = self.cleaned_data["file"]
        if not upload:
            return ""
        if upload.size > 4 * LARGEST_FILE:
            raise forms.ValidationError(
                f"The file is larger than {4 * LARGEST_FILE:,} bytes; a rulebook is far smaller."
            )
        try:
            text: str = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(NOT_UTF8) from None
        return text

    @property
    def yaml(self) -> str:
        return str(self.cleaned_data["file"] or self.cleaned_data["text"].replace("\r\n", "\n"))
