"""Text -> how much of it is well-formed Vietnamese; pure. Tells a right decoding from a wrong one."""

import html as entities
import re
import unicodedata

_ONSET = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx]"
_RIME = (
    "uyên|uyêt|uyn|uynh|uyt|uych|uya|uyu|uy|"
    "oan|oang|oanh|oach|oai|oay|oao|oat|oac|oam|oap|oăn|oăng|oăt|oăc|oăm|oen|oeo|oet|oe|oong|oa|"
    "uân|uâng|uât|uây|uêch|uênh|uê|uơ|uơn|"
    "iêm|iên|iêng|iêp|iêt|iêc|iêu|yên|yêm|yêng|yêt|yêu|ia|iu|"
    "uôm|uôn|uông|uôt|uôc|uôi|ua|ui|ươm|ươn|ương|ươp|ươt|ươc|ươi|ươu|ưa|ưi|ưu|"
    "a(?:ch|ng|nh|[cimnoptuy])?|ă(?:ng|[cmnpt])?|â(?:ng|[cmnptuy])?|e(?:ng|[cmnopt])?|ê(?:ch|nh|[umnptc])?|"
    "i(?:ch|ng|nh|[cmnpt])?|o(?:ng|[cimnpt])?|ô(?:ng|[cimnpt])?|ơ(?:[imnpt])?|u(?:ng|[cmnpt])?|ư(?:ng|[cmnt])?|y(?:nh|[mnpt])?"
)
_SYLLABLE = re.compile(rf"(?:{_ONSET})?(?:{_RIME})")
_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(  # every alternative runs on to the page's end rather than be tried again from each "<"
    r"<(?P<raw>script|style)\b[^<]*+(?:<(?!/(?P=raw))[^<]*+)*+|<!--.*?(?:-->|\Z)|<[^<>]*+>?", re.DOTALL | re.IGNORECASE
)
_TONE_MARKS = dict.fromkeys((0x300, 0x301, 0x303, 0x309, 0x323))

SAMPLE_WORDS = 400


def visible(html: str) -> str:
    """What a reader sees of a page, roughly; tags leave a gap."""
    return entities.unescape(_TAG.sub(" ", html))


def marked_words(text: str) -> list[str]:
    """The words with a letter outside ASCII: only these can tell one decoding from another."""
    return [word for word in _WORD.findall(text) if not word.isascii()]


def is_syllable(word: str) -> bool:
    plain = unicodedata.normalize("NFD", word.lower())
    tones = len(plain) - len(toneless := plain.translate(_TONE_MARKS))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None


def score(text: str) -> float:
    """The share of marked words that are Vietnamese syllables; 0 where no word is marked."""
    words = marked_words(unicodedata.normalize("NFC", text))
    chosen = words[:: max(1, len(words) // SAMPLE_WORDS)]
    return sum(map(is_syllable, chosen)) / len(chosen) if chosen else 0.0
