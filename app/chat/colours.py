"""Colours as CSS writes them, and how clearly one is seen on another (WCAG 2.2, 1.4.3 and 1.4.11). Pure; knows no page."""

import math
import re
from dataclasses import dataclass
from typing import Final

_HEX: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.I)
_CALL: Final = re.compile(r"(rgb|oklch)\(\s*([^()]*?)\s*\)", re.I)
_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(%|deg)?")

Three = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Colour:
    """An opaque colour in sRGB, each part from 0 to 1."""

    red: float
    green: float
    blue: float

    @property
    def hex(self) -> str:
        return "#" + "".join(f"{round(part * 255):02x}" for part in (self.red, self.green, self.blue))

    @property
    def luminance(self) -> float:
        """WCAG's relative luminance, from 0 (black) to 1 (white)."""
        return sum(
            share * _linear(part)
            for share, part in zip((0.2126, 0.7152, 0.0722), (self.red, self.green, self.blue), strict=True)
        )

    @property
    def oklch(self) -> Three:
        """Lightness (0 to 1), strength and hue (degrees) as the eye takes them."""
        red, green, blue = _linear(self.red), _linear(self.green), _linear(self.blue)
        long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        light = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
        a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
        b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
        return light, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360


def read(written: str) -> Colour | None:
    """The colour that is written so: ``#rgb``, ``#rrggbb``, ``rgb(…)`` or ``oklch(…)``, without transparency. None for all else."""
    plain = written.strip()
    if found := _HEX.fullmatch(plain):
        digits = found[1] if len(found[1]) == 6 else "".join(each * 2 for each in found[1])
        red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
        return Colour(red, green, blue)
    if found := _CALL.fullmatch(plain):
        parts = re.split(r"\s*,\s*|\s+", found[2])
        if len(parts) == 3 and all(_NUMBER.fullmatch(part) for part in parts):
            return _of_rgb(parts) if found[1].lower() == "rgb" else _of_oklch(parts)
    return None


def from_oklch(light: float, strength: float, hue: float) -> Colour:
    """The nearest colour that a screen of sRGB shows, its parts cut at 0 and 1."""
    a, b = strength * math.cos(math.radians(hue)), strength * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return Colour(
        _shown(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
        _shown(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
        _shown(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short),
    )


def contrast(one: Colour, other: Colour) -> float:
    """From 1 (no difference) to 21 (black on white)."""
    dark, light = sorted((one.luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)


def clearer(colour: Colour, on: tuple[Colour, ...], needed: float) -> Colour | None:
    """The colour nearest to this one, of the same hue, that is seen clearly enough on all of these. None where there is none."""
    light, strength, hue = colour.oklch
    for step in range(1, 101):
        for way in (-step, step):
            nearer = light + way / 100
            if not 0 <= nearer <= 1:
                continue
            tried = read(from_oklch(nearer, strength, hue).hex)
            if tried is not None and all(contrast(tried, each) >= needed for each in on):
                return tried
    return None


def _of_rgb(parts: list[str]) -> Colour | None:
    if any(part.endswith("deg") for part in parts):
        return None
    red, green, blue = (
        min(max(float(part.rstrip("%")) / (100 if part.endswith("%") else 255), 0), 1) for part in parts
    )
    return Colour(red, green, blue)


def _of_oklch(parts: list[str]) -> Colour | None:
    if parts[0].endswith("deg") or parts[1].endswith("deg") or parts[2].endswith("%"):
        return None
    light = float(parts[0].rstrip("%")) / (100 if parts[0].endswith("%") else 1)
    strength = float(parts[1].rstrip("%")) * (0.004 if parts[1].endswith("%") else 1)
    return from_oklch(min(max(light, 0), 1), max(strength, 0), float(parts[2].removesuffix("deg")))


def _linear(part: float) -> float:
    # 0.04045 is the standard's own; WCAG's 0.03928 gives the same for every colour of eight bits.
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _shown(linear: float) -> float:
    cut = min(max(linear, 0.0), 1.0)
    return 12.92 * cut if cut <= 0.0031308 else 1.055 * cut ** (1 / 2.4) - 0.055
