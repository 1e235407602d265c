"""What a model's card says, in the fields of CycloneDX."""

import re
from typing import Any


def sections(card: str) -> dict[str, str]:
    """The text below each heading of the second level, by the heading's words in lower case."""
    _, *parts = re.split(r"(?m)^## +(.+)$", card)
    titles = (title.strip().lower() for title in parts[0::2])
    return dict(zip(titles, map(str.strip, parts[1::2]), strict=True))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a Markdown text, each on one line; tables, code and lists are left out."""
    blocks = (block for block in re.split(r"\n\s*\n", text) if block.strip())
    plain = (block for block in blocks if not re.match(r"\s*(\||-|    |#)", block))
    return [" ".join(block.split()) for block in plain]


def bullets(text: str) -> list[str]:
    """The points of the lists of a Markdown text, each on one line."""
    points = re.findall(r"(?ms)^- (.+?)(?=^- |\n\s*\n|\Z)", text)
    return [" ".join(point.split()) for point in points]


def rows(text: str) -> list[list[str]]:
    """The rows of the first table of a Markdown text, without its head."""
    table = re.search(r"(?m)(?:^\|.*\|\n?)+", text)
    lines = table[0].splitlines()[2:] if table else []
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


def datasets(card: str) -> list[dict[str, Any]]:
    """The data that a model was trained on, with their licences."""
    data = sections(card).get("data", "")
    listed = [
        {
            "type": "dataset",
            "name": name,
            "description": f"{what}. Licence: {licence}.",
        }
        for name, what, licence in (row for row in rows(data) if len(row) == 3)
    ]
    told = [{"type": "dataset", "description": text} for text in paragraphs(data)[:1]]
    return listed or told


def model_card(
    card: str, *, task: str, architecture: str, inputs: str, outputs: str
) -> dict[str, Any]:
    """The field 'modelCard' of a component.

    Args:
        card: The text of MODEL_CARD.md.
        task: What the model does, as the field is named: 'feature-extraction' and the like.
        architecture: The model's architecture.
        inputs: What goes in.
        outputs: What comes out.
    """
    told = sections(card)
    limits = bullets(told.get("limits", "")) or paragraphs(told.get("limits", ""))
    return {
        "modelParameters": {
            "approach": {"type": "supervised"},
            "task": task,
            "architectureFamily": "transformer",
            "modelArchitecture": architecture,
            "datasets": datasets(card),
            "inputs": [{"format": inputs}],
            "outputs": [{"format": outputs}],
        },
        "considerations": {
            "users": ["Engineers, through Hangar"],
            "useCases": paragraphs(told.get("what it is for", "")),
            "technicalLimitations": limits,
        },
    }
