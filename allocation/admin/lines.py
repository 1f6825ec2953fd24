"""A list of texts as a text area, one value a line."""

from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField


class LinesField(SimpleArrayField):
    """Empty lines and spaces around a value do not count."""

    def __init__(self, base_field: forms.Field, *, widget: Any = None, rows: int = 3, **options: Any) -> None:
        area = forms.Textarea(attrs={"rows": rows, "cols": 32})
        super().__init__(base_field, delimiter="\n", widget=area, **options)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "\n".join(line.strip() for line in value.splitlines() if line.strip())
        return super().to_python(value)
