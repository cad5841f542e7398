"""The network: a small BERT reads the pieces, one head finds anchors, one compares them with pieces."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from onrecord.annotation.neural.decoding import BUCKET_COUNT, SCORE_NAMES, distance_buckets
from onrecord.annotation.neural.features import FEATURE_SIZES

LONGEST = 512
WIDTH = 96
"""How wide an anchor and a piece are when they are compared, for each score."""


class Attention(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.inputs = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        n, length, width = hidden.shape
        q, k, v = self.inputs(hidden).view(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        # Written out: with bfloat16 on a CPU this is twice as fast as scaled_dot_product_attention.
        weights = (q @ k.transpose(-1, -2)) * (1 / math.sqrt(width // self.heads)) + bias.to(q.dtype)
        mixed = weights.softmax(-1, dtype=q.dtype) @ v
        return self.output(mixed.transpose(1, 2).reshape(n, length, width))


class Layer(nn.Module):
    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.attention = Attention(width, heads)
        self.attention_norm = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        hidden = self.attention_norm(hidden + self.attention(hidden, bias))
        return self.norm(hidden + self.down(functional.gelu(self.up(hidden))))


class Encoder(nn.Module):
    """BERT as MiniLM has it, with what ``features`` say of a piece added to its word."""

    def __init__(
        self, vocabulary: int, width: int = 384, layers: int = 6, heads: int = 12, inner: int = 1536
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.places = nn.Embedding(LONGEST, width)
        self.features = nn.Embedding(sum(FEATURE_SIZES.values()), width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(layers))
        nn.init.zeros_(self.features.weight)
        self.register_buffer(
            "offsets", torch.tensor(np.cumsum([0, *list(FEATURE_SIZES.values())[:-1]])), persistent=False
        )

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)
        told = self.features(features + self.offsets).sum(2)
        hidden = self.norm(self.words(ids) + self.places(places) + told)
        bias = (~mask)[:, None, None, :] * -10000.0
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return hidden


class Network(nn.Module):
    def __init__(self, vocabulary: int = 30522, width: int = 384) -> None:
        super().__init__()
        self.encoder = Encoder(vocabulary, width)
        self.dropout = nn.Dropout(0.1)
        self.anchor_hidden = nn.Linear(width, width)
        self.anchor = nn.Linear(width, 1)
        self.left = nn.Linear(width, len(SCORE_NAMES) * WIDTH)
        self.right = nn.Linear(width, len(SCORE_NAMES) * WIDTH)
        self.bilinear = nn.Parameter(torch.randn(len(SCORE_NAMES), WIDTH, WIDTH) * 0.3 / WIDTH)
        self.right_only = nn.Parameter(torch.randn(len(SCORE_NAMES), WIDTH) * 0.3 / math.sqrt(WIDTH))
        self.distance = nn.Parameter(torch.full((BUCKET_COUNT, len(SCORE_NAMES)), -3.0))
        nn.init.constant_(self.anchor.bias, -3.0)
        spans = np.arange(LONGEST)[None, :] - np.arange(LONGEST)[:, None]
        self.register_buffer("bucket", torch.tensor(distance_buckets(spans)), persistent=False)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Logits of anchors [n, pieces] and both sides of the scores [n, pieces, scores, WIDTH]."""
        hidden = self.dropout(self.encoder(ids, features, mask))
        anchors = self.anchor(functional.gelu(self.anchor_hidden(hidden))).squeeze(-1)
        n, length, _ = hidden.shape
        left = functional.gelu(self.left(hidden)).view(n, length, len(SCORE_NAMES), WIDTH)
        left = torch.einsum("ntrw,rwv->ntrv", left, self.bilinear) + self.right_only
        right = functional.gelu(self.right(hidden)).view(n, length, len(SCORE_NAMES), WIDTH)
        return anchors, left, right

    def score(self, left: Tensor, right: Tensor, anchors: Tensor) -> Tensor:
        """Logits [n, anchors, scores, pieces] of the pieces for the anchors at these places."""
        chosen = left.gather(1, anchors[:, :, None, None].expand(-1, -1, *left.shape[2:]))
        product = torch.einsum("narw,ntrw->nart", chosen, right).float()
        near = self.distance[self.bucket[anchors, : right.shape[1]]]
        return product + near.permute(0, 1, 3, 2)


def load_encoder(network: Network, weights: Path) -> None:
    """Puts the weights of a BERT in safetensors into the encoder."""
    from safetensors.torch import load_file

    found = {name.removeprefix("bert."): value.float() for name, value in load_file(weights).items()}
    encoder = network.encoder
    encoder.words.weight.data.copy_(found["embeddings.word_embeddings.weight"])
    kinds = found["embeddings.token_type_embeddings.weight"][0]
    encoder.places.weight.data.copy_(found["embeddings.position_embeddings.weight"] + kinds)
    _copy(encoder.norm, found, "embeddings.LayerNorm")
    for index, layer in enumerate(encoder.layers):
        base = f"encoder.layer.{index}."
        for kind in ("weight", "bias"):
            parts = [found[f"{base}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            getattr(layer.attention.inputs, kind).data.copy_(torch.cat(parts))
        _copy(layer.attention.output, found, f"{base}attention.output.dense")
        _copy(layer.attention_norm, found, f"{base}attention.output.LayerNorm")
        _copy(layer.up, found, f"{base}intermediate.dense")
        _copy(layer.down, found, f"{base}output.dense")
        _copy(layer.norm, found, f"{base}output.LayerNorm")


def _copy(module: nn.Module, found: dict[str, Tensor], name: str) -> None:
    module.weight.data.copy_(found[f"{name}.weight"])
    module.bias.data.copy_(found[f"{name}.bias"])
