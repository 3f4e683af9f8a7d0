# SPDX-License-Identifier: GPL-2.0
"""What the Python scripts of tools/lab share: where things are, the lock, kernels and
what is known of them."""
import hashlib
import json
import os
import signal
import subprocess
import sys

LAB = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(LAB))
BUILD = os.path.join(TOP, "build")
NAME = os.path.basename(sys.argv[0])


class Trouble(Exception):
    """Something that whoever called has to see to; its text says what."""


def say(text):
    print(f"{NAME}: {text}", file=sys.stderr, flush=True)


def tool(name):
    return os.path.join(LAB, name)


def need_lock():
    """Starts the script anew as the one run that may change build/, if it is not that."""
    if os.environ.get("LAB_LOCK") != BUILD:
        os.execv(tool("with-lock"), ["with-lock", os.path.abspath(sys.argv[0])] + sys.argv[1:])


def end_on_signals():
    """A signal to end raises an exception, so that everything started is ended too."""
    def interrupted(_sig, _frame):
        raise KeyboardInterrupt
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, interrupted)


def out_folder(tree, config):
    return os.path.join(BUILD, tree, "O-" + config)


def call(*args):
    """Runs a script of the lab. If we are ended, so is all that it has started."""
    with subprocess.Popen(args, stdin=subprocess.DEVNULL, stdout=sys.stderr, start_new_session=True) as process:
        try:
            return process.wait()
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)


def build(tree, config):
    """Makes sure that a kernel is there and up to date."""
    say(f"building {'the stock kernel' if tree == 'stock' else 'our kernel'}, {config}")
    stock = ["--stock"] if tree == "stock" else []
    if call(tool("kernel"), "--config", config, *stock):
        raise Trouble(f"the kernel {tree} {config} does not build")


def traces(tree, config):
    """Has a kernel tracing at all?"""
    with open(os.path.join(out_folder(tree, config), ".config"), encoding="utf-8") as f:
        return "CONFIG_FTRACE=y\n" in f.read()


def digest(*files):
    total = hashlib.sha256()
    for file in files:
        with open(file, "rb") as f:
            total.update(f.read())
    return total.hexdigest()[:16]


class Kept(dict):
    """Results that hold for as long as the files that they depend on are the same."""

    def __init__(self, folder, name, *depends):
        super().__init__()
        os.makedirs(folder, exist_ok=True)
        self.file = os.path.join(folder, f"{name}-{digest(*depends)}.json")
        if os.path.exists(self.file):
            with open(self.file, encoding="utf-8") as f:
                self.update(json.load(f))

    def save(self):
        with open(self.file + ".new", "w", encoding="utf-8") as f:
            json.dump(self, f, indent=1)
        os.replace(self.file + ".new", self.file)


class Guest:
    """A guest at work: iterate for the lines that its command prints, then see status."""

    def __init__(self, tree, config, command, options=(), log=None):
        args = [tool("guest"), "--config", config, "--quiet"] + list(options)
        args += ["--stock"] if tree == "stock" else []
        args += ["--log", log] if log else []
        self.args = args + ["--"] + command
        self.status = None

    def __iter__(self):
        with subprocess.Popen(self.args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
                              errors="replace", start_new_session=True) as process:
            try:
                yield from process.stdout
                self.status = process.wait()
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGTERM)
                    process.wait()
