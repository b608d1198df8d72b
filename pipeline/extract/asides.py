"""An element's tag and attributes -> why it stands apart from the text around it; pure."""

import re
from functools import lru_cache

ASIDE_TAGS = {
    "nav": "furniture",
    "aside": "furniture",
    "footer": "furniture",
    "noscript": "hidden",
    "template": "hidden",
}
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden|\shidden(?:=|\s|$)|aria-hidden=\"true\"", re.IGNORECASE)
_ASIDE_NAME = re.compile(
    r"(?:class|id|role)=\"(?:[^\"]*[\s_-])?(?:(?:social|share|sharing|addthis|chia-?se|fb|zalo)(?:[\s_-]?(?:box|bar|links?|buttons?|like|root|share|plugin\w*))?"
    r"|(?:box-?)?(?:related|relate|relative|lien-?quan|tin-?khac|tin-?lien-?quan|tinlienquan|tinkhac|other-?news|othernews|more-?news)(?:[\s_-][\w-]*)?"
    r"|breadcrumbs?|duong-?dan|pagination|paging|pager|nav|navbar|navigation|menu|sidebar|toolbar|tool-?box|sitemap"
    r"|comments?|binh-?luan|comment-?(?:form|list|box)|rating|vote|tags?|tag-?list|tu-?khoa|keywords?"
    r"|view-?counts?|luot-?xem|hits|post-?views|counter|print-?button|btn-?print|advert\w*|ads|banner|popup|modal|cookie"
    r"|newsletter|subscribe|recommended|promo|most-?read|trending|outbrain|taboola|sponsor\w*|author-?bio)(?=[\s\"])",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)  # the same few attributes fill a page
def aside_reason(tag: str, attributes: str) -> str | None:
    """Why an element stands apart from the text around it."""
    if _HIDDEN.search(attributes):
        return "hidden"
    return "furniture" if _ASIDE_NAME.search(attributes) else ASIDE_TAGS.get(tag)
