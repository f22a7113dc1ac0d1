"""What the program that runs the benchmarks has to get right."""
import contextlib
import importlib.machinery
import importlib.util
import io
import pathlib
import shlex
import sys
import tempfile
import unittest
import unittest.mock

import catalogue
import results
from figures import OURS, Figure

LOADER = importlib.machinery.SourceFileLoader("run", str(pathlib.Path(__file__).with_name("run")))
run = importlib.util.module_from_spec(importlib.util.spec_from_loader("run", LOADER))
LOADER.exec_module(run)

OLD = results.Result("2026-11-21T06:00:00Z", "old", "2 processors", (0.0, 0.0), 1, (Figure("t", "Drover", OURS, 7.0, "s"),))


def reporting(value, status=0):
    line = Figure("t", "Drover", OURS, float(value), "s").line()
    return shlex.join([sys.executable, "-c", "import os, sys; "
                       f"print({line!r}, file=open(os.environ['DROVER_FIGURES'], 'a')); sys.exit({status})"])


def ending(status):
    return shlex.join([sys.executable, "-c", f"import sys; sys.exit({status})"])


class RunTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.docs, self.results, notes = (pathlib.Path(folder.name, name) for name in ("docs", "results", "notes"))
        self.docs.mkdir()
        for name, value in (("DOCS", self.docs), ("RESULTS", self.results), ("NOTES", notes), ("settle", lambda: True)):
            self.patch(run, name, value)
        self.patch(results, "machine", lambda: "2 processors")

    def patch(self, *what):
        patch = unittest.mock.patch.object(*what)
        patch.start()
        self.addCleanup(patch.stop)

    def run_with(self, commands, *arguments, tools=()):
        """The exit code, and what was said on standard error."""
        benchmarks = tuple(catalogue.Benchmark(name, name, command, command, tools) for name, command in commands.items())
        said = io.StringIO()
        with unittest.mock.patch.object(catalogue, "BENCHMARKS", benchmarks), \
                unittest.mock.patch.object(sys, "argv", ["run", *arguments]), \
                unittest.mock.patch.object(run, "unittest"), \
                contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            return run.main(), said.getvalue()

    def value(self, name):
        return results.read(self.results, name).figures[0].value

    def test_keeps_what_was_found_and_writes_the_page(self):
        self.assertEqual((0, ""), self.run_with({"one": reporting(3)}, "--built"))
        self.assertEqual(3, self.value("one"))
        self.assertIn("| **Drover** | 3 |", (self.docs / "benchmarks.md").read_text())

    def test_one_that_fails_is_named_and_keeps_its_old_result_and_the_others_run(self):
        results.write(self.results, "one", OLD)
        results.write(self.results, "silent", OLD)
        status, said = self.run_with({"one": reporting(3, status=3), "silent": ending(0), "two": reporting(5)}, "--built")
        self.assertEqual((1, "FAILED: one: it ended with 3\nFAILED: silent: it reported nothing\n"), (status, said))
        self.assertEqual([7, 7, 5], [self.value(name) for name in ("one", "silent", "two")])

    def test_what_cannot_be_run_here_is_named_and_no_failure(self):
        self.assertEqual((0, "Left out: one: see above\n"), self.run_with({"one": ending(69)}, "--built"))
        self.assertEqual((0, "Left out: one: there is no no-such-tool here\n"),
                         self.run_with({"one": ending(1)}, "--built", tools=("no-such-tool",)))

    def test_runs_those_that_are_named_alone_and_keeps_the_others_on_the_page(self):
        results.write(self.results, "one", OLD)
        self.run_with({"one": reporting(1), "two": reporting(2)}, "--built", "two")
        self.assertEqual([7, 2], [self.value(name) for name in ("one", "two")])
        self.assertIn("| **Drover** | 7 |", (self.docs / "benchmarks.md").read_text())

    def test_check_sees_a_page_edited_by_hand_a_chart_too_many_and_a_result_of_nobody(self):
        commands = {"one": reporting(3)}
        self.run_with(commands, "--built")
        self.assertEqual((0, ""), self.run_with(commands, "--check"))
        (self.docs / "benchmarks").mkdir()
        (self.docs / "benchmarks" / "gone.svg").write_text("<svg/>")
        results.write(self.results, "nobody", OLD)
        with (self.docs / "benchmarks.md").open("a") as page:
            page.write("Better than that.\n")
        status, said = self.run_with(commands, "--check")
        self.assertEqual(1, status)
        for name in ("docs/benchmarks.md", "docs/benchmarks/gone.svg", "benchmarks/results/nobody.tsv"):
            self.assertIn(f"FAILED: {name} is not", said)


if __name__ == "__main__":
    unittest.main()
