# SPDX-License-Identifier: GPL-2.0
"""Read KTAP and say what it amounts to: each test that stands alone counts once,
a line that sums up subtests does not, and output that cannot be believed (no
plan, a plan of another length, no test at all) counts as a failure of its own."""
import re

RESULT = re.compile(r"^( *)(not )?ok (\d+)\b(?: -)? ?(.*)$")
PLAN = re.compile(r"^( *)1\.\.(\d+)( *#.*)?$")
SKIP = re.compile(r"#\s*SKIP\b\s*(.*)$", re.I)
# What KUnit prints for a test with parameters, instead of a plan for them
TOTAL = re.compile(r"^ *# (\S+): pass:\d+ fail:\d+ skip:\d+ total:(\d+)$")


class Level:
    """The results at one depth of indentation since the last line above it."""

    def __init__(self, indent):
        self.indent = indent
        self.plan = None
        self.seen = 0
        self.failed = False


class Report:
    def __init__(self):
        self.passed, self.failed, self.skipped = [], [], []
        self.levels = []
        self.total = None, None

    def problem(self, text):
        self.failed.append(text)

    def close(self, level, where):
        """A level ends: its plan must match. True if all of it was good."""
        if level.plan is None and self.total[0] == where:
            level.plan = self.total[1]
        if level.plan is None:
            self.problem(f"{where}: no plan")
        elif level.plan != level.seen:
            self.problem(f"{where}: {level.seen} results, but a plan for {level.plan}")
        else:
            return not level.failed
        return False

    def at(self, indent):
        """The level of a line, opened if need be; those deeper are left as they are."""
        for level in self.levels:
            if level.indent == indent:
                return level
        level = Level(indent)
        self.levels.append(level)
        self.levels.sort(key=lambda x: x.indent)
        return level

    def feed(self, line):
        line = line.rstrip("\r\n").expandtabs(8)
        plan = PLAN.match(line)
        if plan:
            self.at(len(plan[1])).plan = int(plan[2])
            return
        total = TOTAL.match(line)
        if total:
            self.total = total[1], int(total[2])
        result = RESULT.match(line)
        if not result:
            return
        indent, bad, name = len(result[1]), bool(result[2]), result[4]
        level = self.at(indent)
        level.seen += 1
        if int(result[3]) != level.seen:
            self.problem(f"{name}: number {result[3]}, wanted {level.seen}")
        below = [x for x in self.levels if x.indent > indent]
        self.levels = [x for x in self.levels if x.indent <= indent]
        if below:
            good = all([self.close(x, name) for x in below])
            if bad and good:
                self.problem(f"{name}: not ok, though all its parts are")
            level.failed |= bad or not good
            return
        skip = SKIP.search(name)
        if bad:
            level.failed = True
            self.failed.append(name)
        elif skip:
            self.skipped.append((name[:skip.start()].rstrip(), skip[1]))
            if not skip[1]:
                self.problem(f"{name}: skipped without a reason")
        else:
            self.passed.append(name)

    def end(self, status):
        """All is read and the program has ended with this status."""
        for level in self.levels:
            self.close(level, "the whole")
        self.levels = []
        if not self.passed and not self.failed and not self.skipped:
            self.problem(f"no test was run, status {status}")
        elif status != 0 and not self.failed:
            self.problem(f"all results are good, but the status is {status}")
        return self


def read(lines, status):
    report = Report()
    for line in lines:
        report.feed(line)
    return report.end(status)
