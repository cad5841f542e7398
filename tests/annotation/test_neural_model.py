"""The model at run time: anchors, windows read side by side, and attributions in characters."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import spacy
from model_by_hand import no_probabilities

from onrecord.annotation.doc.errors import AnnotateError
from onrecord.annotation.neural import onnx_runtime
from onrecord.annotation.neural.decoding import AnchorScores, DecodedAttribution
from onrecord.annotation.neural.features import FEATURE_SIZES, Pieces
from onrecord.annotation.neural.model import (
    FOLDER,
    TOKENIZER,
    WEIGHTS,
    QuotationModel,
    candidate_anchors,
    in_characters,
    is_available,
    load_model,
)
from onrecord.annotation.neural.windows import Window


def pieces_of(text: str) -> Pieces:
    """Return a piece for each word between blanks."""
    starts = [0, *(index + 1 for index, char in enumerate(text) if char == " ")]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    count = len(starts)
    return Pieces(
        np.arange(1000, 1000 + count),
        np.array(starts),
        np.array(ends),
        np.arange(count),
        np.zeros((count, len(FEATURE_SIZES)), dtype=np.int32),
    )


def decoded(anchor: int, source: list[int], cue: list[int], content: list[int]) -> DecodedAttribution:
    source_pieces, cue_pieces, content_pieces = (np.array(role, dtype=np.int64) for role in (source, cue, content))
    return DecodedAttribution(anchor, 0.0, 0.8, source_pieces, cue_pieces, content_pieces, no_probabilities(20))


@pytest.mark.parametrize(
    ("bonus", "limit", "anchors"),
    [
        (0.0, 48, [1, 3, 4]),
        (1.0, 48, [1, 2, 3, 4]),
        (-1.0, 48, [1, 4]),
        (0.0, 3, [1, 3, 4]),
        (0.0, 2, [1, 4]),
        (0.0, 1, [1]),
    ],
)
def test_anchors_score_above_nothing_and_are_not_too_many(bonus: float, limit: int, anchors: list[int]) -> None:
    logits = np.array([-2, 3, -0.5, 0.5, 3], dtype=np.float32)
    assert candidate_anchors(logits, bonus, limit).tolist() == anchors


def test_at_most_48_anchors_are_looked_at_in_a_window() -> None:
    assert len(candidate_anchors(np.ones(100, dtype=np.float32), 0.0)) == 48


TEXT = "Ann says that rain comes"


def test_attributions_are_given_in_characters() -> None:
    (attribution,) = in_characters(TEXT, pieces_of(TEXT), [decoded(1, [0], [1], [2, 3, 4])])
    assert attribution.anchor == 4
    assert (attribution.source, attribution.cue, attribution.content) == ([(0, 3)], [(4, 8)], [(9, 24)])
    assert (attribution.anchor_probability, attribution.content_probability) == (0.5, 0.8)


@pytest.mark.parametrize(("anchor", "cue"), [(1, [(4, 8)]), (3, [])])
def test_an_anchor_outside_the_content_is_the_cue_where_there_is_none(
    anchor: int, cue: list[tuple[int, int]]
) -> None:
    (attribution,) = in_characters(TEXT, pieces_of(TEXT), [decoded(anchor, [], [], [2, 3, 4])])
    assert attribution.cue == cue


@pytest.mark.parametrize(
    ("files", "is_there"),
    [([], False), ([TOKENIZER], False), ([WEIGHTS], True)],
)
def test_the_model_is_available_where_its_weights_are(tmp_path: Path, files: list[str], is_there: bool) -> None:
    for name in files:
        (tmp_path / name).touch()
    assert is_available(tmp_path) == is_there


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_the_model_is_not_available_without_what_reads_it(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_available()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == package else object())
    assert not is_available()


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise ImportError(name="onnxruntime")

    monkeypatch.setattr(onnx_runtime, "import_onnxruntime", fail)
    with pytest.raises(AnnotateError, match=r"needs the package .onnxruntime.:"):
        QuotationModel()


@pytest.mark.parametrize("name", [WEIGHTS, TOKENIZER])
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / ({WEIGHTS, TOKENIZER} - {name}).pop()).touch()
    with pytest.raises(AnnotateError, match=f"lacks .*{name}.*annotator = “rules”"):
        QuotationModel(tmp_path)


def test_a_model_is_loaded_once() -> None:
    assert load_model() is load_model(FOLDER) or load_model() is load_model()
    assert load_model().version
    assert load_model().encoder


def test_hidden_states_are_those_of_all_pieces_once() -> None:
    model = load_model()
    long_text = pieces_of(" ".join(["rain"] * 400))
    states = model.hidden_states(long_text)
    assert states.shape[0] == 400
    assert states[0].nbytes <= 1024, "a text of a hundred pages has to fit"
    assert model.hidden_states(pieces_of("rain")).shape == (1, states.shape[1])


def test_the_break_before_a_text_is_no_anchor(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = load_model()
    (pieces,) = shipped.read_pieces([spacy.blank("en")("Ann said rain will come.")])
    run = shipped._session.run

    def break_scores_highest(names: Any, inputs: Any) -> Any:
        every_piece = {**inputs, "bonus": np.array([100], dtype=np.float32)}
        logits, *others = run(names, every_piece)
        logits[:] = 9.0
        return [logits, *others]

    monkeypatch.setattr(shipped, "_session", SimpleNamespace(run=break_scores_highest))
    scores, _ = shipped._score(pieces, Window(0, len(pieces), 0, len(pieces)), False)
    assert scores.anchors.tolist() == [1, 2, 3, 4, 5, 6]


def test_only_pieces_that_may_be_anchors_are_compared_with_the_others() -> None:
    model = load_model()
    pieces = pieces_of("Ann said rain comes , and Bob said snow falls")
    inputs = {"ids": pieces.ids[None], "features": pieces.features[None].astype(np.int64)}

    def candidate_rows(bonus: float) -> tuple[list[int], tuple[int, ...]]:
        bonuses = {"bonus": np.array([bonus], dtype=np.float32)}
        _, candidates, left = model._session.run(("anchors", "candidates", "left"), inputs | bonuses)
        return candidates.tolist(), left.shape

    (logits,) = model._session.run(("anchors",), inputs | {"bonus": np.zeros(1, dtype=np.float32)})
    assert candidate_rows(-100) == ([], (0, 7, 96))
    assert candidate_rows(0.001 - float(logits.max())) == ([int(logits.argmax())], (1, 7, 96))
    assert candidate_rows(100) == (list(range(10)), (10, 7, 96))


def test_a_text_without_pieces_has_no_states_and_no_attributions() -> None:
    model = load_model()
    none = np.zeros(0, dtype=np.int64)
    empty = Pieces(none, none, none, none, np.zeros((0, 7), dtype=np.int32))
    assert model.hidden_states(empty).shape == (0, 0)
    assert model.read_attributions([empty]) == [[]]


def test_a_window_that_no_thread_has_taken_up_is_read_by_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    model = load_model()
    calls = []

    def submit(function: Any, *arguments: Any) -> Future[Any]:
        calls.append(arguments)
        future: Future[Any] = Future()
        if len(calls) > 1:  # the first waits for a thread for ever
            future.set_running_or_notify_cancel()
            future.set_result(function(*arguments))
        return future

    monkeypatch.setattr(model._pool, "submit", submit)
    texts = [pieces_of("Ann said rain comes"), pieces_of("Bob said snow falls too")]
    with_threads = model.read(texts, [None, None])
    assert [len(output.pieces) for output in with_threads] == [4, 5]
    assert len(calls) == 2
    assert all(output.names is None for output in with_threads)


def test_states_are_read_only_where_names_are_wanted() -> None:
    model = load_model()
    pieces = pieces_of("Ann said rain comes")
    (job,) = model.begin([pieces], [None]).jobs[0]
    scores, states = job.future.result()
    assert isinstance(scores, AnchorScores)
    assert states.shape == (0, 0)
