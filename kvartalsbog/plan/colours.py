"""The contrast of colours (WCAG 2.2, 1.4.3), and the nearest shade of a colour that has enough of it."""

from __future__ import annotations

import colorsys

ENOUGH = 4.5  # of ordinary text to its ground
# what a book's pages are: paper, tint and, in dark, the ink of buttons, as the stylesheet has them
LIGHT, DARK = ("#ffffff", "#f2f6f8"), ("#10181d", "#19252c", "#0d1b22")
_STEPS = 500


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as `#0b4f6c`: from 1, of the same, to 21, of black and white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def stands_out(colour: str, grounds: tuple[str, ...]) -> bool:
    """Whether a colour has enough contrast to all grounds."""
    return all(contrast(colour, ground) >= ENOUGH for ground in grounds)


def nearest(colour: str, grounds: tuple[str, ...]) -> str:
    """The colour itself or, of the same hue and saturation, the shade whose lightness is nearest and that stands out from the
    grounds. There is one: black stands out from light grounds, white from dark ones.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    shades = (step / _STEPS for step in range(_STEPS + 1))
    for shade in sorted(shades, key=lambda value: abs(value - lightness)):
        found = _written(colorsys.hls_to_rgb(hue, shade, saturation))
        if stands_out(found, grounds):
            return colour if stands_out(colour, grounds) else found
    raise ValueError("no shade stands out from grounds that are light and dark")


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _written(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(colour: str) -> float:
    """The relative luminance of a colour."""
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
