"""What benchmarks found: lines of what was measured of whom, as the Java benchmarks write them (Figure.java), too."""
import dataclasses
import os
import pathlib
import typing

OURS, PEER, LIMIT, NOTE = "OURS", "PEER", "LIMIT", "NOTE"
LESS, MORE = "LESS", "MORE"
COLUMNS = ("what", "subject", "role", "value", "unit", "better", "low", "high", "wanted")


@dataclasses.dataclass(frozen=True)
class Figure:
    """A subject that did a task, and what that took in one unit.

    wanted: how many times better than this subject Drover is wanted to be.
    """
    what: str
    subject: str
    role: str
    value: float
    unit: str
    better: str = LESS
    low: typing.Optional[float] = None
    high: typing.Optional[float] = None
    wanted: typing.Optional[float] = None

    def line(self):
        def text(value):
            return "" if value is None else f"{value:.8g}" if isinstance(value, float) else str(value)

        return "\t".join(text(getattr(self, column)) for column in COLUMNS)

    @staticmethod
    def parse(line):
        values = dict(zip(COLUMNS, line.split("\t"), strict=True))
        for number in ("value", "low", "high", "wanted"):
            values[number] = float(values[number]) if values[number] else None
        figure = Figure(**values)
        if figure.role not in (OURS, PEER, LIMIT, NOTE) or figure.better not in (LESS, MORE) or figure.value is None:
            raise ValueError(f"not a figure: {line}")
        return figure


@dataclasses.dataclass(frozen=True)
class Comparison:
    """One of ours beside a peer or a limit, in the same task and unit."""
    ours: Figure
    other: Figure

    @property
    def advantage(self):
        """How many times better ours is: 2 is half the time, or twice the rate."""
        mine, its = self.ours.value, self.other.value
        if mine == its:
            return 1.0
        over, under = (its, mine) if self.ours.better == LESS else (mine, its)
        return over / under if under else float("inf")

    @property
    def falls_short(self):
        """Whether ours is worse than the other, or not as much better as wanted, in the digits that are shown."""
        return shown(self.advantage) < max(1.0, self.other.wanted or 0)

    @property
    def share_of_wanted(self):
        return self.advantage / (self.other.wanted or 1)


def compare(figures):
    """All of ours with all peers and limits of the same task and unit, in the order of the figures."""
    return [
        Comparison(ours, other)
        for other in figures if other.role in (PEER, LIMIT)
        for ours in figures if ours.role == OURS and (ours.what, ours.unit) == (other.what, other.unit)
    ]


def shown(number, digits=2):
    """Rounded to the digits that a reader sees."""
    return number if number in (0, float("inf")) else float(f"{number:.{digits}g}")


def amount(number, digits=3):
    """A number for a reader: so many digits that count, whole ones all."""
    if number == float("inf"):
        return "∞"
    if number == 0 or abs(number) >= 10 ** digits or (number == int(number) and abs(number) >= 100):
        return f"{number:,.0f}"
    text = f"{number:.{digits}g}"
    return text if "e" not in text else f"{number:.{digits + 5}f}".rstrip("0")


def ratio(number):
    """An advantage for a reader: two digits that count."""
    return amount(shown(number), 2)


def report(figures):
    """Prints figures, and appends them to the file that DROVER_FIGURES names."""
    comparisons = compare(figures)
    for figure in figures:
        spread = "" if figure.low is None else f" ({amount(figure.low)} to {amount(figure.high)})"
        better = "".join(f"  {each.ours.subject}: {ratio(each.advantage)} times better"
                         for each in comparisons if each.other is figure)
        print(f"{figure.what:32}  {figure.subject:44}  {amount(figure.value):>9} {figure.unit}{spread}{better}")
    if os.environ.get("DROVER_FIGURES"):
        with pathlib.Path(os.environ["DROVER_FIGURES"]).open("a", encoding="utf-8") as file:
            file.writelines(figure.line() + "\n" for figure in figures)
