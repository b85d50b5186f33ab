"""Text as searches compare it: the same school, however people write its name."""

import re
import unicodedata

# Letters that Unicode does not take apart by itself.
LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss", "&": " and "})
APOSTROPHES = re.compile("['’‘`´ʼ]")
PUNCTUATION = re.compile(r"[^a-z0-9]+")

# One word for what is written in several ways. Spelt out, so that half a word typed finds it too.
WORDS = {
    "st": "saint",
    "sts": "saint",
    "ss": "saint",
    "ce": "churchofengland",
    "cofe": "churchofengland",
    "coe": "churchofengland",
    "ceva": "churchofengland va",
    "cevc": "churchofengland vc",
    "rc": "catholic",
    "jnr": "junior",
    "jun": "junior",
    "juniors": "junior",
    "inf": "infant",
    "infants": "infant",
    "prim": "primary",
    "sec": "secondary",
    "sch": "school",
    "acad": "academy",
    "mt": "mount",
}
PHRASES = (
    (re.compile(r"\bchurch of england\b|\bc of e\b|\bc o e\b|\bc e\b"), "churchofengland"),
    (re.compile(r"\broman catholic\b|\br c\b"), "catholic"),
)


def fold(text: str) -> str:
    """Lower case, without accents or punctuation, one spelling for St and Saint, CofE and Church of England ...

    Any text will do: what is no letter or digit (NUL, a lone surrogate) becomes a space or goes.
    """
    if not text.isascii():
        text = APOSTROPHES.sub("'", text)
        # Letter by letter: putting a long run of accents in order takes Unicode quadratic time, and they go anyway.
        apart = "".join([unicodedata.normalize("NFKD", letter) for letter in text.casefold().translate(LETTERS)])
        text = apart.encode("ascii", "ignore").decode()
    text = text.lower().replace("s's", "s").replace("'", "").replace("`", "").replace("&", " and ")
    text = PUNCTUATION.sub(" ", text).strip()
    for phrase, word in PHRASES:
        text = phrase.sub(word, text)
    return " ".join([WORDS.get(word, word) for word in text.split()])
