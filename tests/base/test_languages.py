"""Which language a text is in, and how a language is written by people and programs."""

from __future__ import annotations

import pytest

from onrecord.base import languages
from onrecord.base.languages import UNKNOWN, detect_language, language_code, language_name

TEXTS = {
    "de": "Der Hafen bleibt bis Montag geschlossen. Das sagte die Bürgermeisterin am Abend nach der Sitzung des Rates.",
    "fr": "Le port restera fermé jusqu’à lundi. C’est ce qu’a déclaré la maire après la réunion du conseil municipal.",
    "es": "El puerto seguirá cerrado hasta el lunes, dijo la alcaldesa después de la reunión del ayuntamiento.",
    "en": "The harbour stays closed until Monday, the mayor said in the evening after the council had met.",
    "ru": "Порт останется закрытым до понедельника, заявила мэр вечером после заседания городского совета.",
    "zh": "市长星期一晚上在市议会会议结束后对记者表示，港口将关闭到下星期一，所有船只必须停泊在外港，等待进一步通知。",
}


@pytest.mark.parametrize("language", TEXTS)
def test_an_article_is_told_by_its_words(language: str) -> None:
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "Torvik", "Der Hund bellt.", "Sagte Lee.", "1234 5678 " * 20])
def test_of_a_few_words_nothing_is_told(text: str) -> None:
    assert detect_language(text) == UNKNOWN


def test_forty_letters_are_enough() -> None:
    enough = "Der Hafen bleibt am Montag geschlossen, sagte Frau Ott."
    assert sum(map(str.isalpha, enough)) >= 40
    assert detect_language(enough) == "de"
    assert detect_language(enough[:40]) == UNKNOWN


def test_a_first_line_in_another_language_does_not_decide() -> None:
    headline = "Watch live: the harbour news\n\n"
    assert detect_language(headline + TEXTS["de"] * 6) == "de"


def test_english_with_foreign_words_and_names_stays_english() -> None:
    text = (
        "The mayor of Trondheim, Åse Bjørnstad-Łukasiewicz, told “Süddeutsche Zeitung” that “Ordnung muss sein”."
    )
    assert detect_language(text) == UNKNOWN
    assert detect_language(f"{text} She said so on Monday after the council had met.") == "en"


@pytest.mark.parametrize("value", ["de", "DE", " de ", "de-AT", "de_DE.UTF-8", "German", "german"])
def test_a_language_is_given_in_many_ways(value: str) -> None:
    assert language_code(value) == "de"


@pytest.mark.parametrize("value", ["", "xx", "Germanic", "12", "english-speaking"])
def test_what_names_no_language_is_none(value: str) -> None:
    assert language_code(value) is None


def test_an_unknown_language_has_a_name_to_ask_for_it() -> None:
    assert language_code("unknown") == UNKNOWN
    assert language_name("de") == "German"
    assert language_name("xx") == "xx"
    assert language_name(UNKNOWN) == ""


def asked_model(monkeypatch: pytest.MonkeyPatch, text: str) -> tuple[str, bool]:
    """Return the language of a text, and whether the model was asked for it."""
    asked = []
    identifier = languages._identifier()

    class Model:
        def rank(self, sample: str) -> list[tuple[str, float]]:
            asked.append(sample)
            return list(identifier.rank(sample))

    monkeypatch.setattr(languages, "_identifier", Model)
    return detect_language(text), bool(asked)


ENGLISH = (
    "The mayor said on Monday that she would not close the harbour, but that it had been about to fall in. " * 8
)


def test_plain_english_is_told_without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked_model(monkeypatch, ENGLISH) == ("en", False)


def test_english_of_which_only_one_sample_is_plain_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked_model(monkeypatch, ENGLISH[:400] + TEXTS["de"] * 4)[1]
    assert asked_model(monkeypatch, TEXTS["de"] * 3 + ENGLISH)[1]


@pytest.mark.parametrize(("function_words", "is_asked"), [(5, False), (4, True)])
def test_a_quarter_of_function_words_is_enough(
    monkeypatch: pytest.MonkeyPatch, function_words: int, is_asked: bool
) -> None:
    words = " ".join(["the"] * function_words + ["harbour"] * (20 - function_words))
    assert asked_model(monkeypatch, words.ljust(300) * 2)[1] is is_asked


def test_of_nineteen_words_the_share_of_function_words_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sample = "The mayor of the harbour said that it was the sea and not the wind that had taken the "
    text = "\n".join([sample.ljust(300)] * 2)
    assert len(sample.split()) == 19
    assert asked_model(monkeypatch, text) == ("en", True)
    assert asked_model(monkeypatch, text.replace("taken", "taken away")) == ("en", False)
