"""Posting the administration's forms as a browser would: what the page shows, with some fields changed."""

from typing import Any

from django.test import Client
from django.urls import reverse


def shown_values(response: Any) -> dict[str, Any]:
    """Every field of a change or add page, inlines with their management forms, as it would be posted unchanged."""
    page = response.context
    forms = [page["adminform"].form]
    for inline in page["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {}
    for form in forms:
        for name in form.fields:
            value = form[name].value()
            if isinstance(value, list):
                value = [str(one) for one in value] if name == "groups" else "\n".join(map(str, value))
            if value is not None and value is not False:
                values[form.add_prefix(name)] = "on" if value is True else value
    return values


def submit(client: Client, path: str, **changes: Any) -> Any:
    """Opens the page, changes fields (None empties one), posts it and follows the answer."""
    page = client.get(path)
    assert page.status_code == 200, path
    values = shown_values(page) | {"reason": "Agreed with finance"} | changes
    return client.post(path, {key: value for key, value in values.items() if value is not None}, follow=True)


def errors(response: Any) -> list[str]:
    """All error texts of a refused form and its inlines; none when it was saved."""
    if "adminform" not in (response.context or {}):
        return []
    found = [text for texts in response.context["adminform"].form.errors.values() for text in texts]
    for inline in response.context["inline_admin_formsets"]:
        found += inline.formset.non_form_errors()
        found += [text for form in inline.formset.forms for texts in form.errors.values() for text in texts]
    return found


def messages(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def add(model: str, app: str = "allocation") -> str:
    return reverse(f"admin:{app}_{model}_add")


def change(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def act(client: Client, model: str, action: str, rows: list[Any], **fields: Any) -> Any:
    """Runs a bulk action on the rows of a list."""
    path = reverse(f"admin:allocation_{model}_changelist")
    data = {"action": action, "_selected_action": [row.pk for row in rows], "index": 0, **fields}
    return client.post(path, data, follow=True)
