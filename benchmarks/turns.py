"""Whole processes that take turns: how long each takes, and how much memory."""
import os
import statistics
import subprocess
import sys
import time

from figures import NOTE, OURS, PEER, Figure


class Subject:
    """A command, and what it is to Drover."""

    def __init__(self, what, name, role, command, environment, expected=b""):
        self.what, self.name, self.role = what, name, role
        self.command, self.environment, self.expected = command, environment, expected
        self.seconds, self.mebibytes = [], []

    def run(self, counts, folder=None):
        start = time.monotonic()
        process = subprocess.Popen(self.command, env=self.environment, stdout=subprocess.PIPE, cwd=folder)
        said = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        took = time.monotonic() - start
        if status != 0 or self.expected not in said:
            sys.exit(f"{self.command[0]} failed: {said.decode()}")
        if counts:
            self.seconds.append(took)
            self.mebibytes.append(used.ru_maxrss / 1024)

    def figures(self):
        return [self.figure("s", self.seconds), self.figure("MiB", self.mebibytes)]

    def figure(self, unit, values):
        return Figure(self.what, self.name, self.role, statistics.median(values), unit, low=min(values), high=max(values))


def ours(*arguments):
    return Subject(*arguments[:2], OURS, *arguments[2:])


def peer(*arguments):
    return Subject(*arguments[:2], PEER, *arguments[2:])


def note(*arguments):
    return Subject(*arguments[:2], NOTE, *arguments[2:])


def take(subjects, rounds, folder=None):
    """Lets all run in turn; the first round, which fills the disk's caches, is not counted."""
    for number in range(rounds + 1):
        for subject in subjects:
            subject.run(number > 0, folder)
    return [figure for subject in subjects for figure in subject.figures()]
