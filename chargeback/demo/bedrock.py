"""What the demo company pays for language models since Amazon tells them apart by product attributes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .company import BEDROCK, DATA, DEV, PROD, SONNET, Account, Pot
from .dimensions import Dimensions


@dataclass(frozen=True, slots=True)
class Model:
    """A model, the service under which AWS bills it, and its kinds of use: part of its cost in parts of a hundred."""

    provider: str
    name: str
    service: str
    parts: tuple[tuple[str, int], ...]
    feature: str = "On-demand Inference"


TOKENS = (("Input tokens", 38), ("Output tokens", 62))
CLAUDE_SONNET = Model("Anthropic", "Claude Sonnet 5", SONNET, TOKENS)
CLAUDE_HAIKU = Model("Anthropic", "Claude Haiku 4.5", BEDROCK, TOKENS)
RERANK = Model("Cohere", "Rerank 3.5", BEDROCK, (("Search units", 100),), feature="Reranker")
EMBEDDINGS = Model("Amazon", "Titan Text Embeddings V2", BEDROCK, (("Input tokens", 100),))

# (account, model, US dollars a month, project tag or none)
USES: tuple[tuple[Account, Model, int, str], ...] = (
    (PROD, CLAUDE_SONNET, 3_400, "help-center"),
    (PROD, CLAUDE_HAIKU, 1_250, "customs-forms"),
    (PROD, RERANK, 420, "booking-search"),
    (PROD, EMBEDDINGS, 310, "booking-search"),
    (PROD, CLAUDE_HAIKU, 260, "service-desk"),
    (DATA, CLAUDE_SONNET, 1_900, "damage-vision"),
    (DEV, CLAUDE_SONNET, 640, "poc-chatbot"),
    (DEV, CLAUDE_HAIKU, 180, ""),
)


def model_pots() -> Iterator[tuple[Pot, tuple[tuple[str, str], ...]]]:
    """Each use with the product attributes of its cost. Storage of a custom model has none."""
    for account, model, dollars, tag in USES:
        for inference, part in model.parts:
            attributes = {
                "feature": model.feature,
                "inferenceType": inference,
                "model": model.name,
                "provider": model.provider,
            }
            yield Pot(account, model.service, dollars * part // 100, tag), tuple(sorted(attributes.items()))
    yield Pot(DATA, BEDROCK, 70, "damage-vision"), ()


def dimensions_of_model(series: Dimensions, attributes: tuple[tuple[str, str], ...]) -> Dimensions:
    """The series of a model's use; its usage type names the model."""
    words = dict(attributes)
    usage = f"{words.get('model', 'CustomModel')}-{words.get('inferenceType', 'Storage')}".replace(" ", "")
    return replace(series, attributes=attributes, usage_type=f"EUC1-{usage}")
