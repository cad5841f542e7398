"""PolNeAR as the pipeline parses it, without its quotations: what the judge of attributions is trained on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin

from onrecord.annotation import load
from onrecord.annotation.neural.model import OUTPUT_KEY
from onrecord.annotation.pipeline import readable
from training.data import rows

COLUMNS = ("LEMMA", "POS", "TAG", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE")


def load_parsed(path: Path, cache: Path) -> tuple[list[dict[str, Any]], list[Doc]]:
    """Return the articles of a file, and their Docs with parse and names.

    Args:
        path: The file.
        cache: The folder where the Docs are stored for the next time, because parsing takes minutes.
    """
    articles = rows(path)
    nlp = load().nlp
    cached = cache / f"{path.name.split('.')[0]}.spacy"
    if not cached.exists():
        cache.mkdir(parents=True, exist_ok=True)
        _parse(nlp, [readable(article["text"]) for article in articles]).to_disk(cached)
    return articles, list(DocBin().from_disk(cached).get_docs(nlp.vocab))


def _parse(nlp: Any, texts: Sequence[str]) -> DocBin:
    parsed = DocBin(attrs=COLUMNS)
    with nlp.select_pipes(disable=["onrecord_quotes", "onrecord_actors"]):
        for doc in nlp.pipe(texts, batch_size=16):
            doc.user_data.pop(OUTPUT_KEY, None)
            parsed.add(doc)
    return parsed
