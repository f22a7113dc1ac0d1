"""What the makers of the page and its charts have to get right."""
import contextlib
import io
import math
import os
import pathlib
import re
import tempfile
import unittest
import unittest.mock
from xml.etree import ElementTree

import catalogue
import chart
import figures
import jmh
import page
import results
from figures import LESS, LIMIT, MORE, NOTE, OURS, PEER, Comparison, Figure

SVG = "{http://www.w3.org/2000/svg}"


def less(subject, role, value, what="a task", **more):
    return Figure(what, subject, role, float(value), "s", LESS, **more)


def result(*found, load=(0.1, 0.2), machine="2 processors (X), 24 GiB, Linux 6.1, JDK 17"):
    return results.Result("2026-11-22T06:01:00Z", "java A", machine, load, 61, tuple(found))


BENCHMARKS = (
    catalogue.Benchmark("one", "The one", "java A", "java a"),
    catalogue.Benchmark("two", "The other, two", "java B", "java b"),
)


class ComparisonTest(unittest.TestCase):
    def test_half_the_time_is_twice_as_good(self):
        self.assertEqual(2, Comparison(less("Drover", OURS, 1), less("cp", PEER, 2)).advantage)

    def test_twice_the_rate_is_twice_as_good(self):
        ours, peer = (Figure("t", name, role, value, "per s", MORE) for name, role, value in (("D", OURS, 8.0), ("p", PEER, 4.0)))
        self.assertEqual(2, Comparison(ours, peer).advantage)

    def test_nothing_beside_nothing_is_as_good_and_beside_something_better_without_end(self):
        self.assertEqual(1, Comparison(less("Drover", OURS, 0), less("limit", LIMIT, 0)).advantage)
        self.assertEqual(math.inf, Comparison(less("Drover", OURS, 0), less("p", PEER, 3)).advantage)
        self.assertEqual(0, Comparison(less("Drover", OURS, 3), less("limit", LIMIT, 0)).advantage)

    def test_falls_short_of_the_peer_or_of_what_is_wanted(self):
        def short(peers, wanted):
            return Comparison(less("Drover", OURS, 1), less("p", PEER, peers, wanted=wanted)).falls_short

        self.assertTrue(short(0.9, None))
        self.assertTrue(short(0.9, 0.77), "slower than a peer, although no more was wanted")
        self.assertTrue(short(9, 10.0))
        self.assertFalse(short(10, 10.0))
        self.assertFalse(short(0.999, None), "shown as 1")

    def test_all_of_ours_are_compared_with_peers_and_limits_of_their_task_and_unit_alone(self):
        ours, jvm = less("Drover", OURS, 1), less("Drover, new JVM", OURS, 2)
        peer, limit = less("aws", PEER, 3), less("limit", LIMIT, 4)
        others = [less("aws", PEER, 3, what="another"), less("cp", NOTE, 1), Figure("a task", "aws", PEER, 5.0, "MiB")]
        self.assertEqual([Comparison(ours, peer), Comparison(jvm, peer), Comparison(ours, limit), Comparison(jvm, limit)],
                         figures.compare([ours, jvm, peer, limit, *others]))

    def test_numbers_are_shown_with_the_digits_that_count(self):
        self.assertEqual(["0", "0.082", "1.51", "22.4", "356", "144,000", "2,992,217", "0.00123", "∞"],
                         [figures.amount(each) for each in (0, 0.082, 1.51, 22.41, 356, 144_000, 2_992_217, 0.00123, math.inf)])
        self.assertEqual(["0.37", "1", "9.8", "45", "430"], [figures.ratio(each) for each in (0.366, 0.999, 9.81, 44.9, 428.2)])


class ResultTest(unittest.TestCase):
    def test_comes_back_as_it_was_written(self):
        first = result(less("Drover", OURS, 0.0123, low=0.01, high=0.02), less("a 'peer'", PEER, 2_992_217, wanted=50.0))
        with tempfile.TemporaryDirectory() as folder:
            results.write(folder, "one", first)
            self.assertEqual(first, results.read(folder, "one"))
            self.assertIsNone(results.read(folder, "two"))

    def test_lines_that_are_no_figures_are_refused(self):
        for line in ("too\tfew", "w\ts\tFRIEND\t1\ts\tLESS\t\t\t", "w\ts\tOURS\t\ts\tLESS\t\t\t", "w\ts\tOURS\t1\ts\tGOOD\t\t\t"):
            with self.assertRaises(ValueError, msg=line):
                Figure.parse(line)

    def test_reports_go_to_the_file_that_the_environment_names(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "figures")
            with unittest.mock.patch.dict(os.environ, DROVER_FIGURES=str(file)), contextlib.redirect_stdout(io.StringIO()) as said:
                figures.report([less("Drover", OURS, 2)])
                figures.report([less("cp", PEER, 1)])
            self.assertEqual(["Drover", "cp"], [Figure.parse(line).subject for line in file.read_text().splitlines()])
            self.assertIn("Drover", said.getvalue())


class PageTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.results, self.notes = pathlib.Path(folder.name, "results"), pathlib.Path(folder.name, "notes")
        self.notes.mkdir()

    def made(self, **stored):
        for name, each in stored.items():
            results.write(self.results, name, each)
        return page.files(BENCHMARKS, self.results, self.notes)

    def test_says_first_what_is_slower_worst_first(self):
        text = self.made(
            one=result(less("Drover", OURS, 10), less("cp", PEER, 9), less("slow", PEER, 20)),
            two=result(less("Drover", OURS, 10), less("aws", PEER, 20, wanted=10.0)))["benchmarks.md"]
        first = text[text.index("## Slower"):text.index("## All comparisons")]
        rows = [line for line in first.splitlines() if "](#" in line]
        self.assertEqual(["| [two](#the-other-two) | a task | 10 s | aws: 20 s | **2** | 10 |",
                          "| [one](#the-one) | a task | 10 s | cp: 9 s | **0.9** |  |"], rows)
        self.assertLess(text.index("## Slower"), text.index("## The one"))

    def test_a_section_has_command_circumstances_note_table_and_chart(self):
        self.notes.joinpath("one.md").write_text("Why it is slow.\n")
        files = self.made(one=result(less("Drover", OURS, 10, low=9.0, high=11.0), less("cp", PEER, 9), less("Drover, cold", NOTE, 12)))
        section = files["benchmarks.md"].split("## The one\n")[1].split("\n## ")[0]
        for part in ("```sh\njava A\n```", "22 November 2026, 06:01 UTC, 61 s; load 0.1 before, 0.2 after.", "Why it is slow.",
                     "|  | s | advantage | wanted |", "| **Drover** | 10 (9 to 11) |  |  |", "| cp | 9 | **0.9** |  |",
                     "| Drover, cold | 12 |  |  |", "(benchmarks/one.svg)"):
            self.assertIn(part, section)
        self.assertEqual({"benchmarks.md", "benchmarks/one.svg", "benchmarks/overview.svg"}, set(files))

    def test_says_what_has_no_result_and_which_machine_was_busy_or_another(self):
        text = self.made(one=result(less("Drover", OURS, 1), load=(3.0, 2.0)))["benchmarks.md"]
        self.assertIn("Not run yet: [two](#the-other-two).", text)
        self.assertIn("## The other, two\n\n```sh\njava B\n```\n\nNot run yet.", text)
        self.assertIn("61 s, on a **busy machine**", text)

    def test_another_machine_is_named_where_it_was(self):
        text = self.made(one=result(less("Drover", OURS, 1)), two=result(less("Drover", OURS, 1), machine="64 processors"))["benchmarks.md"]
        self.assertIn("Machine, where nothing else is said: 2 processors (X)", text)
        self.assertIn("load 0.1 before, 0.2 after; 64 processors.", text)

    def test_the_machine_of_most_is_the_one_that_is_not_named(self):
        benchmarks = (*BENCHMARKS, catalogue.Benchmark("three", "Three", "c", "c"))
        other = result(less("Drover", OURS, 1), machine="64 processors")
        for name, each in (("one", other), ("two", result(less("Drover", OURS, 1))), ("three", result(less("Drover", OURS, 1)))):
            results.write(self.results, name, each)
        self.assertIn("said: 2 processors (X)", page.files(benchmarks, self.results, self.notes)["benchmarks.md"])

    def test_a_task_is_named_once(self):
        text = self.made(one=result(less("Drover", OURS, 1), less("cp", PEER, 2), less("Drover", OURS, 3, what="another")))["benchmarks.md"]
        self.assertIn("| a task | **Drover** | 1 |  |  |\n|  | cp | 2 | 2 |  |\n| another | **Drover** | 3 |  |  |", text)

    def test_units_are_columns_and_advantages_say_whose_they_are(self):
        text = self.made(one=result(
            less("Drover", OURS, 1), Figure("a task", "Drover", OURS, 30.0, "MiB"),
            less("Drover, warm", OURS, 0.5), Figure("a task", "Drover, warm", OURS, 60.0, "MiB"),
            less("aws", PEER, 2), Figure("a task", "aws", PEER, 15.0, "MiB")))["benchmarks.md"]
        self.assertIn("|  | s | MiB | advantage | wanted |", text)
        self.assertIn("| aws | 2 | 15 | 2 (Drover, s)<br>4 (Drover, warm, s)<br>**0.5** (Drover, MiB)<br>"
                      "**0.25** (Drover, warm, MiB) |  |", text)


class ChartTest(unittest.TestCase):
    COMPARISONS = figures.compare([
        less("Drover", OURS, 10), less("half", PEER, 5), less("tenfold", PEER, 100, wanted=20.0), less("a < b & c", PEER, 10)])

    def drawn(self, svg):
        return ElementTree.fromstring(svg)

    def test_bars_begin_at_one_and_go_left_where_drover_is_worse(self):
        svg = self.drawn(chart.bars("A chart", self.COMPARISONS))
        one = float(next(line for line in svg.iter(SVG + "line") if line.get("class") == "one").get("x1"))
        half, tenfold, _ = [bar for bar in svg.iter(SVG + "rect") if bar.get("class") in ("good", "bad")]
        self.assertEqual("bad", half.get("class"))
        self.assertAlmostEqual(one, float(half.get("x")) + float(half.get("width")), delta=0.2)
        self.assertEqual("bad", tenfold.get("class"), "less than wanted")
        self.assertAlmostEqual(one, float(tenfold.get("x")), delta=0.2)
        wanted = float(next(line for line in svg.iter(SVG + "line") if line.get("class") == "want").get("x1"))
        self.assertGreater(wanted, float(tenfold.get("x")) + float(tenfold.get("width")))

    def test_the_scale_is_logarithmic_and_ends_where_it_must(self):
        scale = chart.Scale(0, [0.1, 100])
        self.assertAlmostEqual(scale(10) - scale(1), scale(1) - scale(0.1))
        self.assertEqual(scale(math.inf), scale(100))
        self.assertEqual(scale(0), scale(0.1))

    def test_has_a_title_and_all_numbers_as_text(self):
        svg = self.drawn(chart.bars("A chart", self.COMPARISONS))
        self.assertEqual("A chart", svg.find(SVG + "title").text)
        self.assertIn("tenfold: 10, wanted 20; a < b & c: 1", svg.find(SVG + "desc").text)
        self.assertIn("prefers-color-scheme:dark", svg.find(SVG + "style").text)

    def test_the_overview_has_a_dot_for_each(self):
        svg = self.drawn(chart.dots("All", [("one", self.COMPARISONS), ("none", [])]))
        self.assertEqual(["bad", "bad", "good"], sorted(dot.get("class") for dot in svg.iter(SVG + "circle")))


class JmhTest(unittest.TestCase):
    def test_reads_median_and_bytes(self):
        measured = {
            "benchmark": "dev.drover.benchmarks.RoutingBenchmark.roundRobin",
            "params": {"clusters": "1000"},
            "primaryMetric": {"scorePercentiles": {"0.0": 4.0, "50.0": 5.0, "100.0": 9.0}},
            "secondaryMetrics": {"gc.alloc.rate.norm": {"scorePercentiles": {"50.0": 0.0003}}},
        }
        self.assertEqual([
            Figure("one decision among 1,000 clusters", "round-robin", OURS, 5.0, "ns", low=4.0, high=9.0),
            Figure("one decision among 1,000 clusters", "round-robin", OURS, 0.0, "bytes"),
        ], list(jmh.found([measured], jmh.SUBJECTS["RoutingBenchmark"])))


class CatalogueTest(unittest.TestCase):
    def test_names_and_anchors_are_unique(self):
        for all_of in ([each.name for each in catalogue.BENCHMARKS], [page.anchor(each.title) for each in catalogue.BENCHMARKS]):
            self.assertEqual(len(all_of), len(set(all_of)))

    def test_links_to_the_page_and_in_its_notes_have_an_end(self):
        root = pathlib.Path(__file__).parent.parent
        anchors = {page.anchor(each.title) for each in catalogue.BENCHMARKS}
        for file in [*root.joinpath("docs").glob("*.md"), *root.joinpath("benchmarks/notes").glob("*.md")]:
            note = file.parent.name == "notes"
            for target, fragment in re.findall(r"\]\(([\w./-]*)(?:#([\w-]+))?\)", file.read_text(encoding="utf-8")):
                if fragment and (target == "benchmarks.md" or (note and not target)):
                    self.assertIn(fragment, anchors, file.name)
                elif note and target:
                    self.assertTrue(root.joinpath("docs", target).exists(), target)

    def test_every_main_of_a_benchmark_is_in_it(self):
        folder = pathlib.Path(__file__).parent / "src/main/java/dev/drover/benchmarks"
        commands = " ".join(each.command for each in catalogue.BENCHMARKS)
        for file in folder.glob("*.java"):
            if "new Figures()" in file.read_text(encoding="utf-8") or file.stem in jmh.SUBJECTS:
                self.assertIn(file.stem, commands)


if __name__ == "__main__":
    unittest.main()
