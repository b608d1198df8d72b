"""Article -> the same article with its body once; pure.

A page prints its body again as a print block, for mobile phones, under another lead-in, without captions. The
fullest copy is kept whole; what another copy adds stays, and so does every paragraph that differs in a figure.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from pipeline.duplicates.copies import choose
from pipeline.duplicates.figures import numbers
from pipeline.duplicates.trimmings import trim
from pipeline.errors import FigureLostError
from pipeline.model import Article

CONFLICT = "figures_differ_between_copies"
_MOST_ROUNDS = 10


def strip(article: Article) -> Article:
    """Idempotent; the body is never emptied. Raises FigureLostError should a number be gone without a record."""
    stripped = article
    for _ in range(_MOST_ROUNDS):
        after, is_settled = _once(stripped)
        if after == stripped:
            break
        stripped = after
        if is_settled and not trim(after.body.split("\n"), after.author).removed:
            break
    _check_numbers(article, stripped)
    return stripped


def _once(article: Article) -> tuple[Article, bool]:
    trimmed = trim(article.body.split("\n"), article.author)
    choice = choose(trimmed.lines)
    flags = article.flags
    if choice.conflicts and CONFLICT not in flags:
        flags += (CONFLICT,)
    after = replace(
        article,
        body="\n".join(choice.kept),
        author=article.author or trimmed.author,
        copies=max(article.copies, choice.copies),
        removed=article.removed + trimmed.removed + choice.removed,
        flags=flags,
    )
    return after, choice.is_settled


def _check_numbers(before: Article, after: Article) -> None:
    if after.body == before.body:
        return
    told = [after.body, *(removal.text for removal in after.removed[len(before.removed) :])]
    if Counter(before.body.split("\n")) == Counter(line for text in told for line in text.split("\n")):
        return  # every line is accounted for, and so its numbers
    missing = _count([before.body]) - _count(told)
    if missing:
        raise FigureLostError(
            f"{before.portal}: {before.url}: numbers {sorted(missing)[:5]} would be lost: report this page"
        )


def _count(texts: Iterable[str]) -> Counter[str]:
    return Counter(number for text in texts for number in numbers(text))
