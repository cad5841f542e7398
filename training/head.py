"""The entity head: labels for tokens, from the hidden states of the encoder and the features of each token."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from onrecord.annotation.neural.entity_features import ALPHABET_SIZE, FEATURE_SIZES

WIDTH = 192
LETTER_WIDTH, FILTER_COUNT = 24, 96


class Block(nn.Module):
    """A gated convolution over a token and its neighbours, added to the token."""

    def __init__(self, width: int, reach: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.gated = nn.Conv1d(width, 2 * width, 3, padding=reach, dilation=reach)

    def forward(self, tokens: Tensor, dropout: nn.Module) -> Tensor:
        """Return the tokens with what the convolution adds."""
        added = functional.glu(self.gated(self.norm(tokens).transpose(1, 2)), 1)
        return tokens + dropout(added.transpose(1, 2))


class Head(nn.Module):
    """The network that labels the tokens of an article.

    Between the convolutions each token is combined with the mean of all tokens of the same form in the article, so
    that what the text says about a name in one place helps in the others.
    """

    def __init__(self, hidden: int, labels: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(hidden, WIDTH)
        self.features = nn.Embedding(sum(FEATURE_SIZES.values()), WIDTH)
        self.letter = nn.Embedding(ALPHABET_SIZE, LETTER_WIDTH)
        self.letters = nn.Conv1d(LETTER_WIDTH, FILTER_COUNT, 3, padding=1)
        self.form = nn.Linear(FILTER_COUNT, WIDTH)
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
        """Return the logits, token x label.

        Args:
            hidden: Token x width.
            features: Token x feature.
            forms: The number of each token's form.
            letters: Form x letter.
        """
        spelled = functional.gelu(self.letters(self.letter(letters).transpose(1, 2))).amax(2)
        feature_sum = self.features(features + self.offsets).sum(1)
        tokens = (
            self.hidden(self.dropout(hidden)) + self.dropout(feature_sum) + self.dropout(self.form(spelled))[forms]
        )
        tokens = tokens[None]
        for block in self.first:
            tokens = block(tokens, self.dropout)
        normed = self.shared_norm(tokens)[0]
        # A column of ones makes the sums include the number of tokens. Other ways to count do not export.
        with_ones = torch.cat([normed.float(), torch.ones_like(normed[:, :1], dtype=torch.float32)], 1)
        sums = with_ones.new_zeros(letters.shape[0], WIDTH + 1)
        sums = sums.scatter_add(0, forms[:, None].expand(-1, WIDTH + 1), with_ones)
        mean = sums[:, :-1] / sums[:, -1:].clamp(min=1)
        combined = torch.cat([normed, self.dropout(mean)[forms]], 1)
        tokens = tokens + self.dropout(functional.gelu(self.shared(combined)))[None]
        for block in self.then:
            tokens = block(tokens, self.dropout)
        return self.labels(self.dropout(self.norm(tokens)))[0]
