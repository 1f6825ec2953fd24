"""The form of the account's page, and signing in with a limit of wrong passwords."""

from collections.abc import Sequence
from typing import Any

from babel import Locale
from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError

from .. import access, display
from ..habits import PAGE_SIZES
from ..theme import THEMES

LOCALES = (
    *("en", "en_GB", "en_IE", "en_IN", "en_ZA", "de", "de_AT", "de_CH", "fr", "fr_CA", "fr_CH", "it", "it_CH"),
    *("es", "es_MX", "pt", "pt_BR", "nl", "nl_BE", "da", "sv", "nb", "fi", "pl", "cs", "sk", "hu", "ro", "tr"),
    *("uk", "el", "ja", "ko", "zh_Hans"),
)
TOO_MANY = "Too many wrong passwords for this name or from this address. Wait 15 minutes, then try again."


class LimitedForm(AuthenticationForm):
    """Says that it is shut, in the same words whether there is such a user or not."""

    def get_invalid_login_error(self) -> ValidationError:
        if access.is_login_shut(self.request, self.cleaned_data.get("username", "")):
            return ValidationError(TOO_MANY, code="too_many")
        return super().get_invalid_login_error()


class LoginForm(LimitedForm):
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "User name and password do not match. Both are case-sensitive.",
    }


class AdminLoginForm(LimitedForm, AdminAuthenticationForm):
    """The same for the administration's own login."""


class AccountForm(forms.Form):
    """What a user chooses. `landings` are the pages that this user can begin with, by their value."""

    theme = forms.ChoiceField(label="Colours", required=False)
    locale = forms.ChoiceField(label="Amounts and dates", required=False)
    page_size = forms.TypedChoiceField(label="Rows on a page of a table", coerce=int)
    landing = forms.ChoiceField(label="Begin with", required=False)
    has_shortcuts = forms.BooleanField(label="Single keys do something: / [ ] ?", required=False)

    def __init__(self, *args: Any, landings: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = {
            "theme": [("", "As this browser was set"), *((theme, theme.capitalize()) for theme in THEMES)],
            "locale": [("", "As the portal is set"), *((code, in_words(code)) for code in LOCALES)],
            "page_size": [(size, str(size)) for size in PAGE_SIZES],
            "landing": [("", "The page of my role"), *landings],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["class"] = "form-select"


def in_words(code: str) -> str:
    """The locale's own name with a sample, for example "Deutsch (Schweiz): 1’234.56, 21 Nov. 2026"."""
    locale = Locale.parse(code)
    return f"{locale.get_display_name(locale)}: {display.sample(code)}"
