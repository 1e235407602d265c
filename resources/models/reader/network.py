"""The reader as a network: an encoder with three judgements on top."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from designs import MINILM, Design, design_of
from distances import buckets
from encoder import HEADS
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional


class Judgement(NamedTuple):
    """What the reader says of a batch of questions and passages.

    Attributes:
        relevance: Logit that the passage answers, shape (batch,).
        start: Logit of each token to begin the answer; the first token's is for no answer.
            Shape (batch, length); padding has the lowest.
        end: The same for the last token.
    """

    relevance: Tensor
    start: Tensor
    end: Tensor


class Layer(nn.Module):
    """One transformer layer; attention is spelt out, which is faster here than the fused one."""

    def __init__(self, dropout: float, design: Design = MINILM) -> None:
        super().__init__()
        width = design.width
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)
        self.attention_norm = nn.LayerNorm(width, design.epsilon)
        self.output_norm = nn.LayerNorm(width, design.epsilon)
        self.dropout = nn.Dropout(dropout)

    def forward(self, value: Tensor, mask: Tensor) -> Tensor:
        batch, length, width = value.shape
        shape = (batch, length, 3, HEADS, width // HEADS)
        query, key, content = self.qkv(value).view(shape).permute(2, 0, 3, 1, 4)
        scores = (query * (width // HEADS) ** -0.5) @ key.transpose(-1, -2) + mask
        attended = torch.softmax(scores, -1).to(content.dtype) @ content
        joined = attended.transpose(1, 2).reshape(batch, length, width)
        value = self.attention_norm(value + self.dropout(self.out(joined)))
        wide = functional.gelu(self.up(value))
        normed: Tensor = self.output_norm(value + self.dropout(self.down(wide)))
        return normed


class Reader(nn.Module):
    """Question and passage in one pass."""

    def __init__(self, dropout: float = 0.0, design: Design = MINILM) -> None:
        super().__init__()
        self.design = design
        self.words = nn.Embedding(design.words, design.width)
        self.positions = nn.Embedding(design.positions, design.width)
        if design.segments:
            self.segments = nn.Embedding(design.segments, design.width)
        if design.buckets:
            self.distances = nn.Embedding(design.buckets, HEADS)
        self.embedding_norm = nn.LayerNorm(design.width, design.epsilon)
        self.layers = nn.ModuleList(Layer(dropout, design) for _ in range(design.layers))
        self.span = nn.Linear(design.width, 2)
        self.relevance = nn.Linear(design.width, 1)

    def forward(self, ids: Tensor, segments: Tensor, padding: Tensor) -> Judgement:
        """Judge; `ids` and `segments` have shape (batch, length), `padding` is true on padding."""
        first, length = self.design.first_position, ids.shape[1]
        embedded = self.words(ids) + self.positions.weight[first : first + length]
        if self.design.segments:
            embedded = embedded + self.segments(segments)
        value = self.embedding_norm(embedded)
        lowest = torch.finfo(torch.bfloat16).min / 2
        mask = torch.zeros(padding.shape, dtype=torch.bfloat16).masked_fill(padding, lowest)
        mask = mask[:, None, None, :]
        if self.design.buckets:
            places = np.arange(length)
            apart = torch.from_numpy(buckets(places[None, :] - places[:, None]))
            mask = mask + self.distances(apart).permute(2, 0, 1)
        for layer in self.layers:
            value = layer(value, mask)
        logits = self.span(value).float()
        # The answer stands in the passage: the question is out of reach, the first token is not.
        outside = padding | (segments == 0)
        outside[:, 0] = False
        start, end = logits.masked_fill(outside[..., None], lowest).unbind(-1)
        return Judgement(self.relevance(value[:, 0]).float().squeeze(-1), start, end)


def load_reader(path: Path, dropout: float = 0.0) -> Reader:
    """Load weights saved by `save_reader`, or by Hugging Face's BertModel with our heads."""
    tensors = {name: tensor.float() for name, tensor in load_file(path).items()}
    if "words.weight" not in tensors:
        tensors = _from_bert(tensors)
    return reader_of(tensors, dropout)


def reader_of(tensors: Mapping[str, Tensor], dropout: float = 0.0) -> Reader:
    """The network with these weights."""
    reader = Reader(dropout, design_of(tensors))
    reader.load_state_dict(tensors)
    return reader


def save_reader(reader: Reader, path: Path) -> None:
    """Save the weights."""
    save_file({name: tensor.contiguous() for name, tensor in reader.state_dict().items()}, path)


def _from_bert(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    named = {
        "words.weight": tensors["enc.embeddings.word_embeddings.weight"],
        "positions.weight": tensors["enc.embeddings.position_embeddings.weight"],
        "segments.weight": tensors["enc.embeddings.token_type_embeddings.weight"],
        "relevance.weight": tensors["rel.weight"],
        "relevance.bias": tensors["rel.bias"],
        "span.weight": tensors["span.weight"],
        "span.bias": tensors["span.bias"],
    }
    parts = {
        "out": "attention.output.dense",
        "up": "intermediate.dense",
        "down": "output.dense",
        "attention_norm": "attention.output.LayerNorm",
        "output_norm": "output.LayerNorm",
    }
    for kind in ("weight", "bias"):
        named[f"embedding_norm.{kind}"] = tensors[f"enc.embeddings.LayerNorm.{kind}"]
        for i in range(MINILM.layers):
            there = f"enc.encoder.layer.{i}."
            for ours, theirs in parts.items():
                named[f"layers.{i}.{ours}.{kind}"] = tensors[f"{there}{theirs}.{kind}"]
            three = [f"{there}attention.self.{part}.{kind}" for part in ("query", "key", "value")]
            named[f"layers.{i}.qkv.{kind}"] = torch.cat([tensors[name] for name in three])
    return named
