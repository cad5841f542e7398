"""Write into annotation.md what each component makes of one made-up piece of news.

usage: python -m docs.walkthrough           writes the outputs into docs/annotation.md
       python -m docs.walkthrough --check   exits with 1 if the page shows other outputs
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterable
from pathlib import Path

from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from onrecord.annotation import pipeline
from onrecord.annotation.actors.clustering import cluster_actors
from onrecord.annotation.actors.misspellings import merge_misspelt_names
from onrecord.annotation.actors.registry import ActorRegistry
from onrecord.annotation.actors.roles import assign_roles
from onrecord.annotation.components.actors import in_quotation_marks
from onrecord.annotation.coref.pronouns import resolve_references
from onrecord.annotation.lexicon.cues import load_cues
from onrecord.annotation.neural.model import in_characters, load_model
from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.rules import RuleExtractor, extract_attributions
from onrecord.base.records import Annotation, Attribution, Span, words_of

PAGE = Path(__file__).with_name("annotation.md")
NEWS = (
    "“We will not pay twice for the same quay,” Mayor Ingrid Solberg told the port council in Torvik on Thursday. "
    "She said that the works had cost 40 million crowns. "
    "According to Solberg, the builder “has promised nothing”. "
    "Moscow denied that it was behind the strike, and a Kremlin spokesman called the charge absurd. "
    "“The dockers will be back on Monday,” Solbreg added. “They always come back.”"
)
PARSED_SENTENCE = 1
"""The index of the sentence whose parse the page shows."""
PAGE_WIDTH = 100
"""Characters of a line of the news as the page shows it."""
TOLERANCE = 0.05
"""By how much a confidence may differ from the page: processors round the model's numbers differently."""

_BLOCK = re.compile(r"(<!-- output: (?P<name>[a-z-]+) -->\n```text\n).*?(\n```)", re.DOTALL)
_CONFIDENCE = re.compile(r"\b[01]\.\d\d\b")


def outputs() -> dict[str, str]:
    """Return what each component makes of NEWS, by the name of its block in the page."""
    nlp = pipeline.load().nlp
    blocks = {"news": textwrap.fill(NEWS, PAGE_WIDTH)}
    doc = nlp.make_doc(NEWS)
    for name, component in nlp.pipeline:
        if name == "onrecord_actors":
            blocks["actors"] = _steps_to_actors(doc)
        doc = component(doc)
        if name == "onrecord_ner":
            sentences = list(doc.sents)
            blocks["sentences"] = "\n".join(sentence.text for sentence in sentences)
            blocks["parse"] = _parse(sentences[PARSED_SENTENCE])
            blocks["spacy-entities"] = _entities(doc)
        elif name == "onrecord_entities":
            blocks["entities"] = _entities(doc)
        elif name == "onrecord_quotes":
            blocks["model"] = _model_attributions(doc)
            blocks["certain"] = _certain_candidates(doc)
            blocks["rules-alone"] = _lines(doc.text, extract_attributions(doc))
            blocks["quotes"] = _lines(doc.text, doc._.attributions)
    blocks["result"] = _result(NEWS, pipeline.to_annotation(doc))
    return blocks


def with_outputs(page: str, blocks: dict[str, str]) -> str:
    """Return a page with the outputs in the blocks that are named for them.

    Raises:
        KeyError: If the page has a block for which there is no output.
    """
    return _BLOCK.sub(lambda match: match[1] + blocks[match["name"]] + match[3], page)


def is_current(page: str, blocks: dict[str, str]) -> bool:
    """Return whether a page shows these outputs; a confidence may differ by TOLERANCE."""
    renewed = with_outputs(page, blocks)
    if _CONFIDENCE.sub("", page) != _CONFIDENCE.sub("", renewed):
        return False
    confidences = zip(_CONFIDENCE.findall(page), _CONFIDENCE.findall(renewed), strict=True)
    return all(abs(float(shown) - float(measured)) <= TOLERANCE for shown, measured in confidences)


def block_names(page: str) -> list[str]:
    """Return the names of the blocks of a page, in order."""
    return [match["name"] for match in _BLOCK.finditer(page)]


def _parse(sentence: TokenSpan) -> str:
    return "\n".join(
        f"{token.text:<9} {token.pos_:<6} {token.dep_:<10} of {token.head.text}" for token in sentence
    )


def _entities(doc: Doc) -> str:
    return "\n".join(f"{entity.label_:<9} {entity.text}" for entity in doc.ents)


def _model_attributions(doc: Doc) -> str:
    model = load_model()
    (pieces,) = model.read_pieces([doc])
    (decoded,) = model.read_attributions([pieces])
    return _lines(
        doc.text,
        (
            AttributionCandidate(
                source=attribution.source,
                cue=attribution.cue,
                content=attribution.content,
                cue_key="",
                source_lemma="",
                confidence=attribution.anchor_probability * attribution.content_probability,
                why="",
            )
            for attribution in in_characters(doc.text, pieces, decoded)
        ),
    )


def _certain_candidates(doc: Doc) -> str:
    rules = RuleExtractor(doc, load_cues())
    uncued = [
        f"      – | – | {doc.text[quotation.start : quotation.end]}  (no cue)"
        for utterance in rules.uncued_utterances
        for quotation in utterance.quotations
    ]
    return "\n".join([_lines(doc.text, rules.certain_candidates), *uncued])


def _lines(text: str, attributions: Iterable[Attribution | AttributionCandidate]) -> str:
    return "\n".join(_line(text, attribution) for attribution in attributions)


def _line(text: str, attribution: Attribution | AttributionCandidate) -> str:
    kind = f"  {attribution.kind}" if isinstance(attribution, Attribution) else ""
    why = f"  ({attribution.why})" if attribution.why else ""
    parts = (attribution.source, attribution.cue, attribution.content)
    return f"{attribution.confidence:.2f}{kind}  {' | '.join(_words(text, spans) for spans in parts)}{why}"


def _words(text: str, spans: list[Span]) -> str:
    return words_of(text, spans) if spans else "–"


def _steps_to_actors(doc: Doc) -> str:
    """Return the people and other actors after each step from names to mentions."""
    registry = cluster_actors(doc)
    steps = ["names that are one actor", *_clusters(registry)]
    assign_roles(registry)
    merge_misspelt_names(registry)
    steps += ["", "with roles and suspected names", *_clusters(registry)]
    resolve_references(registry, in_quotation_marks(doc))
    return "\n".join([*steps, "", "with pronouns and descriptions", *_clusters(registry)])


def _clusters(registry: ActorRegistry) -> list[str]:
    text = registry.doc.text
    lines = []
    for actor in registry.records().values():
        details = [
            f"{label}: {', '.join(values)}"
            for label, values in (("roles", actor.roles), ("suspected", actor.suspected))
            if values
        ]
        mentions = ", ".join(text[start:end] for start, end in actor.mentions)
        lines.append("; ".join([f"  {actor.name} ({actor.type}): {mentions}", *details]))
    return lines


def _result(text: str, annotation: Annotation) -> str:
    names = {record.id: record.name for record in annotation.everybody()}
    lines = []
    for attribution in annotation.attributions:
        speakers = [names[actor] for actor in attribution.speaker]
        source = f"{names[attribution.unnamed]}, for " if attribution.unnamed else ""
        speaker = source + (", ".join(speakers) or "nobody known")
        lines.append(f"{speaker} → {_words(text, attribution.content)}")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Write the outputs into the page, or check them; return the exit status."""
    page = PAGE.read_text(encoding="utf-8")
    blocks = outputs()
    if "--check" in arguments:
        if is_current(page, blocks):
            return 0
        sys.stderr.write(
            f"{PAGE.name} shows other outputs than the annotator's. Run: python -m docs.walkthrough\n"
        )
        return 1
    PAGE.write_text(with_outputs(page, blocks), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
