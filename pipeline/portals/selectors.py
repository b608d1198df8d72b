"""What can be said of a CSS selector without a parser. Pure."""

import re

# Strings, and what stands in round or square brackets without further brackets inside.
_INNER = re.compile(r"""\\.|"[^"]*"|'[^']*'|\([^()\[\]]*\)|\[[^()\[\]]*\]""")


def has_comma(selector: str) -> bool:
    """Whether the selector lists alternatives outside brackets: `a, b`, but not `:is(a, b)`."""
    previous = None
    while previous != selector:
        previous, selector = selector, _INNER.sub("", selector)
    return "," in selector
