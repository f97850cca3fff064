"""The colours of data: Okabe & Ito (2008), told apart by people who see colours differently and in greyscale."""

from __future__ import annotations

ORANGE, SKY, GREEN, YELLOW = "#E69F00", "#56B4E9", "#009E73", "#F0E442"
BLUE, VERMILLION, PURPLE = "#0072B2", "#D55E00", "#CC79A7"
RIVER = "#0B5C7A"
QUIET = "#8A949B"

# Levesque's five dimensions keep one hue each everywhere, in the order of the path.
PATH_HUES = (BLUE, SKY, GREEN, ORANGE, VERMILLION)

# Light to dark, each step seen in greyscale too.
SCALE = ("#EAF2F5", "#C9DFE8", "#9CC5D5", "#66A4BD", "#2F7F9F", "#0B5C7A")


def shade(value: int, greatest: int) -> str:
    """Return the step of the scale for `value` between 0 and `greatest`."""
    return SCALE[min(len(SCALE) - 1, value * len(SCALE) // (greatest + 1))]


def ink_on(colour: str) -> str:
    """Return the text colour that reads on `colour` (WCAG relative luminance)."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#FFFFFF" if luminance < 0.3 else "#1D2730"
