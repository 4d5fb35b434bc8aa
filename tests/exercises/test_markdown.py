import re
import time
from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Template
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from pytest_django import DjangoAssertNumQueries

from exercises import markdown
from exercises.markdown import LONGEST, LinkResolver, check_links, plain_text, render
from exercises.models import SlugRedirect
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db


def nothing(*args: object, **kwargs: object) -> HttpResponse:
    return HttpResponse()


catalogue = (
    [
        path("", nothing, name="exercise_list"),
        path("<slug:body_part>/", nothing, name="body_part_detail"),
        path("<slug:body_part>/<slug:exercise>/", nothing, name="exercise_detail"),
        path(
            "<slug:body_part>/<slug:exercise>/<slug:variation>/", nothing, name="variation_detail"
        ),
    ],
    "exercises",
)
trainers = (
    [
        path("trainers/", nothing, name="trainer_list"),
        path("ask/<slug:exercise>/", nothing, name="question_create"),
    ],
    "trainers",
)


class WithoutTrainers:
    urlpatterns = [path("exercises/", include(catalogue))]


class WithTrainers:
    urlpatterns = [*WithoutTrainers.urlpatterns, path("", include(trainers))]


@pytest.fixture(autouse=True)
def _addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=WithTrainers):
        yield


def test_paragraphs_lists_and_emphasis_are_rendered() -> None:
    html = render("One *two* **three**.\n\n- a\n- b\n\n3. c\n\n> d `e`")
    assert re.sub(r"\n", "", html) == (
        "<p>One <em>two</em> <strong>three</strong>.</p><ul><li>a</li><li>b</li></ul>"
        '<ol start="3"><li>c</li></ol><blockquote><p>d <code>e</code></p></blockquote>'
    )


def test_headings_never_outrank_those_of_the_page() -> None:
    assert render("# One") == "<h3>One</h3>"
    assert render("Two\n===") == "<h3>Two</h3>"


def test_an_indented_line_is_no_code_block() -> None:
    assert render("One.\n\n    Two.") == "<p>One.</p>\n<p>Two.</p>"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <b onclick=alert(1)>b</b>",
        "<!-- <script>alert(1)</script> -->",
        "<svg/onload=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](java&#115;cript:alert(1))",
        "[a](&#x6A;avascript:alert(1))",
        "[a](&#1;javascript:alert(1))",
        "[a](java&Tab;script:alert(1))",
        "[a](<java\tscript:alert(1)>)",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "[a](vbscript:msgbox)",
        "[a](file:///etc/passwd)",
        "[a](//evil.example)",
        "[a](/admin/logout/)",
        "[a](\\\\evil.example)",
        "[a](https&colon;//evil.example/&quot;onclick=&quot;alert(1))",
        '[a](https://a.example "title\\" onclick=alert(1)")',
        "[a](https://a.example/\"onmouseover='alert(1)')",
        "<javascript:alert(1)>",
        "<https://a.example/onclick=alert(1)>",
        "![a](javascript:alert(1))",
        '![a"onerror=alert(1)](https://a.example/x.png)',
        "[![a](x.png)](javascript:alert(1))",
        "[[a](javascript:alert(1))](https://a.example)",
        "[a][b]\n\n[b]: javascript:alert(1)",
        "`<script>alert(1)</script>`",
        "```html\n<script>alert(1)</script>\n```",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "\\<script\\>alert(1)\\</script\\>",
        "guide:<script>alert(1)</script>",
        "[a](guide:x'><script>alert(1)</script>)",
    ],
)
def test_nothing_that_could_run_comes_through(text: str) -> None:
    html = render(text)
    tags = re.findall(r"<[^>]*>", html)
    for tag in tags:
        assert re.fullmatch(
            r'</?(?:p|code|a)>|<a href="https://[^"<>]*" rel="nofollow noopener">', tag
        ), html
    assert "<" not in re.sub(r"<[^>]*>", "", html)


def test_the_sanitiser_holds_even_if_the_parser_lets_html_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(markdown._parser.options, "html", True)
    html = render(
        "<script>1</script><p onclick=a style=b>c</p><a href=javascript:d>e</a><h1>f</h1>"
    )
    assert html == "<p>c</p><a>e</a>f"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil.example"])
def test_a_refused_link_leaves_its_words(address: str) -> None:
    assert render(f"Read [the *words*]({address}).") == "<p>Read the <em>words</em>.</p>"


def test_a_picture_leaves_its_words() -> None:
    assert render("See ![the bar](https://a.example/x.png).") == "<p>See the bar.</p>"


def test_a_link_to_another_site_does_not_vouch_for_it() -> None:
    link = '<a href="https://a.example/?b=1&amp;c" rel="nofollow noopener">a</a>'
    assert render("[a](https://a.example/?b=1&c)") == f"<p>{link}</p>"


def test_links_inside_the_site_lead_to_their_pages() -> None:
    guide = make_exercise(slug="squats", body_part="legs")
    make_variation(slug="goblet", exercise=guide)
    text = (
        "[1](guide:squats) [2](guide:squats/goblet) [3](part:glutes) [4](muscle:hamstrings) "
        "[5](ask:) [6](trainers:)"
    )
    assert render(text, exercise_slug="squats") == (
        '<p><a href="/exercises/legs/squats/">1</a> '
        '<a href="/exercises/legs/squats/goblet/">2</a> '
        '<a href="/exercises/glutes/">3</a> '
        '<a href="/exercises/?muscle=hamstrings">4</a> '
        '<a href="/ask/squats/">5</a> <a href="/trainers/">6</a></p>'
    )


def test_a_link_whose_address_does_not_exist_yet_is_plain_words() -> None:
    make_exercise(slug="squats")
    text = "[Ask](ask:), [trainers](trainers:), [squats](guide:squats)."
    assert "<a" not in render("[Ask](ask:)")
    with override_settings(ROOT_URLCONF=WithoutTrainers):
        html = render(text, exercise_slug="squats")
    assert html == '<p>Ask, trainers, <a href="/exercises/glutes/squats/">squats</a>.</p>'


def test_a_link_to_what_is_not_public_is_plain_words() -> None:
    draft = make_exercise(slug="draft", status="draft")
    make_variation(slug="ready", exercise=draft)
    make_variation(slug="hidden", status="draft", exercise=make_exercise(slug="shown"))
    make_variation(slug="elsewhere")
    paths = ("draft", "draft/ready", "shown/hidden", "shown/elsewhere", "nowhere")
    html = render(" ".join(f"[{path}](guide:{path})" for path in paths))
    assert html == "<p>draft draft/ready shown/hidden shown/elsewhere nowhere</p>"
    assert render("[a](part:nowhere) [b](muscle:nowhere)") == "<p>a b</p>"


def test_a_link_to_a_former_address_leads_to_the_present_one() -> None:
    guide = make_exercise(slug="old")
    variation = make_variation(slug="first", exercise=guide)
    variation.slug = "second"
    variation.save()
    guide.slug = "new"
    guide.save()
    assert SlugRedirect.objects.count() == 2
    html = render("[a](guide:old) [b](guide:old/first) [c](guide:old/second)")
    assert re.findall(r'href="([^"]*)"', html) == [
        "/exercises/glutes/new/",
        "/exercises/glutes/new/second/",
        "/exercises/glutes/new/second/",
    ]


def test_a_former_address_taken_by_another_guide_leads_to_that() -> None:
    make_exercise(slug="squats", body_part="legs")
    SlugRedirect.objects.create(exercise_slug="squats", exercise=make_exercise(slug="other"))
    assert 'href="/exercises/legs/squats/"' in render("[a](guide:squats)")


def test_all_the_links_of_a_page_cost_one_query() -> None:
    slugs = [make_variation().exercise.slug for _ in range(6)]
    texts = [f"[a](guide:{slug}), [b](part:legs), [c](muscle:soleus)" for slug in slugs]
    texts += [f"[d](guide:{slug}/{make_variation().slug})" for slug in slugs]
    texts += ["[e](guide:nowhere), [f](guide:nowhere/at-all)"]
    with CaptureQueriesContext(connection) as queries:
        resolver = LinkResolver.for_texts(texts)
        html = "".join(resolver.render(text) for text in texts)
    assert len(queries) == 1
    assert html.count("<a ") == 3 * len(slugs)


def test_texts_without_links_cost_no_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        render("Nothing but [this](https://a.example), [ask](ask:) and **words**.")


def test_templates_render_with_the_links_of_a_page_and_without() -> None:
    make_exercise(slug="squats")
    text = "**See** [squats](guide:squats)"
    template = Template("{% load markdown %}{% markdown text links %}|{{ text|markdown }}")
    html = template.render(Context({"text": text, "links": LinkResolver.for_texts([])}))
    assert html == (
        "<p><strong>See</strong> squats</p>|"
        '<p><strong>See</strong> <a href="/exercises/glutes/squats/">squats</a></p>'
    )


@pytest.mark.parametrize(
    "unit",
    ["[", "](", "[a](", "![", "*a ", "**a*", "`a``", "> ", "- ", "\\", "&", "<", "[a](guide:b)"],
)
def test_long_and_deep_texts_take_bounded_time(unit: str) -> None:
    text = unit * (LONGEST // len(unit))
    started = time.process_time()
    render(text)
    plain_text(text)
    check_links(text)
    assert time.process_time() - started < 10


def test_a_text_beyond_the_limit_is_shown_as_it_was_written() -> None:
    html = render("**<i>**\n\n" + "a" * LONGEST)
    assert html.startswith("<p>**&lt;i&gt;**</p>")
    assert html.endswith("a</p>")


def test_plain_text_keeps_the_words_alone() -> None:
    text = "# Why\n\nIt *trains* the\n[hips](guide:x) & `abs`.\n\n- ![one](x.png)\n- two"
    assert plain_text(text) == "Why It trains the hips & abs. one two"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("[a](guide:squats), [b](guide:squats/goblet), [c](ask:), [d](trainers:)", []),
        ("[a](https://a.example), [b](part:legs), [c](muscle:soleus)", []),
        ("`[a](guide:nowhere)`", []),
        (
            "[a](guide:nowhere)",
            ["“guide:nowhere” leads nowhere: there is no such guide or variation"],
        ),
        (
            "[a](guide:squats/x)",
            ["“guide:squats/x” leads nowhere: there is no such guide or variation"],
        ),
        (
            "[a](guide:squats/)",
            ["“guide:squats/” leads nowhere: there is no such guide or variation"],
        ),
        ("[a](part:x)", ["“part:x” leads nowhere: there is no such body part"]),
        ("[a](muscle:x)", ["“muscle:x” leads nowhere: there is no such muscle"]),
        ("[a](guide: squats)", ["“[a](guide: squats)” holds a link that is not whole"]),
        ("![a](x.png)", ["pictures do not work in a text"]),
    ],
)
def test_links_are_checked(text: str, problems: list[str]) -> None:
    make_variation(slug="goblet", exercise=make_exercise(slug="squats", status="draft"))
    with CaptureQueriesContext(connection) as queries:
        assert check_links(text) == problems
    assert len(queries) <= 1


@pytest.mark.parametrize(
    "address", ["javascript:x", "squats", "/exercises/", "guides:x", "ask:x", ""]
)
def test_an_unknown_kind_of_link_is_told(address: str) -> None:
    (problem,) = check_links(f"[a]({address})")
    assert problem.startswith(f"“{address}” is no link of this site: use guide:, part:, ")


def test_guides_that_are_about_to_exist_count_as_existing() -> None:
    text = "[a](guide:new), [b](guide:new/one)"
    assert check_links(text, known_guides=["new"], known_variations=["new/one"]) == []
    assert len(check_links(text)) == 2
