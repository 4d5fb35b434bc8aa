"""The rules of the house: who may know whom, and what a file may hold."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import grimp
import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field
from PIL.ImageColor import colormap

from gymsite.environment import BASE_DIR

APPS = ("gymsite", "trainers", "members", "exercises")  # each may know those after it
FOLDERS = (*APPS, "templates", "static", "tests")
MARKUP = ("templates", "static", "exercises/figures")
VAGUE = {"utils", "helpers", "core", "common", "misc"}
LONGEST = 400

COLOUR = re.compile(
    r"(?<!href=\")#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b|\b(?:rgb|hsl)a?\(", re.I
)
PIXEL = re.compile(r"\b\d+px\b")
DECLARATION = re.compile(r"[\w-]+\s*:\s*([^;{}]+)[;}]")
WORD = re.compile(r"(?<![\w-])[a-z]+(?![\w-])")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
THEME_COLOUR = re.compile(r'<meta name="theme-color" content="(#\w+)"')
ADDRESS = re.compile(r"""(?:https?:|["'(])//([\w.-]+)""")
NAMES_NOT_ADDRESSES = {"schema.org", "www.w3.org"}


def files(*folders: str, ending: str) -> Iterator[Path]:
    for folder in folders:
        found = (BASE_DIR / folder).rglob(f"*.{ending}")
        yield from (path for path in found if "node_modules" not in path.parts)


def found_in(pattern: re.Pattern[str], path: Path) -> list[str]:
    text = path.read_text("utf-8")
    return [f"{path.relative_to(BASE_DIR)}: {match[0]}" for match in pattern.finditer(text)]


def may_know(importer: str, imported: str) -> bool:
    return imported not in APPS or APPS.index(importer) <= APPS.index(imported)


# Who knows whom


def test_code_imports_only_down_the_arrow() -> None:
    graph = grimp.build_graph(*APPS, cache_dir=None)
    wrong = graph.find_illegal_dependencies_for_layers(layers=APPS)
    assert not {(found.importer, found.imported) for found in wrong}


def test_foreign_keys_point_only_down_the_arrow() -> None:
    ours = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in APPS
    ]
    assert ours
    for model in ours:
        meta = model._meta
        for field in chain(meta.local_fields, meta.local_many_to_many):
            if field.related_model is None or is_author_of_history(field):
                continue
            target = field.related_model._meta.app_label
            assert may_know(meta.app_label, target), f"{field} points at {target}"
            assert target == "exercises" or meta.app_label != "exercises", (
                f"{field}: the catalogue knows no other app"
            )


def is_author_of_history(field: "Field[Any, Any]") -> bool:
    """The one exception: a row of a history names who wrote it."""
    return field.name == "history_user" and field.related_model is apps.get_model(
        settings.AUTH_USER_MODEL
    )


def test_migrations_depend_only_down_the_arrow() -> None:
    migrations = MigrationLoader(None).disk_migrations
    ours = [migration for (app, _), migration in migrations.items() if app in APPS]
    assert ours
    for migration in ours:
        for dependency in (*migration.dependencies, *migration.run_before):
            names_the_author = getattr(dependency, "setting", None) == "AUTH_USER_MODEL"
            assert names_the_author or may_know(migration.app_label, dependency[0]), (
                f"{migration} depends on {dependency[0]}"
            )


# What a file may hold


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    written = chain.from_iterable(
        files(*FOLDERS, ending=ending) for ending in ("py", "html", "css", "js")
    )
    lengths = {
        str(path.relative_to(BASE_DIR)): path.read_text("utf-8").count("\n")
        for path in written
        if "migrations" not in path.parts
    }
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_modules_are_named_for_things() -> None:
    paths = chain(files(*FOLDERS, ending="py"), files(*FOLDERS, ending="html"))
    names = [path.relative_to(BASE_DIR) for path in paths]
    assert [str(name) for name in names if VAGUE & {*name.with_suffix("").parts}] == []


def test_markup_brings_no_style_of_its_own() -> None:
    style = re.compile(r"\bstyle\s*=|<style\b")
    pages = [*files("templates", ending="html"), *files("exercises/figures", ending="py")]
    assert [hit for path in pages for hit in found_in(style, path)] == []


def test_markup_writes_no_colour_and_no_pixel() -> None:
    hits = []
    for path in files("templates", ending="html"):
        text = THEME_COLOUR.sub("", path.read_text("utf-8"))
        hits += [(path.name, *COLOUR.findall(text), *PIXEL.findall(text))]
    for path in files("exercises/figures", ending="py"):
        hits += [(path.name, *COLOUR.findall(path.read_text("utf-8")))]
    assert [hit for hit in hits if len(hit) > 1] == []


def test_the_browsers_frame_has_the_colour_of_the_paper() -> None:
    paper = re.search(r"--paper: light-dark\((#\w+), (#\w+)\)", css("tokens"))
    assert paper
    base = (BASE_DIR / "templates/base.html").read_text("utf-8")
    assert THEME_COLOUR.findall(base) == [*paper.groups()]


def test_only_the_tokens_know_colours() -> None:
    for path in files("static/css", ending="css"):
        if path.name == "tokens.css":
            continue
        text = COMMENT.sub("", path.read_text("utf-8"))
        words = {word for value in DECLARATION.findall(text) for word in WORD.findall(value)}
        assert not words & {*colormap}, path.name
        assert not COLOUR.findall(text), path.name


def test_every_style_sheet_stands_in_its_own_layer() -> None:
    order = re.match(r"@layer ([\w, ]+);", css("tokens"))
    assert order
    layers = order[1].split(", ")
    for path in files("static/css", ending="css"):
        names = (path.stem, *(folder.name for folder in path.parents))
        layer = next((one for one in names if one in layers), "components")
        text = COMMENT.sub("", path.read_text("utf-8")).replace(order[0], "").strip()
        assert text.startswith(f"@layer {layer} {{"), path.name
        assert outermost_blocks(text) == 1, path.name


def outermost_blocks(text: str) -> int:
    depth = blocks = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        blocks += sign == "}" and depth == 0
    return blocks


def css(name: str) -> str:
    return (BASE_DIR / f"static/css/{name}.css").read_text("utf-8")


def test_scripts_import_nothing() -> None:
    imports = re.compile(r"^\s*(?:import|export)\b|\bimport\s*\(|\brequire\(|importScripts", re.M)
    scripts = list(files("static/js", ending="js"))
    assert scripts
    assert [hit for path in scripts for hit in found_in(imports, path)] == []


@pytest.mark.parametrize("ending", ["html", "css", "js", "svg", "txt", "xml", "webmanifest"])
def test_nothing_is_asked_from_another_host(ending: str) -> None:
    for path in files("templates", "static", ending=ending):
        hosts = set(ADDRESS.findall(path.read_text("utf-8")))
        assert hosts <= NAMES_NOT_ADDRESSES, path.name


def test_htmx_attributes_are_data_attributes() -> None:
    bare = re.compile(r"\shx-[a-z-]+\s*=")
    assert [hit for path in files("templates", ending="html") for hit in found_in(bare, path)] == []
