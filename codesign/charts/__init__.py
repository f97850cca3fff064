"""The Plotly door: counted and masked numbers in, figures with their text alternative and table out."""

from codesign.charts.figures import CONFIG, bars, columns, curve, grid, path
from codesign.charts.model import Bar, Chart, Curve, Headline
from codesign.charts.palette import PATH_HUES
from codesign.charts.shares import Share, shares

__all__ = [
    "CONFIG",
    "PATH_HUES",
    "Bar",
    "Chart",
    "Curve",
    "Headline",
    "Share",
    "bars",
    "columns",
    "curve",
    "grid",
    "path",
    "shares",
]
