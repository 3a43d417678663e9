#!/usr/bin/python3
"""release_binary_test.py PROGRAM [TAP]

What cmake/GardeCompiler.cmake asks for against an attacker, looked for in the program it made. A flag that a compiler or
a linker ignored leaves no other trace. One test a promise, also written to the file TAP.
"""
import pathlib
import re
import subprocess
import sys


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


class Program:
    def __init__(self, path):
        self.header = output_of("readelf", "--wide", "--file-header", path)
        self.segments = output_of("readelf", "--wide", "--program-headers", path)
        self.dynamic = output_of("readelf", "--wide", "--dynamic", path)
        self.notes = output_of("readelf", "--wide", "--notes", path)
        self.code = output_of("objdump", "--disassemble", "--no-show-raw-insn", "--section=.text", path)
        symbols = [line.split() for line in output_of("readelf", "--wide", "--dyn-syms", path).splitlines()]
        symbols = [words for words in symbols if len(words) >= 8 and words[0].rstrip(":").isdigit()]
        self.imports = {words[7].split("@")[0] for words in symbols if words[6] == "UND"}
        self.exports = {words[7].split("@")[0] for words in symbols if words[6] != "UND"}

    def flags_of(self, kind):
        """The flags, such as "RW", of each segment of a kind."""
        lines = [line.split() for line in self.segments.splitlines()]
        return ["".join(words[6:-1]) for words in lines if words[:1] == [kind]]


PROMISES = {}


def promise(claim):
    def keep(check):
        PROMISES[claim] = check
        return check
    return keep


@promise("is loaded at an address nobody can foresee")
def _(program):
    return re.search(r"Type: +DYN", program.header) and re.search(r"FLAGS_1.*\bPIE\b", program.dynamic)


@promise("has every imported address resolved before main, and read-only from then on")
def _(program):
    return program.flags_of("GNU_RELRO") and re.search(r"FLAGS.*\bNOW\b", program.dynamic)


@promise("has a stack that cannot be executed")
def _(program):
    stacks = program.flags_of("GNU_STACK")
    return stacks and not any("E" in flags for flags in stacks)


@promise("has no memory that is both writable and executable")
def _(program):
    loaded = program.flags_of("LOAD")
    return loaded and not any("W" in flags and "E" in flags for flags in loaded)


@promise("never rewrites its own code to be loaded")
def _(program):
    return "TEXTREL" not in program.dynamic


@promise("names no folder to look for libraries in")
def _(program):
    return "RPATH" not in program.dynamic and "RUNPATH" not in program.dynamic


@promise("notices an overwritten return address")
def _(program):
    return "__stack_chk_fail" in program.imports


@promise("checks the size of what the C library copies and reads")
def _(program):
    return any(re.fullmatch(r"__\w+_chk", name) for name in program.imports)


@promise("touches each page of a large stack frame in order, and so never jumps over the guard page")
def _(program):
    return re.search(r"sub +\$0x1000,%rsp\n.*\bor[qb]? +\$0x0,", program.code)


@promise("marks where an indirect call may land")
def _(program):
    return re.search(r"<main>:\n[^\n]*\bendbr64", program.code)


@promise("agrees to a shadow stack")
def _(program):
    return re.search(r"x86 feature: .*\bSHSTK\b", program.notes)


@promise("exports nothing of ours")
def _(program):
    return not [name for name in program.exports if "garde" in name]


def main(path, tap=None):
    program = Program(path)
    lines = []
    failed = 0
    for number, (claim, check) in enumerate(PROMISES.items(), 1):
        held = bool(check(program))
        failed += not held
        lines.append(f"{'ok' if held else 'not ok'} {number} - {claim}")
    lines += [f"1..{len(PROMISES)}", f"# pass {len(PROMISES) - failed}", f"# fail {failed}"]
    print(*lines, sep="\n")
    if tap:
        pathlib.Path(tap).write_text("\n".join(lines) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
