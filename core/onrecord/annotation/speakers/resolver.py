"""Who speaks: from the words of an attribution's source to the actors and anonymous sources behind them."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from onrecord.annotation.actors.collectives import is_individual_demonym
from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.actors.roles import countries_in, is_role_noun, title_head
from onrecord.annotation.coref.pronouns import PERSONAL_PRONOUNS
from onrecord.annotation.lexicon import Gender, load_lexicon
from onrecord.annotation.lexicon.name_span import is_title
from onrecord.annotation.speakers.anonymous_sources import AnonymousSource, AnonymousSources, denotes_people
from onrecord.annotation.speakers.assignment import SpeakerAssignment, token_spans
from onrecord.annotation.speakers.basis import speaker_basis
from onrecord.annotation.speakers.intermediaries import assign_intermediaries, quoted_source
from onrecord.annotation.speakers.source_correction import correct_sources
from onrecord.base.records import Attribution, Span

_PRONOUN_REACH = 600
"""Characters after an attribution within which an unresolved ``he`` may still be its speaker."""
_THEY_SENTENCES = 2
"""Sentences before ``they`` in which its antecedents are looked for."""
_MAX_SOURCE_TOKENS = 150
"""Tokens of the longest source that is resolved; a longer one is a wrong reading."""

_CONJUNCTIONS = frozenset({"and", "&"})
_GENERIC_PERSONS: dict[str, Gender] = {"the man": "male", "the woman": "female"}
_AUTHOR_PREPOSITIONS = frozenset({"by", "from", "of", "at", "for"})
"""Prepositions between a document and those who wrote or commissioned it."""
_READING = frozenset(
    {"access", "acquire", "cite", "examine", "get", "obtain", "quote", "read", "receive", "review", "see", "view"}
)
"""What readers do with a document, not its authors: *a report seen by* Reuters."""
_RECORDS = frozenset({"affidavit", "data", "figures", "indictment", "numbers", "statistics"})
"""What bodies publish, besides documents."""
_LIST_CONNECTORS = _CONJUNCTIONS | {",", ".", "the", "'s", "’s", "both", "all"}


def assign_speakers(
    registry: ActorRegistry, attributions: Sequence[Attribution], sources: AnonymousSources
) -> list[SpeakerAssignment]:
    """Find who speaks each attribution and who passes it on.

    Args:
        registry: The actors of the article.
        attributions: The attributions in the order of the text.
        sources: Takes up the anonymous sources that speak.

    Returns:
        An assignment for each attribution, in the given order.
    """
    assignments: list[SpeakerAssignment] = []
    for attribution in correct_sources(registry.doc, attributions):
        assignments.append(_assign_speaker(registry, attribution, assignments[-1:], sources))
    assign_intermediaries(registry, assignments)
    return assignments


def _assign_speaker(
    registry: ActorRegistry,
    attribution: Attribution,
    previous: Sequence[SpeakerAssignment],
    sources: AnonymousSources,
) -> SpeakerAssignment:
    """Return an attribution with who speaks.

    Args:
        registry: The actors of the article.
        attribution: The attribution.
        previous: The assignment of the attribution before, if there is one.
        sources: Takes up the anonymous source that speaks.
    """
    source_spans = token_spans(registry.doc, attribution.source)
    assignment = SpeakerAssignment(attribution, _named_speakers(registry, attribution.source))
    assignment.basis, assignment.probability = speaker_basis(registry, source_spans, assignment.speakers)
    if (words := quoted_source(registry.doc, attribution)) is not None:
        _assign_quoted_speaker(registry, assignment, words, sources)
    if not assignment.has_speaker and previous and _continues(registry, attribution, previous[0]):
        assignment.speakers = list(previous[0].speakers)
        assignment.anonymous_source = previous[0].anonymous_source
        assignment.basis = "continued"
    if not assignment.has_speaker:
        assignment.speakers = _antecedents_of_they(registry, attribution.source)
        assignment.basis = "derived" if assignment.speakers else "nothing"
    if assignment.anonymous_source is None and attribution.cue_type == "speech":
        assignment.anonymous_source = sources.resolve(source_spans, assignment.speakers)
        assignment.basis = "unnamed" if assignment.anonymous_source else assignment.basis
    return assignment


def find_addressee(registry: ActorRegistry, attribution: Attribution) -> ActorCluster | None:
    """Return the person to whom the words are said: ``Lee`` in ``Kim told Lee``."""
    for span in token_spans(registry.doc, attribution.cue):
        for verb in span:
            for child in verb.children:
                cluster = registry.cluster_at(child.i)
                if child.dep_ in ("dobj", "dative", "iobj") and cluster is not None and cluster.type == "person":
                    return cluster
    return None


def _assign_quoted_speaker(
    registry: ActorRegistry, assignment: SpeakerAssignment, words: TokenSpan, sources: AnonymousSources
) -> None:
    """Let those speak whom the source quotes, if they can be resolved; the source becomes the intermediary."""
    speakers = _named_speakers(registry, [(words.start_char, words.end_char)])
    anonymous_source = None if speakers else sources.resolve([words], ())
    if speakers or anonymous_source:
        assignment.intermediary = assignment.speakers[0] if len(assignment.speakers) == 1 else None
        assignment.speakers, assignment.anonymous_source = speakers, anonymous_source
        assignment.basis, assignment.probability = speaker_basis(registry, [words], speakers)
        assignment.basis = "unnamed" if anonymous_source else assignment.basis


def _named_speakers(registry: ActorRegistry, source: Sequence[Span]) -> list[ActorCluster]:
    """Return the actors that the words of a source name."""
    for span in token_spans(registry.doc, source):
        if len(span) > _MAX_SOURCE_TOKENS:
            continue
        if speakers := (
            _listed_actors(registry, span)
            or _employee(registry, span)
            or _actors_of_head(registry, span, span.root)
            or _described_actor(registry, span)
        ):
            return speakers
    return []


# ---- sources that are lists of names


def _listed_actors(registry: ActorRegistry, span: TokenSpan) -> list[ActorCluster]:
    """Return the actors of a source that only lists names: ``Lee and Kim``, ``Sens. Lee (R-Utah) and Kim``."""
    in_brackets, names, connectors = False, [], []
    for token in span:
        in_brackets = (in_brackets or token.text == "(") and token.text != ")"
        is_outside_list = in_brackets or token.text == ")" or token.is_space
        if is_outside_list or is_role_noun(token) or _is_part_of_title(registry, span, token):
            continue
        names.append(token)
        if registry.cluster_at(token.i) is None:
            connectors.append(token.lower_)
    if _CONJUNCTIONS.isdisjoint(connectors) or not _LIST_CONNECTORS.issuperset(connectors):
        return []
    clusters = (registry.cluster_at(token.i) for token in names)
    return list({id(cluster): cluster for cluster in clusters if cluster is not None}.values())


def _is_part_of_title(registry: ActorRegistry, span: TokenSpan, token: Token) -> bool:
    """Return whether a name only tells whose a title is.

    So do the first ones in ``Maine Sen. Kim Lee`` and ``Ann Kim's friend and aide Kim Lee``.
    """
    cluster = registry.cluster_at(token.i)
    if cluster is None:
        return False
    end = token.i + 1
    while end < span.end and registry.cluster_at(end) is cluster:
        end += 1
    if end < span.end and registry.doc[end].tag_ == "POS":
        return end + 1 < span.end and is_role_noun(registry.doc[end + 1])
    return cluster.type != "person" and end < span.end and is_role_noun(registry.doc[end])


# ---- sources that name an employer and who works there


def _employee(registry: ActorRegistry, span: TokenSpan) -> list[ActorCluster]:
    """Return the person whose name ends a source behind their employer and their post.

    ``the Royal Society's chief chemist, Ann Lee``, where the parser often takes the employer for the head.
    """
    head = registry.cluster_at(span.root.i)
    if head is None or head.type == "person":
        return []
    people = [(index, c) for index, c in registry.clusters_within(span.root.i, span.end) if c.type == "person"]
    if len(people) != 1:
        return []
    index, person = people[0]
    between = registry.doc[span.root.i + 1 : index]
    is_one_phrase = all(token.tag_ not in ("WP", "WP$", "WDT") and token.pos_ != "VERB" for token in between)
    is_described = is_one_phrase and _has_description(registry, span, index) and _is_set_off(registry, span, index)
    return [person] if is_described else []


# ---- sources whose head tells who speaks


def _actors_of_head(registry: ActorRegistry, span: TokenSpan, head: Token) -> list[ActorCluster]:
    """Return the actors behind a source's head: itself with its conjuncts, or those for whom it stands."""
    lexicon = load_lexicon()
    cluster = registry.cluster_at(head.i)
    if cluster is None and head.text in lexicon["postnominals"] and head.i > span.start:  # Ann Lee KC
        cluster = registry.cluster_at(head.i - 1)
    if cluster is not None:
        if cluster.type == "place" and _is_modifier(span, head):
            return []
        return [cluster, *_conjoined_actors(registry, span, head)]
    for child in head.children:
        if child.dep_ == "appos" and span.start <= child.i < span.end and registry.cluster_at(child.i) is not None:
            return _actors_of_head(registry, span, child)
    return _actors_of_noun(registry, span, head)


def _actors_of_noun(registry: ActorRegistry, span: TokenSpan, head: Token) -> list[ActorCluster]:
    """Return the actors for whom a head stands that names nobody: a pronoun, an office, a document."""
    lexicon = load_lexicon()
    word = head.lower_
    if word in ("who", "which", "that"):
        return _relative_antecedent(registry, head)
    if word in lexicon["leaders"]:
        return _leaders_of_countries(registry, span)
    if word in lexicon["spokespeople"]:
        before = registry.clusters_within(span.start, head.i)
        return [cluster for _, cluster in before if cluster.type == "country"][:1]
    if word == "members":
        compounds = (registry.cluster_at(child.i) for child in head.children if child.dep_ == "compound")
        return [cluster for cluster in compounds if cluster is not None and cluster.type == "organisation"][:1]
    if word in lexicon["documents"] or word in lexicon["press"] or word in _RECORDS:
        return _authors(registry, span, head)
    if head.dep_ in ("prep", "agent") or head.pos_ == "ADP":
        objects = (child for child in head.children if child.dep_ == "pobj")
        return next((_actors_of_head(registry, span, noun) for noun in objects), [])
    return []


def _is_modifier(span: TokenSpan, place: Token) -> bool:
    """Return whether a place only tells where somebody is from, though parsed as head: ``Texas Sen. Kim Lee``."""
    return place.i + 1 < span.end and (place.nbor().pos_ == "NOUN" or is_role_noun(place.nbor()))


def _conjoined_actors(registry: ActorRegistry, span: TokenSpan, head: Token) -> list[ActorCluster]:
    """Return the actors joined to a head: ``France and Germany``, ``the Times and the Gannett chain``."""
    clusters = []
    for token in head.conjuncts:
        if not span.start <= token.i < span.end:
            continue
        cluster = registry.cluster_at(token.i)
        if cluster is None and token.lower_ in load_lexicon()["bodies"]:
            modifiers = (registry.cluster_at(child.i) for child in token.lefts)
            cluster = next((modifier for modifier in modifiers if modifier is not None), None)
        if cluster is not None and cluster.type != "place":
            clusters.append(cluster)
    return clusters


def _relative_antecedent(registry: ActorRegistry, pronoun: Token) -> list[ActorCluster]:
    """Return the actor that a relative clause is about: ``the police department, which reported``."""
    verb = next((token for token in pronoun.ancestors if token.dep_ == "relcl"), None)
    if verb is None:
        return []
    appositions = [child for child in verb.head.children if child.dep_ == "appos"]
    clusters = (registry.cluster_at(token.i) for token in (verb.head, *appositions))
    return next(([cluster] for cluster in clusters if cluster is not None), [])


def _leaders_of_countries(registry: ActorRegistry, span: TokenSpan) -> list[ActorCluster]:
    """Return the people who lead the countries named in ``the leaders of France and Germany``.

    There are none if the article does not name exactly one leader of each.
    """
    leaders = []
    for country in sorted(countries_in(registry.doc, span.start, span.end)):
        people = [
            cluster
            for cluster in registry.clusters
            if cluster.type == "person" and country in cluster.countries_led
        ]
        if len(people) != 1:
            return []
        leaders += people
    return leaders


# ---- documents and those who wrote them


def _authors(registry: ActorRegistry, span: TokenSpan, document: Token) -> list[ActorCluster]:
    """Return who wrote or commissioned a document.

    ``a study by Harvard and Yale``, ``Ann Lee's letter``, ``the IMF report``, ``a story in The Guardian``. But
    ``a report on Russia`` is not Russia's, ``a report seen by Reuters`` and ``a memo sent to Reuters`` not theirs.
    """
    if (sender := _sender(document)) is not None:
        cluster = registry.cluster_at(sender.i)
        return [cluster] if cluster is not None and cluster.type != "place" else []
    topic_indices = {
        token.i for clause in document.children if clause.lemma_ in _READING for token in clause.subtree
    }
    topic_indices |= {
        token.i
        for preposition in document.subtree
        if preposition.dep_ in ("prep", "dative")
        and preposition.lower_ not in _AUTHOR_PREPOSITIONS
        and not _names_publisher(registry, preposition)
        for token in preposition.subtree
    }
    for child in document.children:
        if child.dep_ == "poss" and child.pos_ == "PRON" and registry.cluster_at(child.i) is None:
            return []
        if child.i in topic_indices or not span.start <= child.i < span.end:
            continue
        if authors := _authors_below(registry, span, child):
            return authors
    named = registry.clusters_within(span.start, span.end)
    return [cluster for index, cluster in named if cluster.type != "place" and index not in topic_indices][:1]


def _sender(document: Token) -> Token | None:
    """Return in whose name somebody hands out a document: ``a statement read by Lee on behalf of the club``."""
    for token in document.subtree:
        if token.lower_ == "behalf":
            return next((noun for of in token.children for noun in of.children if noun.dep_ == "pobj"), None)
    return None


def _authors_below(registry: ActorRegistry, span: TokenSpan, child: Token) -> list[ActorCluster]:
    """Return the authors that a dependent of a document's noun names: ``by Harvard``, ``published by Yale``."""
    if child.dep_ not in ("agent", "prep", "acl", "poss", "compound"):
        return []
    cluster = registry.cluster_at(child.i)
    if cluster is not None and cluster.type != "place":
        return [cluster]
    authors = _actors_of_head(registry, span, child)
    return authors or (_authors(registry, span, child) if child.dep_ == "acl" else [])


def _names_publisher(registry: ActorRegistry, preposition: Token) -> bool:
    """Return whether a preposition names where a document appeared: ``in The Guardian``, ``on its website``.

    ``to The Guardian`` names a reader of it.
    """
    if preposition.lower_ == "to":
        return False
    lexicon = load_lexicon()
    for noun in preposition.children:
        cluster = registry.cluster_at(noun.i)
        if noun.lower_ in lexicon["press"] or (
            cluster is not None and any(lexicon.find(name, "press") for name in cluster.names)
        ):
            return True
    return False


# ---- sources that name an actor beside a description, however they were parsed


def _described_actor(registry: ActorRegistry, span: TokenSpan) -> list[ActorCluster]:
    """Return the actor that a source names beside a description, if there is exactly one.

    ``the tourist, Kim Lee, 37``, ``Germany's financial watchdog BaFin``, ``Kim Lee, meanwhile, who``.
    """
    named = [
        (index, cluster)
        for index, cluster in registry.clusters_within(span.start, span.end)
        if registry.doc[index].pos_ != "PRON"
    ]
    people = [(index, cluster) for index, cluster in named if cluster.type == "person"]
    described = [cluster for index, cluster in people if _has_description(registry, span, index)]
    if len(described) == 1:
        return described
    if people:
        index, person = people[0]
        if _is_set_off(registry, span, index) and _are_titles(registry.doc[span.start : index]):
            return [person]
    organisations = [(index, cluster) for index, cluster in named if cluster.type == "organisation"]
    if len(organisations) == 1:
        index, organisation = organisations[0]
        if (start := _start_with_comma(registry, index)) > span.start:
            return [organisation] if _is_organisation_noun(registry.doc[start - 1]) else []
    return []


def _has_description(registry: ActorRegistry, span: TokenSpan, name: int) -> bool:
    """Return whether the words before a person's name describe them and the source is that person.

    In ``a friend of Senator Kim Lee`` it is not.

    Args:
        registry: The actors of the article.
        span: The source.
        name: The index of the first token of the name.
    """
    doc, start = registry.doc, _start_with_comma(registry, name)
    title = title_head(doc, name)
    if title is not None and title >= span.start:
        return True
    if start <= span.start:
        return False
    if _is_person_noun(doc[start - 1]):
        while start > span.start and doc[start - 1].pos_ in ("ADJ", "NOUN", "PROPN"):
            start -= 1
        return start == span.start or doc[start - 1].pos_ != "ADP"
    # his partner at Lenox, Kim Lee
    head = span.root
    is_after_role = start < name and head.i < name and head.tag_ == "NN" and is_role_noun(head)
    return is_after_role and _is_set_off(registry, span, name)


def _start_with_comma(registry: ActorRegistry, name: int) -> int:
    """Return the token index at which a name begins, with the comma before it."""
    return name - (name > 0 and registry.doc[name - 1].text == ",")


def _is_set_off(registry: ActorRegistry, span: TokenSpan, name: int) -> bool:
    """Return whether the source ends behind a name, or a comma follows it."""
    end, cluster = name, registry.cluster_at(name)
    while end < span.end and registry.cluster_at(end) is cluster:
        end += 1
    return end == span.end or registry.doc[end].text == ","


def _are_titles(tokens: TokenSpan) -> bool:
    """Return whether words are titles, or one that goes on in capitals: ``Sgt. 1st Class``."""
    words = [token.text for token in tokens if not token.is_punct]
    return all(is_title(word) for word in words) or (
        is_title(words[0]) and all(word[:1].isupper() or word[:1].isdigit() for word in words)
    )


def _is_person_noun(token: Token) -> bool:
    return is_role_noun(token) or (token.pos_ == "NOUN" and denotes_people(token.lower_))


def _is_organisation_noun(token: Token) -> bool:
    lexicon = load_lexicon()
    return any(token.lower_ in lexicon[group] for group in ("bodies", "press", "company"))


# ---- speakers known from what stands before


def _continues(registry: ActorRegistry, attribution: Attribution, previous: SpeakerAssignment) -> bool:
    """Return whether the previous speaker goes on.

    That is so if the source is a pronoun that fits them, or if a quotation without source follows at once.
    """
    before = previous.attribution
    if not previous.has_speaker or not before.content or not attribution.content:
        return False
    end = max(stop for _, stop in [*before.content, *before.source, *before.cue])
    if attribution.source:
        words = registry.text[slice(*attribution.source[0])]
        return _may_refer_to(words, previous) and attribution.source[0][0] - end < _PRONOUN_REACH
    between = registry.text[end : attribution.content[0][0]]
    return attribution.kind == "direct" and not any(char.isalnum() for char in between)


def _may_refer_to(words: str, previous: SpeakerAssignment) -> bool:
    """Return whether a pronoun, ``the woman`` or ``the Dane`` may refer to the previous speaker."""
    speaker, pronoun = previous.speaker, words.lower()
    if pronoun.startswith("the ") and is_individual_demonym(words[4:]):
        return isinstance(speaker, ActorCluster) and speaker.type == "person"
    if speaker is None:
        return pronoun == "they"
    gender: Gender | None = PERSONAL_PRONOUNS.get(pronoun)
    if isinstance(speaker, AnonymousSource):
        gender = gender or _GENERIC_PERSONS.get(pronoun)
        if gender is not None:
            return not speaker.plural and speaker.gender in (gender, None)
        return pronoun == "they" and speaker.plural
    if gender is not None:
        return speaker.type == "person" and speaker.gender in (gender, None)
    if pronoun == "it":
        return speaker.type in ("organisation", "country")
    return pronoun == "they" and speaker.type in ("organisation", "group")


def _antecedents_of_they(registry: ActorRegistry, source: Sequence[Span]) -> list[ActorCluster]:
    """Return the people to whom ``they`` refers: the last coordinated subject in the sentences before."""
    for span in token_spans(registry.doc, source[:1]):
        if len(span) != 1 or span[0].lower_ != "they":
            continue
        first = end = span[0].sent.start
        for _ in range(_THEY_SENTENCES):
            first = registry.doc[first - 1].sent.start if first else 0
        for token in reversed(registry.doc[first:end]):
            if token.dep_ in ("nsubj", "nsubjpass") and any(child.dep_ == "conj" for child in token.children):
                clusters = [registry.cluster_at(conjunct.i) for conjunct in (token, *token.conjuncts)]
                return [cluster for cluster in clusters if cluster is not None and cluster.type == "person"]
    return []
