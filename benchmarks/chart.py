"""Charts of how many times better Drover is, on a logarithmic scale, as SVG that can be read in the light and in the dark."""
import math
from xml.sax.saxutils import escape

import figures

PLOT = 440
RIGHT = 60
TOP = 62
LETTER = 6.4  # As wide as the letters of labels are in the mean, and a little more.
LONGEST = 84
ROW = 24
STYLE = (
    ".page{fill:#fff}.text{fill:#1f2430}.faint{fill:#5f6675}.grid{stroke:#e3e6ec}.one{stroke:#5f6675}"
    ".good{fill:#2a7f62}.bad{fill:#c2553a}.want{stroke:#1f2430}"
    "@media(prefers-color-scheme:dark){.page{fill:#14171d}.text{fill:#e8eaee}.faint{fill:#9aa2b1}.grid{stroke:#2b303a}"
    ".one{stroke:#9aa2b1}.good{fill:#4fb592}.bad{fill:#e58368}.want{stroke:#e8eaee}}"
)


class Scale:
    """From advantages to places right of the labels, over round numbers that hold all of them."""

    def __init__(self, left, advantages):
        self.left = left
        finite = [value for value in advantages if 0 < value < math.inf]
        low, high = min([0.5, *finite]), max([2.0, *finite])
        self.marks = _marks(low, high)
        self.low, self.high = math.log10(self.marks[0]), math.log10(self.marks[-1])

    def __call__(self, advantage):
        exponent = self.high if advantage == math.inf else math.log10(advantage) if advantage > 0 else self.low
        exponent = min(max(exponent, self.low), self.high)
        return self.left + PLOT * (exponent - self.low) / (self.high - self.low)


def _marks(low, high):
    """1, 2, 5 and their tenfolds as long as there are few of them, else powers of ten."""
    fine = [base * 10.0 ** power for power in range(-6, 9) for base in (1, 2, 5)]
    coarse = [10.0 ** power for power in range(-6, 9)]
    for steps in (fine, coarse):
        first = max(i for i, step in enumerate(steps) if step <= low * 1.000001)
        last = min(i for i, step in enumerate(steps) if step >= high * 0.999999)
        if steps is coarse or last - first < 9:
            return steps[first:last + 1]


class _Drawing:
    """A frame with labels at the left, one for each row."""

    def __init__(self, title, text, labels, legend):
        labels = [label if len(label) <= LONGEST else label[:LONGEST - 1].rstrip() + "…" for label in labels]
        self.left = round(max(200, 28 + LETTER * max(map(len, labels))))
        self.height = TOP + len(labels) * ROW + 46
        width = self.left + PLOT + RIGHT
        self.parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {self.height}" width="{width}" height="{self.height}" '
            'role="img" aria-labelledby="title text" font-family="system-ui,sans-serif" font-size="12">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="text">{escape(text)}</desc>',
            f'<style>{STYLE}</style>',
            '<rect class="page" width="100%" height="100%" rx="6"/>',
            f'<text class="text" x="16" y="24" font-size="14" font-weight="600">{escape(title)}</text>',
            f'<text class="faint" x="16" y="42">{escape(legend)}</text>',
        ]
        for row, label in enumerate(labels):
            self.parts.append(f'<text class="text" x="{self.left - 12}" y="{TOP + row * ROW + 15}" text-anchor="end">{escape(label)}</text>')

    def axis(self, scale):
        bottom = self.height - 34
        for mark in scale.marks:
            x = f"{scale(mark):.1f}"
            kind = "one" if mark == 1 else "grid"
            self.parts.append(f'<line class="{kind}" x1="{x}" y1="{TOP - 6}" x2="{x}" y2="{bottom}"/>')
            self.parts.append(f'<text class="faint" x="{x}" y="{bottom + 16}" text-anchor="middle">{figures.amount(mark)}×</text>')

    def done(self):
        return "\n".join([*self.parts, "</svg>"]) + "\n"


def bars(title, comparisons):
    """A bar for each comparison, from 1 to the advantage, and a tick at what was wanted."""
    names = labels(comparisons)
    text = "; ".join(f"{name}: {figures.ratio(each.advantage)}"
                     + (f", wanted {figures.ratio(each.other.wanted)}" if each.other.wanted else "")
                     for name, each in zip(names, comparisons))
    drawing = _Drawing(title, "How many times better Drover is. " + text, names,
                       "How many times better Drover is: right of 1 it is better. A tick: what is wanted. Red: worse, or less than wanted.")
    scale = Scale(drawing.left, [value for each in comparisons for value in (each.advantage, each.other.wanted or 1)])
    drawing.axis(scale)
    one = scale(1)
    for row, each in enumerate(comparisons):
        end = scale(each.advantage)
        top = TOP + row * ROW
        kind = "bad" if each.falls_short else "good"
        drawing.parts.append(f'<rect class="{kind}" x="{min(one, end):.1f}" y="{top + 4}" width="{max(abs(end - one), 1.5):.1f}" '
                             f'height="{ROW - 9}" rx="2"/>')
        marks = [one, end]
        if each.other.wanted:
            at = scale(each.other.wanted)
            marks.append(at)
            drawing.parts.append(f'<line class="want" x1="{at:.1f}" y1="{top + 1}" x2="{at:.1f}" y2="{top + ROW - 2}" stroke-width="2"/>')
        drawing.parts.append(f'<text class="text" x="{max(marks) + 7:.1f}" y="{top + 15}">{figures.ratio(each.advantage)}</text>')
    return drawing.done()


def dots(title, groups):
    """A row for each benchmark with a dot for each of its comparisons."""
    groups = [(name, comparisons) for name, comparisons in groups if comparisons]
    text = "; ".join(f"{name}: {figures.ratio(min(each.advantage for each in comparisons))} to "
                     f"{figures.ratio(max(each.advantage for each in comparisons))}" for name, comparisons in groups)
    drawing = _Drawing(title, "How many times better Drover is. " + text, [name for name, _ in groups],
                       "A dot for each comparison: right of 1 Drover is better. Red: worse than the peer, or less than wanted.")
    scale = Scale(drawing.left, [each.advantage for _, comparisons in groups for each in comparisons])
    drawing.axis(scale)
    for row, (_, comparisons) in enumerate(groups):
        for each in sorted(comparisons, key=lambda each: each.falls_short):
            kind = "bad" if each.falls_short else "good"
            drawing.parts.append(f'<circle class="{kind}" cx="{scale(each.advantage):.1f}" cy="{TOP + row * ROW + 11}" r="5" fill-opacity=".75"/>')
    return drawing.done()


def labels(comparisons):
    """What tells each comparison from the others, and no more."""
    def several(value):
        return len({value(each) for each in comparisons}) > 1

    tasks, units = several(lambda each: each.ours.what), several(lambda each: each.ours.unit)
    names = []
    for each in comparisons:
        beside = [other for other in comparisons if (other.ours.what, other.ours.unit) == (each.ours.what, each.ours.unit)]
        parts = [each.ours.what] if tasks else []
        if units:
            parts.append(each.ours.unit)
        if len({other.ours.subject for other in beside}) > 1:
            parts.append(each.ours.subject)
        names.append((", ".join(parts) + " / " if parts else "") + each.other.subject)
    return names
