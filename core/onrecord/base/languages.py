"""Languages: the code and the name of each, and telling the language of a text.

A language is known by its ISO 639 code (``de``); the empty code is that of an unknown language.
"""

from __future__ import annotations

import re
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNKNOWN = ""
"""The code of a language that is not known."""

# fmt: off
LANGUAGE_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian",
    "bg": "Bulgarian", "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "eo": "Esperanto", "es": "Spanish",
    "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fo": "Faroese", "fr": "French",
    "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian",
    "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "kn": "Kannada", "ko": "Korean",
    "ku": "Kurdish", "ky": "Kyrgyz", "la": "Latin", "lb": "Luxembourgish", "lo": "Lao", "lt": "Lithuanian",
    "lv": "Latvian", "mg": "Malagasy", "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi",
    "ms": "Malay", "mt": "Maltese", "my": "Burmese", "nb": "Norwegian Bokmål", "ne": "Nepali", "nl": "Dutch",
    "nn": "Norwegian Nynorsk", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian",
    "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
    "te": "Telugu", "tg": "Tajik", "th": "Thai", "tl": "Filipino", "tr": "Turkish", "ug": "Uyghur",
    "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "xh": "Xhosa", "yo": "Yoruba",
    "zh": "Chinese", "zu": "Zulu",
}
# fmt: on
"""The languages that an article can be in, by their codes."""

_CODES = {name.casefold(): code for code, name in LANGUAGE_NAMES.items()} | {"unknown": UNKNOWN}

_SAMPLE_LENGTH = 300
"""Characters of each of the two samples that are looked at: more take longer and tell no more."""

_LEAST_LETTERS = 40
"""Letters below which a text is too short to be told: of so few, names may be half."""

_LEAST_PROBABILITY = 0.4
"""Below it the language is unknown; above it, too, where it is not English though English is as likely as
``_ENGLISH_PROBABILITY``. Languages that are close share what is left: Croatian has 0.5 beside Bosnian. None of
some 4,000 paragraphs of English news was taken for another language; tables of names came nearest."""

_ENGLISH_PROBABILITY = 0.001

_FUNCTION_WORDS = frozenset(
    (
        "a about after all also an and any are as at be because been before but by can could did do for from had "
        "has have he her his how if in into is it its like more new no not now of on one only or other our out "
        "over said she should so some such than that the their them then there these they this those to up was we "
        "were what when where which while who will with would you your"
    ).split()
)
_ENGLISH_SHARE = 0.25
"""The share of function words from which a sample is English without a further look.

Both samples of 86 of 100 articles of English news have it, and that look takes a twentieth of the time. Of 66
other languages no sample has more than 0.11."""
_LEAST_WORDS = 20
"""Words of a sample below which the share of its function words is an accident."""


def language_code(value: str) -> str | None:
    """Return the code of a language that is given by a code, a locale or its English name.

    ``de``, ``de-AT``, ``de_DE.UTF-8`` and ``German`` give ``de``, ``unknown`` the empty code, anything else None.
    """
    word = value.strip().casefold()
    code = re.split(r"[-_.]", word)[0]
    return code if code in LANGUAGE_NAMES else _CODES.get(word)


def language_name(code: str) -> str:
    """Return the English name of a language, the code itself where it has none here."""
    return LANGUAGE_NAMES.get(code, code)


def detect_language(text: str) -> str:
    """Return the language of a text; unknown if it is too short, mixed, or in none of ``LANGUAGE_NAMES``.

    Looks at the beginning and the middle: many an article begins with a line in another language.
    """
    middle = max(_SAMPLE_LENGTH, len(text) // 2)
    samples = text[:_SAMPLE_LENGTH], text[middle : middle + _SAMPLE_LENGTH]
    if all(map(_is_plainly_english, samples)):
        return "en"
    sample = " ".join(" ".join(samples).split())
    if sum(map(str.isalpha, sample)) < _LEAST_LETTERS:
        return UNKNOWN
    with _loading:  # threads that come first at the same time would each load the model
        identifier = _identifier()
    probabilities = dict(identifier.rank(sample))
    language = max(probabilities, key=probabilities.__getitem__)
    is_sure = probabilities[language] >= _LEAST_PROBABILITY and (
        language == "en" or probabilities["en"] < _ENGLISH_PROBABILITY
    )
    return language if is_sure and language in LANGUAGE_NAMES else UNKNOWN


def _is_plainly_english(sample: str) -> bool:
    """Return whether a sample is English by its function words, which no other language has so many of."""
    words = _WORD.findall(sample.lower())
    function_words = sum(map(_FUNCTION_WORDS.__contains__, words))
    return len(words) >= _LEAST_WORDS and function_words >= _ENGLISH_SHARE * len(words)


_WORD = re.compile(r"[^\W\d_]+")
_loading = Lock()


@cache
def _identifier() -> LanguageIdentifier:
    # Imported here: its model takes half a second to load.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
