"""Lookups, spans of names, names of persons and of organisations: each rule by itself."""

from __future__ import annotations

import math
from collections import Counter
from types import SimpleNamespace

import pytest
from docs_by_hand import make_doc

from onrecord.annotation.lexicon import Lexicon, LexiconEntry, gender, load_lexicon, name_span, person_names
from onrecord.annotation.lexicon import lexicon as lexicon_module
from onrecord.annotation.lexicon.cues import CueLexicon, load_cues
from onrecord.annotation.lexicon.gender import MAX_LOG_ODDS, female_log_odds
from onrecord.annotation.lexicon.name_span import NameSpan, is_name, is_title, trim
from onrecord.annotation.lexicon.organisation_names import (
    abbreviates,
    as_short_form,
    is_abbreviated,
    organisation_key,
    short_forms,
)
from onrecord.annotation.lexicon.person_names import gender_of, matches_first_name, matches_surname
from onrecord.base.name_keys import name_key, parse_person_name

# ---- the lexicon


def lexicon_of(*entries: LexiconEntry, words: dict[str, str] | None = None) -> Lexicon:
    by_key: dict[str, list[LexiconEntry]] = {}
    for entry in entries:
        by_key.setdefault(name_key(entry.name), []).append(entry)
    groups = {group: frozenset(text.split()) for group, text in (words or {}).items()}
    return Lexicon(by_key, frozenset({"oslo"}), {"ann": "female"}, frozenset(), groups, frozenset())


GEORGIA = LexiconEntry("Georgia", "country", "Georgia")
STATE = LexiconEntry("Georgia", "place", "Georgia")
IMF = LexiconEntry("IMF", "organisation", "International Monetary Fund")
LONG = LexiconEntry("ABCDEFGHI", "organisation", "Alphabet")


def test_an_entry_is_found_by_kind_in_order() -> None:
    lexicon = lexicon_of(GEORGIA, STATE)
    assert lexicon.find("Georgia") is GEORGIA
    assert lexicon.find("georgia", "place", "region") is STATE
    assert lexicon.find("Georgia", "press") is None
    assert lexicon.find("Gorgia") is None
    assert lexicon.country("Georgia") == "Georgia"
    assert lexicon_of(STATE).country("Georgia") is None


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("IMF", IMF),
        ("the IMF", IMF),
        ("The IMF", IMF),
        (" IMF's ", IMF),
        ("imf", None),
        ("Imf", None),
        ("The imf", None),
    ],
)
def test_abbreviations_are_in_capitals(name: str, entry: LexiconEntry | None) -> None:
    assert lexicon_of(IMF).find(name) is entry


@pytest.mark.parametrize(
    ("name", "expected"), [("ABCDEFGH", True), ("ABCDEFGHI", False), ("UN's", True), ("UN’", True), ("Un", False)]
)
def test_abbreviations_are_short(name: str, expected: bool) -> None:
    assert lexicon_module._is_abbreviation(name) is expected


def test_a_long_name_in_capitals_is_found_in_any_case() -> None:
    assert lexicon_of(LONG).find("Abcdefghi") is LONG


@pytest.mark.parametrize(
    ("name", "expected"), [("Treaty", True), ("Peace Treaty", True), ("Treaty Bank", False), ("Entreaty", False)]
)
def test_laws_end_with_a_word_for_laws(name: str, expected: bool) -> None:
    assert lexicon_of(words={"laws": "treaty"}).is_law(name) is expected


def test_cities_and_first_names() -> None:
    lexicon = lexicon_of()
    assert lexicon.is_city("Oslo")
    assert not lexicon.is_city("Bergen")
    assert lexicon.gender("Ann.") == "female"
    assert lexicon.gender("Anna") is None


def test_abbreviations_of_places_lead_to_the_name_before() -> None:
    entries = lexicon_module._place_entries("Ohio|Oregon|Ore.\n Texas |\n", "place")
    assert [(entry.name, entry.actor) for entry in entries] == [
        ("Ohio", "Ohio"),
        ("Oregon", "Oregon"),
        ("Ore.", "Oregon"),
        ("Texas", "Texas"),
    ]


def test_groups_of_words() -> None:
    assert "minister" in load_lexicon()["titles"]
    assert "Time" in load_lexicon().ambiguous
    with pytest.raises(KeyError):
        load_lexicon()["ambiguous"]


# ---- spans of names


def trimmed(words: str, start: int, end: int, label: str = "ORG") -> str | None:
    doc = make_doc(words)
    name = trim(doc, NameSpan(start, end, label, certain=True))
    if name is None:
        return None
    assert (name.label, name.certain) == (label, True)
    return doc[name.start : name.end].text


@pytest.mark.parametrize(
    ("words", "label", "name"),
    [
        ("- Yale/NNP/ROOT ,", "ORG", "Yale"),
        ("Yale/NNP/ROOT 's/POS", "ORG", "Yale"),
        ("'s/POS Yale/NNP/ROOT", "ORG", "'s Yale"),
        ("the/DT Yale/NNP/ROOT", "ORG", "Yale"),
        ("A/DT the/DT Yale/NNP/ROOT", "ORG", "Yale"),
        ("this/DT Yale/NNP/ROOT", "ORG", "this Yale"),
        ("Mr./NNP Yale/NNP/ROOT", "ORG", "Mr. Yale"),
        ("Mr./NNP Yale/NNP/ROOT", "PERSON", "Yale"),
        ("If/IN Mr./NNP Yale/NNP/ROOT", "PERSON", "Yale"),
        ("Mr./NNP - Yale/NNP/ROOT", "PERSON", "Yale"),
        ("Swedish/JJ Yale/NNP/ROOT", "PERSON", "Yale"),
        ("Swedish/JJ Yale/NNP/ROOT", "ORG", "Swedish Yale"),
        ("Old/JJ Yale/NNP/ROOT", "PERSON", "Old Yale"),
        ("If/IN/ROOT", "PERSON", "If"),
        ("Yale/NNP/ROOT KC/NNP OBE/NNP", "PERSON", "Yale"),
        ("Yale/NNP/ROOT KC/NNP", "ORG", "Yale KC"),
        ("KC/NNP/ROOT", "PERSON", "KC"),
        ("the/DT/ROOT", "ORG", None),
        ("- ,/,/ROOT", "ORG", None),
    ],
)
def test_what_does_not_belong_to_a_name_is_trimmed(words: str, label: str, name: str | None) -> None:
    assert trimmed(words, 0, len(words.split()), label) == name


@pytest.mark.parametrize(
    ("words", "end", "name"),
    [
        ("Ann/NNP/ROOT Yale/NNP of/IN the/DT", 3, "Ann Yale"),
        ("Ann/NNP/ROOT Yale/NNP of/IN a/DT", 3, "Ann Yale of"),
        ("Ann/NNP/ROOT Yale/NNP or/CC the/DT", 3, "Ann Yale or"),
        ("Yale/NNP/ROOT of/IN the/DT", 2, "Yale of"),
        ("Ann/NNP/ROOT Yale/NNP of/IN", 3, "Ann Yale of"),
    ],
)
def test_a_name_does_not_end_before_the_article(words: str, end: int, name: str) -> None:
    assert trimmed(words, 0, end) == name


def test_a_line_break_is_trimmed() -> None:
    doc = make_doc("Yale/NNP/ROOT\n\nOslo/NNP/ROOT")
    assert trim(doc, NameSpan(0, 2, "ORG")) == NameSpan(0, 1, "ORG")
    assert trim(doc, NameSpan(1, 3, "ORG")) == NameSpan(2, 3, "ORG")


@pytest.mark.parametrize(
    ("words", "label", "expected"),
    [
        ("Yale/NNP/ROOT", "ORG", True),
        ("yale/NN/ROOT", "ORG", False),
        ("yale/NN/ROOT", "NORP", True),
        ("eBay/NN/ROOT", "ORG", True),
        ("President/NNP/ROOT", "ORG", False),
        ("President/NNP/ROOT Yale/NNP", "ORG", True),
        ("Jan./NNP/ROOT", "ORG", False),
        ("Jan./NNP/ROOT Yale/NNP", "ORG", True),
    ],
)
def test_a_name_has_a_capital_and_is_no_title(words: str, label: str, expected: bool) -> None:
    doc = make_doc(words)
    assert is_name(doc, NameSpan(0, len(doc), label)) is expected


@pytest.mark.parametrize(("word", "expected"), [("Sen.", True), ("sen.", False), ("Sends", False), ("", False)])
def test_titles_have_a_capital(word: str, expected: bool) -> None:
    assert is_title(word) is expected


def test_marks_are_edges_and_words_are_not() -> None:
    doc = make_doc("Yale/NNP/ROOT …")
    assert [name_span._is_edge(doc, index) for index in range(2)] == [False, True]


# ---- names of persons


@pytest.mark.parametrize(
    ("short", "full", "by_surname", "by_first_name"),
    [
        ("Berg", "Piet van der Berg", True, False),
        ("Van der Berg", "Piet van der Berg", True, False),
        ("Der Berg", "Piet van der Berg", False, False),
        ("Ortega Ruiz", "Ana Ortega Ruiz", False, False),
        ("Piet", "Piet Berg", False, True),
        ("Al", "Al Berg", False, True),
        ("A", "A Berg", False, False),
        ("Berg", "Berg", False, False),
        ("Piet Berg", "Piet Berg", False, False),
    ],
)
def test_a_single_word_may_be_a_surname_or_a_first_name(
    short: str, full: str, by_surname: bool, by_first_name: bool
) -> None:
    assert matches_surname(parse_person_name(short), parse_person_name(full)) is by_surname
    assert matches_first_name(parse_person_name(short), parse_person_name(full)) is by_first_name


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Angela Berg", "female"),
        ("Angela", None),
        ("Jean-Claude Berg", "male"),
        ("Claude-Angela Berg", "male"),
        ("Zrt Ivanova", "female"),
        ("Ivanova", None),
        ("Zrt Orlov", "male"),
        ("Orlov", None),
        ("Zrt Berg", None),
        ("Zrt Xov", None),
        ("Zrt Xyov", "male"),
    ],
)
def test_the_gender_of_a_full_name(name: str, gender: str | None) -> None:
    assert gender_of(name) == gender


@pytest.mark.parametrize(
    ("surname", "other", "same_role", "expected"),
    [
        ("sarkosy", "sarkozy", False, True),
        ("dzerensky", "zelensky", False, False),
        ("dzerensky", "zelensky", True, True),
        ("sarkozys", "sarkozy", True, False),
        ("vargases", "vargas", True, False),
        ("sarkozy", "sarkozy", True, False),
        ("ann", "anna", True, False),
        ("anne", "anna", True, True),
        ("wouk", "vukk", True, True),
        ("wouk", "vukk", False, False),
        ("merkel", "hollande", True, False),
        ("abcdefghijklmnopqrst", "abcdefghijklmnopqxyz", False, True),  # a ratio of 85
        ("abcdefgh", "abcdefxy", False, False),  # similar by 0.9, but a ratio of 75
        ("dabcdefg", "abcdefgd", False, False),  # a ratio of 87.5, but similar by 0.83
        ("abcdefghij", "abcdefwxyz", True, True),  # a ratio of 60
        ("abcdefghij", "abcdevwxyz", True, False),
        ("abcdefghij", "jabcdefghi", False, True),
    ],
)
def test_misspelt_surnames(surname: str, other: str, same_role: bool, expected: bool) -> None:
    assert person_names.may_be_misspelt(surname, other, same_role=same_role) is expected


def test_foreign_spellings_sound_alike() -> None:
    for foreign, english in (("dschungel", "jungel"), ("tschad", "chad"), ("schmidt", "shmidt"), ("szabo", "shabo"),
                             ("czech", "chech"), ("khan", "han"), ("jan", "yan"), ("wan", "van")):  # fmt: skip
        assert person_names.phonetic_key(foreign) == person_names.phonetic_key(english)
    assert person_names.phonetic_key("berg") != person_names.phonetic_key("burger")


@pytest.mark.parametrize(
    ("name", "other_name"),
    [
        ("zelenskiy", "selensky"),
        ("stoltenberg", "stoltenburg"),
        ("yanukovich", "janukowytsch"),
        ("tchaikovsky", "tschaikowski"),
        ("cho", "tschou"),
    ],
)
def test_transcriptions_of_a_surname_sound_alike(name: str, other_name: str) -> None:
    assert person_names.phonetic_key(name) == person_names.phonetic_key(other_name)


# ---- the gender that endings suggest


def test_a_listed_first_name_is_certain() -> None:
    assert female_log_odds("Angela Berg") == MAX_LOG_ODDS
    assert female_log_odds("Emmanuel-Ann Berg") == -MAX_LOG_ODDS
    assert female_log_odds("Angela") == MAX_LOG_ODDS


def test_an_ending_suggests_a_gender() -> None:
    assert 1 < female_log_odds("Zrtella Berg") <= MAX_LOG_ODDS
    assert -MAX_LOG_ODDS <= female_log_odds("Zrtwick Berg") < -1
    assert female_log_odds("Zrtella-Karl Berg") == female_log_odds("Zrtella.") == female_log_odds("Zrtella")


def test_a_longer_ending_weighs_more_with_every_name_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gender, "_ending_counts", lambda: (Counter({"x": 4, "yx": 2}), Counter({"yx": 2})))
    share = (4 + 4 * 0.5) / (4 + 4)  # x: 4 of 4
    share = (2 + 4 * share) / (4 + 4)  # yx: 2 of 4; longer ones have no names
    assert gender._first_name_log_odds.__wrapped__("zzzyx") == pytest.approx(math.log(share / (1 - share)))
    assert gender._first_name_log_odds.__wrapped__("qqqq") == 0


@pytest.mark.parametrize(("women", "men", "log_odds"), [(1000, 0, 3.0), (0, 1000, -3.0)])
def test_an_ending_is_never_surer_than_a_listed_name(
    women: int, men: int, log_odds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gender, "_ending_counts", lambda: (Counter({"x": women}), Counter({"x": men})))
    assert gender._first_name_log_odds.__wrapped__("zzzyx") == log_odds


def test_each_ending_of_a_listed_name_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = SimpleNamespace(genders={"ann": "female", "joann": "female", "nan": "male"})
    monkeypatch.setattr(gender, "load_lexicon", lambda: lexicon)
    assert gender._ending_counts.__wrapped__() == (
        {"n": 2, "nn": 2, "ann": 2, "oann": 1},
        {"n": 1, "an": 1, "nan": 1},
    )


# ---- names of organisations


@pytest.mark.parametrize(
    ("name", "organisation"),
    [("IMF", "International Monetary Fund"), ("Le Figaro", "Le Figaro"), ("Gannett Co. Inc.", "gannett")],
)
def test_the_key_of_an_organisation(name: str, organisation: str) -> None:
    assert organisation_key(name) == organisation


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Harbour", set()),
        ("National Guard", {"NG", "national", "guard"}),
        ("National guard", {"NG", "N", "national", "guard"}),
        ("3M Harbour", {"H", "3m", "harbour"}),
        ("Harbour Trust -", {"HT", "harbour", "harbour trust", "trust -", "-"}),
        ("Inc. Harbour", {"IH", "harbour"}),
        ("Bank of China", {"BOC", "BC"}),
        ("Union of Bakers Trust", {"UOBT", "UBT", "trust"}),
        ("Guild of Bakers Trust", {"GOBT", "GBT", "trust", "guild of", "guild of bakers"}),
        ("Anglo-Dutch 7 Works", {"ADW", "anglo-dutch", "anglo-dutch 7", "7 works", "works"}),
    ],
)
def test_short_forms_of_an_organisation(name: str, forms: set[str]) -> None:
    assert short_forms(name) == forms


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("CFPB", {"CFPB"}),
        ("C.F.P.B.", {"CFPB"}),
        ("X", {"x"}),
        ("XY", {"XY"}),
        ("ABCDEFGH", {"ABCDEFGH"}),
        ("ABCDEFGHI", {"abcdefghi"}),
        ("AB1", {"ab1"}),
        ("Guard", {"guard"}),
        ("France", set()),
        ("Swedish", set()),
    ],
)
def test_the_form_of_a_name_among_short_forms(name: str, forms: set[str]) -> None:
    assert as_short_form(name) == forms


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("PUK", "Patriotic Union of Kurdistan"),
        ("CFPB", "Consumer Financial Protection Bureau"),
        ("O.S.C.E.", "Organisation for Security and Cooperation in Europe"),
        ("Baltic Shipping", "Baltic Shipping Company of Riga"),
        ("Guard", "National Guard"),
    ],
)
def test_a_short_form_is_among_those_of_the_full_name(short: str, full: str) -> None:
    assert as_short_form(short) & short_forms(full)


@pytest.mark.parametrize(
    ("name", "other_name"),
    [
        ("Gannett", "Gannett Co. Inc."),
        ("The Harbour Trust", "Harbour Trust"),
        ("EU", "E.U."),
        ("UN", "United Nations"),
    ],
)
def test_names_of_one_organisation(name: str, other_name: str) -> None:
    assert organisation_key(name) == organisation_key(other_name)


def test_a_part_that_is_another_body_is_no_short_form() -> None:
    assert not as_short_form("Bank") & short_forms("Bank of China")


def test_a_country_is_no_short_form() -> None:
    assert not as_short_form("France") & short_forms("Air France")


# ---- cues


def test_the_first_list_tells_what_a_cue_reports() -> None:
    cues = load_cues()
    assert cues.type_of("say") == "speech"
    assert cues.type_of("think") == "belief"
    assert cues.type_of("zap") == "attitude"
    assert cues.type_of("say_zap") == "speech"
    assert cues.types["tell.v"] == "speech"


def test_a_document_reports_as_one() -> None:
    cues = load_cues()
    assert cues.type_of("say", "poll") == "document"
    assert cues.type_of("say", "report") == cues.type_of("say", "minister") == "speech"
    assert cues.type_of("think", "report") == "belief"


def test_a_verb_beside_utterances_reports_speech() -> None:
    cues = load_cues()
    verb = next(verb for verb in sorted(cues.direct) if f"{verb}.v" not in cues.types)
    assert cues.type_of(verb) == "speech"


def test_a_noun_is_looked_up_by_its_key() -> None:
    cues = load_cues()
    cues_of_nouns = [
        cue_key for cue_key, type_ in cues.types.items() if cue_key.endswith(".n") and type_ == "speech"
    ]
    assert cues.type_of(cues_of_nouns[0]) == "speech"
    assert cues.type_of("zap.n") == "attitude"


def test_the_nouns_and_adjectives_with_weights_are_cues() -> None:
    nouns = load_cues().nouns
    assert nouns
    assert all(noun.endswith((".n", ".a")) for noun in nouns)
    assert all(f"w={noun}" in load_cues().weights for noun in nouns)


def test_the_probability_of_a_frame() -> None:
    cues = CueLexicon()
    cues.weights = {"a": math.log(3), "b": -math.log(3), "c": math.log(2)}
    assert cues.probability([]) == 0.5
    assert cues.probability(["a"]) == pytest.approx(0.75)
    assert cues.probability(["a", "b", "unknown"]) == pytest.approx(0.5)
    assert cues.probability(["a", "c"]) == pytest.approx(6 / 7)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("BOM", "Bank of Montvik"),
        ("BMO", "Bank of Montvik"),
        ("Osra", "Office of Sea and River Affairs"),
        ("BoM", "Bank of Montvik"),
        ("CPA Torvik", "Chartered Port Agents of Torvik"),
    ],
)
def test_letters_of_a_name_abbreviate_it(short: str, full: str) -> None:
    assert abbreviates(short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("BM", "Bank"),  # one word has no abbreviation
        ("BX", "Bank of Montvik"),
        ("BMR", "Bank of Montvik"),
        ("MBO", "Bank of Montvik"),  # another order
        ("BMB", "Bank of Montvik Bergen Oslo"),  # a main word without a letter
        ("CPA Oslo", "Chartered Port Agents of Torvik"),
    ],
)
def test_other_letters_abbreviate_another_name(short: str, full: str) -> None:
    assert not abbreviates(short, full)


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("BoC", True),
        ("CPA Canada", True),
        ("B.M.O.", True),
        ("UN", False),
        ("Bank", False),
        ("ABCDEFGHI", False),
        ("A1B", False),
        ("", False),
    ],
)
def test_what_looks_like_an_abbreviation(name: str, is_one: bool) -> None:
    assert is_abbreviated(name) is is_one


def test_a_name_of_its_own_is_no_short_form_of_a_longer_one() -> None:
    assert "bank of torvik" not in short_forms("Royal Bank of Torvik")
    assert "department of justice" in short_forms("U.S. Department of Justice")
    assert "department of justice" in short_forms("Swedish Department of Justice")
    assert "sea bank" in short_forms("Royal Sea Bank")
