"""What a form asks to be made -> a file that there can be; anything else is no page."""

from django.http import Http404, QueryDict

from chargeback.clock import parse_month
from chargeback.exports.asking import Wanted

from ..converters import TeamSlug
from .kinds import KINDS

LONGEST = 4000


def wanted(form: QueryDict) -> Wanted:
    """Raises Http404 for what no page of the portal offers."""
    said = {name: form.get(name, "") for name in ("what", "month", "team", "query", "kind")}
    kind = KINDS.get(said["what"])
    if kind is None or said["kind"] not in kind.files or len(said["query"]) > LONGEST:
        raise Http404
    if bool(said["team"]) != kind.is_of_team or "\0" in "".join([*said.values(), *read(said["query"])]):
        raise Http404
    if said["team"] and not TeamSlug.matches(said["team"]):
        raise Http404
    try:
        month = parse_month(said["month"])
    except ValueError:
        raise Http404 from None
    return Wanted(said["what"], month, said["team"], said["query"], said["kind"])


def read(query: str) -> list[str]:
    """Every name and value of the question, decoded."""
    return [text for name, values in QueryDict(query).lists() for text in (name, *values)]
