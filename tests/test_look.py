"""The ground every page stands on: no page may break it, and none of its parts may break a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template, render_template_string
from flask.testing import FlaskClient
from jinja2 import Environment, nodes
from wtforms import SelectChoice

from portal.web import icons
from portal.web.styleguide import ExamplePage as Page
from portal.web.styleguide import StyleguideForm

from .look_app import Entry, create_app

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = [
    path
    for folder in ("portal", "plugins")
    for path in sorted((ROOT / folder).rglob("*.html"))
    if not {"build", "node_modules", ".venv"} & set(path.parts)
]
XSS = "<script>alert('x')</script>\"'><img src=x>"

# Where each macro takes the name of an icon: its place, and its keyword.
ICON_PLACE = {
    "icon": 0, "_icon": 0, "badge": 1, "empty": 0, "note": 1, "list_item": 3, "more": 1,
    "post_button": 2,
}  # fmt: skip


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def render(app: Flask) -> Iterator[Any]:
    """Renders a piece of template that may use the macros under their short names."""
    head = "".join(
        f"{{% import 'portal/_macros/{name}.html' as {name} %}}"
        for name in ("ui", "forms", "tables", "filters", "pagination")
    )
    with app.test_request_context("/styleguide"):
        yield lambda source, **context: render_template_string(head + source, **context)


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_template_holds_no_inline_style_or_script(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert not re.search(r"<style\b|\sstyle\s*=", source, re.IGNORECASE)
    assert not re.search(r"<script\b(?![^>]*\ssrc=)", source, re.IGNORECASE)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"'{]|javascript:", source, re.IGNORECASE)


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_every_icon_a_template_names_is_in_the_sprite(path: Path) -> None:
    tree = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(
        path.read_text(encoding="utf-8")
    )
    unknown = set(icons_named(tree)) - set(icons.names())

    assert not unknown, "add to portal/static/icons/names.txt, then python -m portal.web.icons"


def icons_named(tree: nodes.Template) -> Iterator[str]:
    for call in tree.find_all(nodes.Call):
        name = getattr(call.node, "attr", None) or getattr(call.node, "name", None)
        if name not in ICON_PLACE or any(word.key == "sprite" for word in call.kwargs):
            continue
        given = call.args[ICON_PLACE[name] : ICON_PLACE[name] + 1]
        key = "name" if name == "icon" else "icon"
        given += [word.value for word in call.kwargs if word.key == key]
        for value in given:
            yield from literals(value)


def literals(value: nodes.Expr | None) -> Iterator[str]:
    """The words an expression may come to; a name known only when the page is made has none."""
    if isinstance(value, nodes.Const) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, nodes.CondExpr):
        yield from literals(value.expr1)
        yield from literals(value.expr2)


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_texts_can_be_collected_for_translation(path: Path) -> None:
    tree = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"]).parse(
        path.read_text(encoding="utf-8")
    )
    for call in tree.find_all(nodes.Call):
        if getattr(call.node, "name", None) in ("_", "gettext", "ngettext"):
            assert isinstance(call.args[0], nodes.Const), f"line {call.lineno}: not a literal"
            assert call.args[0].value.isascii(), f"line {call.lineno}: msgids are English"


def test_the_sprite_is_what_its_list_says() -> None:
    full = icons.bundled().read_text(encoding="utf-8")

    assert icons.SPRITE.read_text(encoding="utf-8") == icons.build(icons.names(), full)
    assert icons.names() == sorted(set(icons.names()))


def test_a_misspelt_icon_stops_the_build() -> None:
    with pytest.raises(LookupError, match="no-such-icon"):
        icons.build(["no-such-icon"], "<symbol id='house'></symbol>")


@pytest.mark.parametrize(
    "source",
    [
        "{{ ui.page_head(x, x, crumbs=[(x, x)], badges=ui.badge(x)) }}",
        "{{ ui.section_head(x, x, x, id=x) }}",
        "{{ ui.badge(x, 'house', x) }}",
        "{{ ui.empty('house', x, x, x, x) }}",
        "{% call ui.note('blue', 'house', x) %}{{ x }}{% endcall %}",
        "{% call ui.card(x, id=x) %}{{ x }}{% endcall %}",
        "{{ ui.link_card(x, x, x, x, ui.badge(x)) }}",
        "{{ ui.list_item(x, x, x, 'house') }}",
        "{{ ui.icon('house', x) }}{{ ui.avatar(x) }}{{ ui.progress(1, 2, x) }}",
        "{{ ui.dl([(x, x)]) }}",
        "{% call ui.more(x) %}{{ x }}{% endcall %}",
        "{{ forms.post_button(x, x, name=x, value=x, about=x) }}",
        "{% call forms.savebar(x) %}{{ x }}{% endcall %}",
        "{% call tables.listy(x, [{'title': x, 'key': x}], x, f) %}{% endcall %}",
        "{{ tables.head(x, x, x) }}{{ tables.cell(x, x) }}{{ tables.exports([(x, x)]) }}",
        "{{ pagination.pager(page, f, x) }}",
        "{{ filters.chips([(x, x)], x) }}",
        "{{ filters.sidebar(x, [{'name': x, 'title': x, 'options': [o]}], [(x, x)]) }}",
        "{{ filters.finder(x, x, x, keep={x: [x]}, sorts={x: x}, id=x, example=x, about=x) }}",
    ],
)
def test_macros_escape_what_they_are_given(render: Any, source: str) -> None:
    option = {"value": XSS, "title": XSS, "count": 1, "checked": False}
    html = render(source, x=XSS, f=lambda _: XSS, page=Page(), o=option)

    assert "<script" not in html and "<img" not in html


def test_the_finder_keeps_what_is_chosen_and_asks_for_no_name_twice(render: Any) -> None:
    kept = {"q": "old", "unit": [3, 7], "sort": "title", "mine": "1", "page": ""}
    html = render("{{ filters.finder('/list', 'Title', 'new', keep=k) }}", k=kept)
    ordered = render(
        "{{ filters.finder('/list', 'Title', 'new', keep=k, sorts=s, sort='title') }}",
        k=kept,
        s={"title": "By title", "newest": "Newest"},
    )

    hidden = re.findall(r'type="hidden" name="(\w+)" value="(\w*)"', html)
    assert hidden == [("unit", "3"), ("unit", "7"), ("sort", "title"), ("mine", "1")]
    assert html.count('name="q"') == 1 and 'value="new"' in html and "<select" not in html
    assert ordered.count('name="sort"') == 1
    assert '<option value="title" selected>' in ordered


def test_fields_escape_labels_help_values_and_errors(render: Any, app: Flask) -> None:
    form = StyleguideForm(data={"title": XSS, "actions": XSS})
    for field in form:
        field.label.text = field.description = XSS
        field.errors = [XSS]
    form.track.choices = form.outcome.choices = form.units.choices = [SelectChoice(XSS)]
    html = render(
        "{% call forms.form(form) %}{% for f in form %}{{ forms.field(f, hints={x: x}) }}"
        "{% endfor %}{{ forms.markdown_editor(form.actions, x) }}{% endcall %}",
        form=form,
        x=XSS,
    )

    assert html.count("&lt;script&gt;") > 40
    assert "<script" not in html and "<img" not in html


def test_label_help_field_error_stand_in_this_order(render: Any) -> None:
    form = StyleguideForm(data={})
    form.title.errors = ["Write a title."]
    html = render("{{ forms.field(form.title, help='A few words.') }}", form=form)

    places = [html.index(part) for part in ("<label", "title-help", "<input", "Write a title.")]
    assert places == sorted(places)
    assert 'aria-describedby="title-help title-error"' in html
    assert 'aria-invalid="true"' in html


def test_words_say_what_may_be_left_empty(render: Any) -> None:
    form = StyleguideForm(data={})
    say = "{{ forms.field(form[name], mark=mark) }}"

    assert "optional" in render(say, form=form, name="email", mark=None)
    assert "optional" not in render(say, form=form, name="title", mark=None)
    assert "must be filled in" in render(say, form=form, name="title", mark="required")
    assert "*" not in render(say, form=form, name="title", mark="required")


def test_summary_leads_to_each_field(client: FlaskClient) -> None:
    html = client.post("/styleguide", data={"email": "nobody", "track": "r", "phase": "p1"}).text
    targets = re.findall(r'href="#([\w-]+)"', html.split("vb-errors")[1].split("</ul>")[0])

    assert targets == ["title", "email", "password", "hypothesis", "outcome-0"]
    assert all(f'id="{target}"' in html for target in targets)


@pytest.mark.parametrize("path", ["/", "/styleguide", "/styleguide?as=nobody"])
def test_pages_have_no_doubled_ids(client: FlaskClient, path: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get(path).text)

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 429, 500, 503])
@pytest.mark.parametrize("query", ["", "?as=nobody"])
def test_error_pages_say_the_way_on(client: FlaskClient, code: int, query: str) -> None:
    answer = client.get(f"/error/{code}{query}")

    assert answer.status_code == code
    assert "<h1>" in answer.text and 'href="/"' in answer.text


@pytest.mark.parametrize("code", [500, 503])
def test_the_last_pages_need_neither_person_nor_portal(code: int) -> None:
    app = create_app()
    app.template_context_processors[None] = []
    with app.test_request_context("/"):
        html = render_template(f"portal/errors/{code}.html", error_id="F-2086")

    assert "F-2086" in html


@pytest.mark.parametrize(("count", "links", "more"), [(0, 0, 0), (5, 5, 0), (6, 4, 2), (9, 4, 5)])
def test_five_entries_in_the_head_at_most(count: int, links: int, more: int) -> None:
    entries = [Entry(f"Place {n}", f"/{n}", "house") for n in range(count)]
    html = create_app(navigation=entries, bottom=[]).test_client().get("/styleguide").text
    head, _, rest = html.split("<header")[1].split("data-search")[0].partition("<summary")

    assert head.count('<li><a href="/') == links
    assert rest.count('<li><a href="/') == more


def test_pager_says_where_one_is(render: Any) -> None:
    words = "{{ pagination.pager(page) }}"

    assert "21-40 of 134" in render(words, page=Page())
    assert "121-134 of 134" in render(words, page=Page(page=7))
    for pages, total in ((1, 3), (0, 0)):
        one = render(words, page=Page(page=1, pages=pages, total=total))
        assert one.strip() == "", "a list on one page needs no pager"


def test_sorted_column_says_so_and_turns(render: Any) -> None:
    html = render(
        "{% call tables.listy('L', [{'title': 'T', 'key': 't'}], '-t', f) %}{% endcall %}",
        f=lambda sort: f"?sort={sort}",
    )

    assert 'aria-sort="descending"' in html and 'href="?sort=t"' in html


def test_facets_keep_what_is_chosen_in_sight(render: Any) -> None:
    options = [
        {"value": n, "title": f"Unit {n}", "count": None, "checked": n == 11} for n in range(12)
    ]
    html = render(
        "{{ filters.sidebar('/', [{'name': 'unit', 'title': 'U', 'options': o}]) }}", o=options
    )
    visible, folded = html.split("4 more")

    assert "Unit 11" in visible and "Unit 10" in folded
    assert html.count('name="unit"') == 12


def test_one_switch_only_for_what_would_change(client: FlaskClient) -> None:
    html = client.get("/styleguide").text

    assert 'value="da"' in html and 'name="language" value="en"' not in html
    assert html.count('name="csrf_token"') >= 4
