"""UIMA XMI for INCEpTION: for each article a document with named entities and quotations, and one type system.

Offsets of UIMA are in UTF-16 units; cassis converts them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cassis import Cas, TypeSystem, load_typesystem

from onrecord.base.control_characters import with_symbols
from onrecord.export.files import write_text
from onrecord.export.item import Exported
from onrecord.export.marks import entity_marks, quote_facts, quote_marks

_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
_QUOTATION = "onrecord.Quotation"
_FACTS = ("speaker", "kind", "cue_type", "polarity", "modality", "certainty", "doubtful")


def write(items: Iterable[Exported], folder: Path) -> None:
    """Write the documents and ``TypeSystem.xml``."""
    types = type_system()
    write_text(folder / "TypeSystem.xml", types.to_xml())
    for item in items:
        write_text(folder / f"{item.article.id}.xmi", document(item, types).to_xmi())


def type_system() -> TypeSystem:
    """Return the types: named entities, and the parts of quotations with what is known of them."""
    types = TypeSystem()
    entity = types.create_type(_ENTITY, "uima.tcas.Annotation")
    types.create_feature(entity, "value", "uima.cas.String")
    quotation = types.create_type(_QUOTATION, "uima.tcas.Annotation")
    for feature in ("part", "quote", *_FACTS):
        types.create_feature(quotation, feature, "uima.cas.String")
    return load_typesystem(types.to_xml())


def document(item: Exported, types: TypeSystem) -> Cas:
    """Return the document of an article."""
    cas = Cas(types, sofa_string=with_symbols(item.text), sofa_mime="text/plain")
    make_entity, make_quotation = types.get_type(_ENTITY), types.get_type(_QUOTATION)
    for mark in entity_marks(item):
        start, end = mark.span
        cas.add(make_entity(begin=start, end=end, value=mark.label))
    for quote, attribution in item.attributed():
        facts = quote_facts(quote)
        for mark in quote_marks(quote, attribution):
            start, end = mark.span
            cas.add(make_quotation(begin=start, end=end, part=mark.label, quote=str(quote.index), **facts))
    return cas
