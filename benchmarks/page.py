"""The page of all benchmarks, from their last results and the notes beside them."""
import datetime
import pathlib

import chart
import figures
import results

MADE = "<!-- Made by benchmarks/run of benchmarks/results and benchmarks/notes: change those. -->"
OVERVIEW = "overview"


def files(benchmarks, results_folder, notes_folder):
    """The page and its charts: texts by their paths from the page's folder."""
    found = {each.name: results.read(results_folder, each.name) for each in benchmarks}
    made = {}
    measured = [(each, found[each.name]) for each in benchmarks if found[each.name]]
    machine = _common_machine(measured)
    sections = [_section(each, found[each.name], _note(notes_folder, each.name), machine, made) for each in benchmarks]
    groups = [(each.title, figures.compare(result.figures)) for each, result in measured]
    parts = [MADE, "# Benchmarks", _note(notes_folder, OVERVIEW)]
    if machine:
        parts.append(f"Machine, where nothing else is said: {machine}.")
    missing = [each for each in benchmarks if not found[each.name]]
    if missing:
        parts.append("Not run yet: " + ", ".join(_link(each) for each in missing) + ".")
    parts += ["## Slower than a peer, or less than wanted", _short(measured)]
    if any(comparisons for _, comparisons in groups):
        made[f"benchmarks/{OVERVIEW}.svg"] = chart.dots("All comparisons", groups)
        parts += ["## All comparisons", f"![How many times better Drover is, for each benchmark](benchmarks/{OVERVIEW}.svg)"]
    parts += sections + [_note(notes_folder, "besides")]
    made["benchmarks.md"] = "\n\n".join(part for part in parts if part) + "\n"
    return made


def _note(folder, name):
    file = pathlib.Path(folder, name + ".md")
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""


def _common_machine(measured):
    machines = [result.machine for _, result in measured]
    return max(dict.fromkeys(machines), key=machines.count) if machines else ""


def _short(measured):
    rows = []
    for benchmark, result in measured:
        for each in figures.compare(result.figures):
            if each.falls_short:
                rows.append((each.share_of_wanted, benchmark, each))
    if not rows:
        return "Nothing of what has been run."
    rows.sort(key=lambda row: row[0])
    lines = ["| | | Drover | beside | advantage | wanted |", "|---|---|---|---|---|---|"]
    for _, benchmark, each in rows:
        lines.append(_row(
            _link(benchmark), each.ours.what,
            f"{_ours(each.ours.subject)}{_value(each.ours)} {each.ours.unit}",
            f"{each.other.subject}: {_value(each.other)} {each.other.unit}",
            f"**{figures.ratio(each.advantage)}**", _wanted(each.other)))
    return "\n".join(lines)


def _ours(subject):
    return "" if subject == "Drover" else subject + ": "


def _section(benchmark, result, note, machine, made):
    parts = [f"## {benchmark.title}", f"```sh\n{result.command if result else benchmark.command}\n```"]
    if result:
        parts.append(_circumstances(result, machine))
    else:
        parts.append("Not run yet.")
    if note:
        parts.append(note)
    if result:
        parts.append(_table(result.figures))
        comparisons = figures.compare(result.figures)
        if comparisons:
            path = f"benchmarks/{benchmark.name}.svg"
            made[path] = chart.bars(benchmark.title, comparisons)
            parts.append(f"![How many times better Drover is: {benchmark.title}]({path})")
    return "\n\n".join(parts)


def _circumstances(result, machine):
    day = datetime.datetime.fromisoformat(result.date.replace("Z", "+00:00"))
    busy = ", on a **busy machine**" if result.on_busy_machine else ""
    where = "" if result.machine == machine else f"; {result.machine}"
    return (f"{day.day} {day:%B %Y}, {day:%H:%M} UTC, {_time(result.took)}{busy}; load {result.load[0]:.1f} before,"
            f" {result.load[1]:.1f} after{where}.")


def _time(seconds):
    return f"{seconds} s" if seconds < 120 else f"{round(seconds / 60)} min"


def _table(all_figures):
    """A row for each task and subject, a column for each unit."""
    units = list(dict.fromkeys(figure.unit for figure in all_figures))
    comparisons = figures.compare(all_figures)
    tasks = {}
    for figure in all_figures:
        tasks.setdefault(figure.what, {}).setdefault(figure.subject, {})[figure.unit] = figure
    head = ["", *units] if len(tasks) == 1 else ["", "", *units]
    lines = []
    for what, subjects in tasks.items():
        for number, (subject, cells) in enumerate(subjects.items()):
            ours = any(figure.role == figures.OURS for figure in cells.values())
            line = [f"**{subject}**" if ours else subject, *(_cell(cells.get(unit)) for unit in units)]
            if len(tasks) > 1:
                line.insert(0, "" if number else what)
            if comparisons:
                beside = [each for each in comparisons if each.other in cells.values()]
                line += [_advantages(beside), "<br>".join(dict.fromkeys(_wanted(each.other) for each in beside))]
            lines.append(_row(*line))
    if comparisons:
        head += ["advantage", "wanted"]
    return "\n".join([_row(*head), "|" + "---|" * len(head), *lines])


def _advantages(beside):
    """Each advantage, with what tells it from the others in this row."""
    units = len({each.ours.unit for each in beside}) > 1
    subjects = len({each.ours.subject for each in beside}) > 1
    texts = []
    for each in beside:
        of = [*([each.ours.subject] if subjects else []), *([each.ours.unit] if units else [])]
        number = figures.ratio(each.advantage)
        texts.append((f"**{number}**" if each.falls_short else number) + (f" ({', '.join(of)})" if of else ""))
    return "<br>".join(texts)


def _wanted(other):
    return figures.ratio(other.wanted) if other.wanted else ""


def _cell(figure):
    if figure is None:
        return ""
    spread = "" if figure.low == figure.high else f" ({figures.amount(figure.low)} to {figures.amount(figure.high)})"
    return _value(figure) + spread


def _value(figure):
    return figures.amount(figure.value)


def _link(benchmark):
    return f"[{benchmark.name}](#{anchor(benchmark.title)})"


def anchor(title):
    """As GitHub makes it of a heading."""
    return "".join(c for c in title.lower().replace(" ", "-") if c.isalnum() or c in "-_")


def _row(*cells):
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
