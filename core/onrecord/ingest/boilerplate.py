"""What stands between the paragraphs of a page and is none of its article: adverts, newsletters, links to other
pages.

Only whole blocks are left out, short ones that begin as nothing else does and quote nobody.
"""

from __future__ import annotations

import re

_LONGEST = 30
"""Words that such a block has at most."""
_QUOTED = re.compile('[“”"«»]')
_BLOCK = re.compile(
    r"(?:[-•*–>→»]\s*)?(?:"
    r"advertisement(?:\s*-?\s*(?:scroll to continue|continue reading below))?"
    r"|sponsored(?: content)?"
    r"|(?:story|article) continues(?: below)?(?: (?:this )?advertisement)?"
    r"|scroll to continue(?: reading)?|skip (?:ad|advertisement)"
    r"|(?:read|see) (?:more|also|next)(?: (?:on|from|about|here|stories|articles|news)\b[^.:]*)?"
    r"\s*(?::.*|[»→.…]*)"
    r"|(?:also read|more on this(?: story)?|related(?: (?:articles?|stories|topics|coverage|links?))?"
    r"|recommended(?: reading)?)\s*(?::.*)?"
    r"|(?:sign up|subscribe|register)\b.*\b"
    r"(?:newsletters?|inbox|e-?mails?|alerts|updates|podcast|channel|whatsapp)\b.*"
    r"|get\b.*\b(?:newsletters?|(?:in|to) your inbox|straight to your (?:inbox|phone))\b.*"
    r"|(?:share|tweet|print|e-?mail)(?: (?:this|the) (?:article|story|page|post))?(?: (?:on|via|to|by) \w+)?\s*:?"
    r"|(?:follow|like|join|find) (?:us|me|our \w+|\w+(?: \w+)?) on "
    r"(?:twitter|x|facebook|instagram|whatsapp|telegram|tiktok|threads|bluesky|linkedin|youtube|"
    r"google news|flipboard)\b.*"
    r"|(?:we|this (?:site|website|page)) uses? cookies\b.*"
    r"|(?:most (?:read|popular|viewed)|trending)(?: (?:in|on|now)\b[^.:]*)?\s*:?"
    r"|(?:[-•*]\s*)?(?:do|are|have|got|is|e-?mail|contact|get in touch|to contact)\b.*\s\S+@\S+\.\w+.*"
    r"|\(?(?:image|photo|picture)s? credits?\s*:.*"
    r"|.*\bmay earn (?:a|an|some)?\s*(?:small )?(?:affiliate )?commissions?\b.*"
    r"|(?:view|read|open|trouble viewing)\b.*\b(?:in|on) (?:your|a|the) (?:web )?browser\b.*"
    r"|you(?:'re| are)? (?:are )?(?:receiving|received) this (?:e-?mail|message|newsletter|because)\b.*"
    r"|(?:to )?unsubscribe\b.*|(?:manage|update|change) (?:your )?(?:e-?mail )?(?:preferences|subscriptions?)\b.*"
    r"|(?:©|\(c\)|copyright ©?)\s*\d{4}\b.*|all rights reserved\.?"
    r")",
    re.IGNORECASE,
)


def without_boilerplate(text: str) -> str:
    """Return the text of a page without the blocks that are surely no part of its article."""
    blocks = text.split("\n\n")
    article_blocks = [block for block in blocks if not _is_boilerplate(block)]
    return "\n\n".join(article_blocks) if len(article_blocks) < len(blocks) else text


def _is_boilerplate(block: str) -> bool:
    is_candidate = len(block.split()) <= _LONGEST and not _QUOTED.search(block)
    return is_candidate and _BLOCK.fullmatch(block.strip()) is not None
