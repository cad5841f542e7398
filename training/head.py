"""The entity head: what it makes of each token's hidden states and features."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from onrecord.annotation.neural.entity_features import ALPHABET_SIZE, FEATURE_SIZES

WIDTH = 192
LETTER, FILTERS = 24, 96


class Block(nn.Module):
    """A gated convolution over a token and its neighbours, added to the token."""

    def __init__(self, width: int, reach: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.gated = nn.Conv1d(width, 2 * width, 3, padding=reach, dilation=reach)

    def forward(self, tokens: Tensor, dropout: nn.Module) -> Tensor:
        found = functional.glu(self.gated(self.norm(tokens).transpose(1, 2)), 1)
        return tokens + dropout(found.transpose(1, 2))


class Head(nn.Module):
    """Logits of a whole article's tokens: [1, tokens, labels].

    Between the convolutions each token meets the mean of all tokens of its form in the article, so that what one
    place tells of a name is known in the others.
    """

    def __init__(self, hidden: int, labels: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(hidden, WIDTH)
        self.features = nn.Embedding(sum(FEATURE_SIZES.values()), WIDTH)
        self.letter = nn.Embedding(ALPHABET_SIZE, LETTER)
        self.letters = nn.Conv1d(LETTER, FILTERS, 3, padding=1)
        self.form = nn.Linear(FILTERS, WIDTH)
        self.first = nn.ModuleList((Block(WIDTH, 1), Block(WIDTH, 1)))
        self.shared_norm = nn.LayerNorm(WIDTH)
        self.shared = nn.Linear(2 * WIDTH, WIDTH)
        self.then = nn.ModuleList((Block(WIDTH, 1), Block(WIDTH, 2)))
        self.norm = nn.LayerNorm(WIDTH)
        self.labels = nn.Linear(WIDTH, labels)
        self.dropout = nn.Dropout(0.3)
        offsets = torch.tensor([0, *list(FEATURE_SIZES.values())[:-1]]).cumsum(0)
        self.register_buffer("offsets", offsets, persistent=False)
        nn.init.normal_(self.features.weight, std=0.1)

    def forward(self, hidden: Tensor, features: Tensor, forms: Tensor, letters: Tensor) -> Tensor:
        """``hidden`` is tokens x width, ``features`` tokens x SIZES, ``letters`` forms x letters."""
        spelled = functional.gelu(self.letters(self.letter(letters).transpose(1, 2))).amax(2)
        told = self.features(features + self.offsets).sum(1)
        tokens = self.hidden(self.dropout(hidden)) + self.dropout(told) + self.dropout(self.form(spelled))[forms]
        tokens = tokens[None]
        for block in self.first:
            tokens = block(tokens, self.dropout)
        found = self.shared_norm(tokens)[0]
        # With a one beside each token's numbers, the sums tell how many there were. Written so that it exports.
        counted = torch.cat([found.float(), torch.ones_like(found[:, :1], dtype=torch.float32)], 1)
        sums = counted.new_zeros(letters.shape[0], WIDTH + 1)
        sums = sums.scatter_add(0, forms[:, None].expand(-1, WIDTH + 1), counted)
        mean = sums[:, :-1] / sums[:, -1:].clamp(min=1)
        both = torch.cat([found, self.dropout(mean)[forms]], 1)
        tokens = tokens + self.dropout(functional.gelu(self.shared(both)))[None]
        for block in self.then:
            tokens = block(tokens, self.dropout)
        return self.labels(self.dropout(self.norm(tokens)))[0]
