"""The colours of the pictures and of their page, light and dark, as one style sheet without a web font or a script."""

from string import Template

LINES = 6  # colours of lines, given to the boxes they lead to in turn

_LIGHT = {
    "ground": "#faf9f7",
    "card": "#ffffff",
    "end": "#f1f5ee",
    "start": "#eef1f8",
    "border": "#c8c4bc",
    "ink": "#1d2329",
    "quiet": "#59616b",
    "accent": "#2b5f8f",
    "button": "#eef2f6",
    "grid": "#e4e1db",
    "emergency": "#fbdcd8",
    "emergency_ink": "#8c1d14",
    "urgent": "#fde3c8",
    "urgent_ink": "#7d3f00",
    "same_day": "#fbf0bd",
    "same_day_ink": "#5f4a00",
    "next_day": "#d9ecf9",
    "next_day_ink": "#0b4a72",
    "note": "#e6e9ec",
    "note_ink": "#434b55",
    "stage": "#dcebdd",
    "stage_ink": "#244d2a",
    "judged": "#e5dff3",
    "judged_ink": "#45307a",
    "line0": "#2f6f9f",
    "line1": "#a4562a",
    "line2": "#3f7d4e",
    "line3": "#7b55a3",
    "line4": "#8a6d1f",
    "line5": "#a03f68",
}
_DARK = {
    "ground": "#15181c",
    "card": "#1f242a",
    "end": "#1f2a22",
    "start": "#20273a",
    "border": "#4a525c",
    "ink": "#e8eaed",
    "quiet": "#a7b0bb",
    "accent": "#8ec1ee",
    "button": "#2b323a",
    "grid": "#2c3138",
    "emergency": "#7a2a22",
    "emergency_ink": "#ffd9d4",
    "urgent": "#774516",
    "urgent_ink": "#ffe2c4",
    "same_day": "#665714",
    "same_day_ink": "#fbeeb4",
    "next_day": "#1d5679",
    "next_day_ink": "#d3ebfb",
    "note": "#454e58",
    "note_ink": "#d5dae0",
    "stage": "#2f5637",
    "stage_ink": "#cfe8d2",
    "judged": "#4a3c78",
    "judged_ink": "#e2d8fa",
    "line0": "#7db8e6",
    "line1": "#e2a17a",
    "line2": "#86c796",
    "line3": "#bd9ce0",
    "line4": "#d2b866",
    "line5": "#e28fb1",
}

_FONT = "font-family:Helvetica,Arial,'Liberation Sans',Roboto,sans-serif"

_FIXED = f"""
svg text{{{_FONT}}}
.title{{font-size:13.5px;font-weight:700}}
.text,.label{{font-size:12.5px}}
.lead{{font-size:12.5px;font-weight:700}}
.reply{{font-size:11.5px;font-style:italic}}
.chip,.small{{font-size:11px}}
.chip,.heading,.strong{{font-weight:700}}
.heading{{font-size:12px}}
.strong{{font-size:11.5px}}
.line{{fill:none;stroke-width:1.6;stroke-linejoin:round}}
.later{{stroke-dasharray:5 4}}
.end{{text-anchor:end}}
.middle{{text-anchor:middle}}
"""

_COLOURED = """
.ground{fill:$ground}
.box-screen{fill:$card;stroke:$border}
.box-end{fill:$end;stroke:$border}
.box-start{fill:$start;stroke:$border}
.button{fill:$button}
.title,.label,.text,.strong{fill:$ink}
.lead,.heading{fill:$accent}
.reply,.small{fill:$quiet}
.grid{stroke:$grid;fill:none}
.axis{stroke:$quiet;fill:none}
.pole{stroke:$border}
.result{fill:$judged_ink}
.recovery{fill:$accent}
.satisfaction{fill:$judged_ink}
.visit{fill:$stage_ink}
.bar-stage{fill:$stage}
.on-stage{fill:$stage_ink}
.bar-judged{fill:$judged}
.on-judged{fill:$judged_ink}
"""
_LEVELS = ("emergency", "urgent", "same_day", "next_day", "note")


def style_sheet() -> str:
    """What every picture needs, wherever it stands."""
    return f"{_FIXED}{coloured(_all_rules())}"


def coloured(rules: str) -> str:
    """The rules in the light colours, and again in the dark ones for who prefers them."""
    light, dark = Template(rules).substitute(_LIGHT), Template(rules).substitute(_DARK)
    return f"{light}@media (prefers-color-scheme:dark){{{dark}}}\n"


def _all_rules() -> str:
    levels = "".join(f".bar-{level}{{fill:${level}}}\n.on-{level}{{fill:${level}_ink}}\n" for level in _LEVELS)
    lines = "".join(f".to{i}{{stroke:$line{i}}}\n.tip{i}{{fill:$line{i}}}\n" for i in range(LINES))
    return f"{_COLOURED}{levels}{lines}"
