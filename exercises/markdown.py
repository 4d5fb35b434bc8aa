"""Markdown of the catalogue as safe HTML, with links that lead around the site."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import nh3
from django.urls import NoReverseMatch, reverse
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from exercises.link_places import SCHEMES, Place, address_of, find_places, targets_in

LONGEST = 10_000
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "code", "blockquote", "h2", "h3"}
ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}}


class _Parser(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        return True  # LinkResolver.address decides, so that a refused link leaves its words


_parser = _Parser("commonmark", {"html": False}).disable(["code", "fence", "hr", "reference"])


def render(text: str, *, exercise_slug: str | None = None, heading: str = "h3") -> SafeString:
    """Markdown as HTML; one query if it has links inside the site.

    `heading` is the level that all its headings get: a text lies under the page's own. For the
    texts of a whole page make one `LinkResolver.for_texts` and call its `render`.
    """
    return LinkResolver.for_texts([text], exercise_slug=exercise_slug).render(text, heading)


def plain_text(text: str) -> str:
    """The words of a Markdown text on one line; not escaped."""
    return " ".join(" ".join(_words(token.children) for token in _parse(text)).split())


def check_links(
    text: str, *, known_guides: Collection[str] = (), known_variations: Collection[str] = ()
) -> list[str]:
    """What is wrong with the links of a text, in words; at most one query.

    `known_guides` (slugs) and `known_variations` ("guide/variation") count as existing besides
    what the database has, drafts included.
    """
    known = {f"guide:{path}" for path in (*known_guides, *known_variations)}
    return link_problems(text, {*find_places(targets_in([text]), public=False), *known})


def link_problems(text: str, existing: Collection[str]) -> list[str]:
    """As `check_links`, without a query: `existing` holds targets as links write them."""
    problems = []
    for token in (child for block in _parse(text) for child in block.children or []):
        href = str(token.attrGet("href"))
        scheme = href.partition(":")[0]
        if token.type == "image":
            problems.append("pictures do not work in a text")
        elif token.type == "text" and "](" in token.content:
            problems.append(f"“{token.content.strip()[:60]}” holds a link that is not whole")
        elif token.type != "link_open" or _is_outside(href) or href in ("ask:", "trainers:"):
            continue
        elif scheme not in SCHEMES:
            problems.append(
                f"“{href[:60]}” is no link of this site: "
                "use guide:, part:, muscle:, ask:, trainers: or https://"
            )
        elif href not in existing:
            problems.append(f"“{href[:140]}” leads nowhere: there is no such {SCHEMES[scheme]}")
    return list(dict.fromkeys(problems))


@dataclass(frozen=True)
class LinkResolver:
    """The public places that the texts of one page link to, looked up once."""

    places: dict[str, Place]
    exercise_slug: str | None = None

    @classmethod
    def for_texts(cls, texts: Iterable[str], *, exercise_slug: str | None = None) -> Self:
        """One query for all links of these texts; none if they have no links inside the site.

        `exercise_slug` is the guide that `ask:` asks about.
        """
        return cls(find_places(targets_in(texts)), exercise_slug)

    def render(self, text: str, heading: str = "h3") -> SafeString:
        if len(text) > LONGEST:
            return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308
        tokens = _parse(text)
        for token in tokens:
            if token.type.startswith("heading_"):
                token.tag = heading
            if token.children:
                token.children = list(self._linked(token.children))
        html = str(_parser.renderer.render(tokens, _parser.options, {}))
        safe = nh3.clean(
            html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None
        )
        return mark_safe(safe.strip())  # noqa: S308

    def address(self, href: str) -> str | None:
        """Where a link leads, or None where it leads nowhere (yet)."""
        if _is_outside(href):
            return href
        try:
            if href == "ask:" and self.exercise_slug:
                return reverse("trainers:question_create", args=[self.exercise_slug])
            if href == "trainers:":
                return reverse("trainers:trainer_list")
            return address_of(href, self.places[href]) if href in self.places else None
        except NoReverseMatch:
            return None

    def _linked(self, tokens: Sequence[Token]) -> Iterator[Token]:
        address: str | None = None
        for token in tokens:
            if token.type == "image":
                yield Token("text", "", 0, content=_words(token.children))
                continue
            if token.type == "link_open":
                href = str(token.attrGet("href"))
                address = self.address(href)
                token.attrs = {"href": address or ""}
                if _is_outside(href):
                    token.attrs["rel"] = "nofollow noopener"
            if address or token.type not in ("link_open", "link_close"):
                yield token


def _parse(text: str) -> list[Token]:
    return _parser.parse(text[:LONGEST])


def _words(tokens: Sequence[Token] | None) -> str:
    return "".join(
        " " if token.type in ("softbreak", "hardbreak") else token.content for token in tokens or []
    )


def _is_outside(href: str) -> bool:
    return href.lower().startswith(("https://", "http://"))
