"""Descriptions: a small Markdown to safe HTML. Rendering escapes raw HTML, and the cleaner has the last word."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "h3",
    "h4",
    "code",
    "a",
    "hr",
}
_reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])


@lru_cache(maxsize=1024)
def render(text: str) -> SafeString:
    """``text`` as HTML of at most third-level headings; links leave with ``nofollow``, pictures and scripts never."""
    html = _reader.render(text)
    for level in ("1", "2"):
        html = html.replace(f"<h{level}>", "<h3>").replace(f"</h{level}>", "</h3>")
    return mark_safe(
        nh3.clean(
            html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https", "mailto"}, link_rel="nofollow noopener"
        )
    )
