"""The page of a comparison: one HTML file that needs nothing else.

1. Nothing is loaded from outside, and nothing runs but the page's own script: its policy names style and script by hash.
2. Whatever a notice says is escaped; a title with `<script>` is shown as it is written.
3. Without scripts everything is shown.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from pipeline.compare import views
from pipeline.compare.cards import cards
from pipeline.compare.compared import Compared, NoticeRelation
from pipeline.messages import Language, message

_FOLDER = "page"
# What the page says besides the notices; the template has each by its last part.
_WORDS = (
    "diff_page.close",
    "diff_page.deadline",
    "diff_page.keyboard",
    "diff_page.key_filter",
    "diff_page.key_help",
    "diff_page.key_next",
    "diff_page.key_previous",
    "diff_page.key_search",
    "diff_page.kinds",
    "diff_page.legend",
    "diff_page.legend_alike",
    "diff_page.legend_new",
    "diff_page.legend_none",
    "diff_page.legend_old",
    "diff_page.legend_suggestion",
    "diff_page.new",
    "diff_page.no_title",
    "diff_page.none",
    "diff_page.old",
    "diff_page.program",
    "diff_page.rewritten",
    "diff_page.search",
    "diff_page.shown",
    "diff_page.suggestion",
    "diff_page.task",
    "diff_page.title",
)
# What the script counts when the page is open.
_FILLED_IN_LATER = {"shown": "{shown}", "all": "{all}"}


def report(both: Compared, *, language: Language) -> str:
    """The page as HTML, its labels in the language, what changed in Chinese."""
    style, script = _part("look.css"), _part("compare.js")
    made = cards(both.changes)
    makes = views.CardViews(both, language)
    return _template().render(
        lang="zh-CN" if language == "zh" else "en",
        words={key.partition(".")[2]: message(key, language, **_FILLED_IN_LATER) for key in _WORDS},
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        old=views.head(both.old.notice, language),
        new=views.head(both.new.notice, language),
        relation=views.relation(both, language),
        is_directed=both.relation not in (NoticeRelation.ANNUAL, NoticeRelation.CHOSEN),
        order=views.order(both, language),
        summary=views.summary(made, language),
        filters=views.filters(made, language),
        cards=[makes.of(card) for card in made],
    )


@cache
def _template() -> Template:
    loader = PackageLoader("pipeline.compare", _FOLDER)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("compare.html.j2")


@cache
def _part(name: str) -> str:
    return (resources.files("pipeline.compare") / _FOLDER / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """The content security policy: nothing from anywhere but this style and this script.

    Source: Content Security Policy Level 3, hash sources; the hash is that of the element's text, byte for byte.
    """
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
