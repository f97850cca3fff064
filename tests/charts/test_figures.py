"""Figures say what they were given, hide what is masked, and have their text and table."""

from __future__ import annotations

import json

import pytest

from codesign import charts
from codesign.charts import Bar, Curve, Headline
from codesign.charts.palette import SCALE, ink_on, shade

HEAD = Headline("La langue arrête le plus de monde.", "Personnes, n = 40, mars à octobre 2026")
ROWS = [Bar("Coût", None, masked=True, text="< 5"), Bar("Langue", 23), Bar("Temps", 11), Bar("Statut", 19)]


def test_bars_are_sorted_and_masked_ones_come_last() -> None:
    """The eye finds the greatest first, and no rank tells a hidden count."""
    chart = charts.bars(HEAD, ROWS, label="Frein", unit="Personnes")
    assert [row[0] for row in chart.table[1]] == ["Langue", "Statut", "Temps", "Coût"]
    assert chart.table[1][-1] == ("Coût", "< 5")
    assert "Langue" in chart.alt
    assert chart.headline.title in chart.alt


@pytest.mark.parametrize("make", ["bars", "columns", "path"])
def test_the_figure_of_a_hidden_count_carries_nothing_of_it(make: str) -> None:
    """The page source must not hold what the screen hides: a masked bar has no value to leak."""
    chart = getattr(charts, make)(HEAD, ROWS, label="Frein", unit="Personnes")
    trace = json.loads(chart.figure.to_json())["data"][0]
    lengths = trace["x"] if trace.get("orientation") == "h" else trace["y"]
    values = [value for value in lengths if isinstance(value, int | float)]
    place = list(trace["text"]).index("< 5")
    assert values[place] == pytest.approx(23 * 0.06)


def test_the_path_keeps_its_order_and_its_hues() -> None:
    """The path of access is walked in order: sorting it would lose its meaning."""
    chart = charts.path(HEAD, ROWS, label="Étape", unit="Personnes")
    assert [row[0] for row in chart.table[1]] == ["1. Coût", "2. Langue", "3. Temps", "4. Statut"]
    colours = json.loads(chart.figure.to_json())["data"][0]["marker"]["color"]
    assert colours[1] == charts.PATH_HUES[1]


def test_a_grid_has_a_cell_for_each_pair_and_hides_masked_ones() -> None:
    """Codes by sectors, readable as a table too."""
    lines = {"Langue": [Bar("", 12), Bar("", None, masked=True, text="< 5")], "Temps": [Bar("", 7), Bar("", 9)]}
    chart = charts.grid(HEAD, lines, ["Ouest", "Centre"], label="Frein")
    assert chart.table == (("Frein", "Ouest", "Centre"), (("Langue", "12", "< 5"), ("Temps", "7", "9")))
    trace = json.loads(chart.figure.to_json())["data"][0]
    assert trace["text"] == ["12", "< 5", "7", "9"]
    assert trace["marker"]["color"][1] == "rgba(0,0,0,0)"


def test_an_emotional_curve_has_one_line_per_journey_told_apart_without_colour() -> None:
    """Dash and marker differ, for a photocopy."""
    curves = [
        Curve("Aujourd’hui", (("Elle attend", -2), ("On répond", 0))),
        Curve("Demain", (("Accueil", 2),)),
        Curve("x", ()),
    ]
    chart = charts.curve(HEAD, curves)
    first, second = json.loads(chart.figure.to_json())["data"]
    assert first["y"] == [-2, 0]
    assert (first["line"]["dash"], first["marker"]["symbol"]) != (second["line"]["dash"], second["marker"]["symbol"])
    assert chart.table[1][0] == ("Aujourd’hui", "1", "Elle attend", "−2")


def test_nothing_to_show_is_a_figure_all_the_same() -> None:
    """An empty project opens its dashboard without a fault."""
    assert charts.bars(HEAD, [], label="a", unit="b").table[1] == ()
    assert charts.columns(HEAD, [], label="a", unit="b").table[1] == ()
    assert charts.grid(HEAD, {}, [], label="a").table[1] == ()
    assert charts.curve(HEAD, []).table[1] == ()


def test_shades_grow_and_text_reads_on_each() -> None:
    """Contrast of the number on its cell: at least 4.5 to 1 (WCAG 1.4.3)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert [shade(n, 11) for n in range(0, 12, 2)] == list(SCALE)
    assert [luminance(each) for each in SCALE] == sorted((luminance(each) for each in SCALE), reverse=True)
    for colour in SCALE:
        high, low = sorted((luminance(colour), luminance(ink_on(colour))), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, colour


def test_a_masked_bar_forgets_the_value_that_a_caller_left_in_it() -> None:
    """Neither the order, the scale, the table nor the page source may tell a count under the threshold."""
    rows = [Bar("Coût", 4, masked=True), Bar("Langue", 1), Bar("Temps", 3, masked=True)]
    chart = charts.bars(HEAD, rows, label="Frein", unit="Personnes")
    assert chart.table[1] == (("Langue", "1"), ("Coût", "—"), ("Temps", "—"))
    assert list(chart.figure.data[0].x) == pytest.approx([1, 0.06, 0.06])


def test_numbers_are_written_as_in_quebec() -> None:
    """A thousand has a space that does not break, in the figure and in the table."""
    chart = charts.bars(HEAD, [Bar("Langue", 1234), Bar("Temps", None)], label="Frein", unit="Personnes")
    assert dict(chart.table[1]) == {"Langue": "1\u00a0234", "Temps": "—"}


def test_long_labels_are_set_in_lines_that_a_phone_shows_whole() -> None:
    """At 390 pixels a label of eighty letters was cut at the edge; a label is text, never markup."""
    label = "Heures d’ouverture <b> qui ne conviennent pas aux personnes qui travaillent de nuit"
    chart = charts.bars(HEAD, [Bar(label, 3)], label="Frein", unit="Personnes")
    text = chart.figure.data[1].text[0]
    assert max(len(line) for line in text.replace("&lt;", "<").replace("&gt;", ">").split("<br>")) <= 44
    assert text.replace("<br>", " ") == label.replace("<b>", "&lt;b&gt;")


def test_every_curve_is_drawn_and_names_its_mark() -> None:
    """A third journey is not dropped in silence; names that end on one point do not overlap."""
    chart = charts.curve(HEAD, [Curve(name, (("x", 0), ("y", 1))) for name in "abc"])
    assert len(chart.figure.data) == 3
    names = [note for note in chart.figure.layout.annotations if note.text]
    assert [note.text for note in names] == ["<b>● a</b>", "<b>■ b</b>", "<b>◆ c</b>"]
    assert names[0].yshift != names[1].yshift


def test_what_is_said_of_a_group_is_not_cut_in_two() -> None:
    """« 97 à | parts égales » stops a reader; between the name and its numbers the line may end."""
    rows = [
        charts.Share("Née ou né au Canada", "46 entendues, 97 à parts égales", 0.3, 0.2, 0.4, 0.6),
        charts.Share("Court", "un mot " * 12, 0.3, 0.2, 0.4, 0.6),  # longer than a line: cut where it must be
    ]
    chart = charts.shares(HEAD, rows, ("Groupe", "Entendues", "Part", "Référence"))
    first, second = next(each.text for each in chart.figure.data if each.mode == "text")
    assert first.split("<br>")[-1].replace("\N{NO-BREAK SPACE}", " ") == "46 entendues, 97 à parts égales"
    assert all(len(line) <= 44 for line in second.split("<br>"))
