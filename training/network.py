"""The network for quotations: a small BERT, and heads that find anchors and compare them with pieces."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from onrecord.annotation.neural.decoding import BUCKET_COUNT, SCORE_NAMES, distance_buckets
from onrecord.annotation.neural.features import FEATURE_SIZES

MAX_LENGTH = 512
"""How many pieces the encoder can read."""
WIDTH = 96
"""The length of the vectors of an anchor and a piece that are compared, for each score."""


class Attention(nn.Module):
    """Attention of a layer of BERT."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.inputs = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Return what each piece takes from the others."""
        n, length, width = hidden.shape
        q, k, v = self.inputs(hidden).view(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        # Written out: with bfloat16 on a CPU this is twice as fast as scaled_dot_product_attention.
        weights = (q @ k.transpose(-1, -2)) * (1 / math.sqrt(width // self.heads)) + bias.to(q.dtype)
        mixed = weights.softmax(-1, dtype=q.dtype) @ v
        return self.output(mixed.transpose(1, 2).reshape(n, length, width))


class Layer(nn.Module):
    """A layer of BERT."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.attention = Attention(width, heads)
        self.attention_norm = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """Return the states after the layer."""
        hidden = self.attention_norm(hidden + self.attention(hidden, bias))
        return self.norm(hidden + self.down(functional.gelu(self.up(hidden))))


class Encoder(nn.Module):
    """BERT of the size of MiniLM, with the embeddings of features added to those of pieces."""

    def __init__(
        self, vocabulary: int, width: int = 384, layers: int = 6, heads: int = 12, inner: int = 1536
    ) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, width)
        self.places = nn.Embedding(MAX_LENGTH, width)
        self.features = nn.Embedding(sum(FEATURE_SIZES.values()), width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(layers))
        nn.init.zeros_(self.features.weight)
        self.register_buffer(
            "offsets", torch.tensor(np.cumsum([0, *list(FEATURE_SIZES.values())[:-1]])), persistent=False
        )

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """Return the state of each piece after the last layer."""
        places = torch.arange(ids.shape[1], device=ids.device)
        feature_sum = self.features(features + self.offsets).sum(2)
        hidden = self.norm(self.words(ids) + self.places(places) + feature_sum)
        bias = (~mask)[:, None, None, :] * -10000.0
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return hidden


class Network(nn.Module):
    """The encoder with its two heads."""

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
        spans = np.arange(MAX_LENGTH)[None, :] - np.arange(MAX_LENGTH)[:, None]
        self.register_buffer("bucket", torch.tensor(distance_buckets(spans)), persistent=False)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the logits of anchors [n, pieces] and both sides of the scores [n, pieces, scores, WIDTH]."""
        hidden = self.dropout(self.encoder(ids, features, mask))
        anchors = self.anchor(functional.gelu(self.anchor_hidden(hidden))).squeeze(-1)
        n, length, _ = hidden.shape
        left = functional.gelu(self.left(hidden)).view(n, length, len(SCORE_NAMES), WIDTH)
        left = torch.einsum("ntrw,rwv->ntrv", left, self.bilinear) + self.right_only
        right = functional.gelu(self.right(hidden)).view(n, length, len(SCORE_NAMES), WIDTH)
        return anchors, left, right

    def score(self, left: Tensor, right: Tensor, anchors: Tensor) -> Tensor:
        """Return the logits [n, anchors, scores, pieces] of the pieces for the anchors at these indices."""
        anchor_vectors = left.gather(1, anchors[:, :, None, None].expand(-1, -1, *left.shape[2:]))
        product = torch.einsum("narw,ntrw->nart", anchor_vectors, right).float()
        distance_scores = self.distance[self.bucket[anchors, : right.shape[1]]]
        return product + distance_scores.permute(0, 1, 3, 2)


def load_encoder(network: Network, weights: Path) -> None:
    """Load the weights of a BERT in safetensors into the encoder."""
    from safetensors.torch import load_file

    tensors = {name.removeprefix("bert."): value.float() for name, value in load_file(weights).items()}
    encoder = network.encoder
    encoder.words.weight.data.copy_(tensors["embeddings.word_embeddings.weight"])
    kinds = tensors["embeddings.token_type_embeddings.weight"][0]
    encoder.places.weight.data.copy_(tensors["embeddings.position_embeddings.weight"] + kinds)
    _copy(encoder.norm, tensors, "embeddings.LayerNorm")
    for index, layer in enumerate(encoder.layers):
        base = f"encoder.layer.{index}."
        for kind in ("weight", "bias"):
            parts = [tensors[f"{base}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            getattr(layer.attention.inputs, kind).data.copy_(torch.cat(parts))
        _copy(layer.attention.output, tensors, f"{base}attention.output.dense")
        _copy(layer.attention_norm, tensors, f"{base}attention.output.LayerNorm")
        _copy(layer.up, tensors, f"{base}intermediate.dense")
        _copy(layer.down, tensors, f"{base}output.dense")
        _copy(layer.norm, tensors, f"{base}output.LayerNorm")


def _copy(module: nn.Module, tensors: dict[str, Tensor], name: str) -> None:
    module.weight.data.copy_(tensors[f"{name}.weight"])
    module.bias.data.copy_(tensors[f"{name}.bias"])
