"""A benchmark's last result: its figures, and when, where and how they came about."""
import dataclasses
import os
import pathlib
import platform
import re
import subprocess

from figures import COLUMNS, Figure

HEAD = ("date", "command", "machine", "load", "took")


@dataclasses.dataclass(frozen=True)
class Result:
    """load: before and after; took: in whole seconds."""
    date: str
    command: str
    machine: str
    load: tuple
    took: int
    figures: tuple

    def text(self):
        head = (self.date, self.command, self.machine, "{:.1f} {:.1f}".format(*self.load), str(self.took))
        lines = [f"# {name}: {value}" for name, value in zip(HEAD, head)]
        return "\n".join([*lines, "\t".join(COLUMNS), *(figure.line() for figure in self.figures)]) + "\n"

    @staticmethod
    def parse(text):
        lines = text.splitlines()
        head = {}
        for name, line in zip(HEAD, lines):
            prefix = f"# {name}: "
            if not line.startswith(prefix):
                raise ValueError(f"not '{prefix}...': {line}")
            head[name] = line[len(prefix):]
        if lines[len(HEAD)] != "\t".join(COLUMNS):
            raise ValueError(f"other columns: {lines[len(HEAD)]}")
        figures = tuple(Figure.parse(line) for line in lines[len(HEAD) + 1:])
        before, after = head["load"].split()
        return Result(head["date"], head["command"], head["machine"], (float(before), float(after)), int(head["took"]), figures)

    @property
    def on_busy_machine(self):
        return busy(self.load[0], int(self.machine.split()[0]))


def busy(load, processors):
    """Whether a machine has other work: for more than a quarter of its processors."""
    return load > processors / 4


def read(folder, name):
    """None if there is none."""
    file = pathlib.Path(folder, name + ".tsv")
    return Result.parse(file.read_text(encoding="utf-8")) if file.exists() else None


def write(folder, name, result):
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    pathlib.Path(folder, name + ".tsv").write_text(result.text(), encoding="utf-8")


def machine():
    """What ratios may depend on."""
    def first(pattern, file, otherwise):
        try:
            match = re.search(pattern, pathlib.Path(file).read_text(encoding="utf-8"), re.MULTILINE)
        except OSError:
            match = None
        return match.group(1).strip() if match else otherwise

    processor = first(r"^model name\s*:\s*(.*)$", "/proc/cpuinfo", platform.machine())
    gibibytes = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2 ** 30)
    java = subprocess.run(["java", "-XshowSettings:properties", "-version"], stderr=subprocess.PIPE, text=True, check=True)
    version = re.search(r"java\.runtime\.version = (\S+)", java.stderr).group(1)
    return f"{os.cpu_count()} processors ({processor}), {gibibytes} GiB, {platform.system()} {platform.release().split('-')[0]}, JDK {version}"
