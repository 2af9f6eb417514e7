import type { TemplateProgram } from './template-program.ts';

const PROGRAM = String.raw`"""A skill in Python. Exit code 0 is success, 1 says that the check did not hold, and any other that it broke."""

import json
import os
import sys
from pathlib import Path


def escaped(text, also=""):
    """In commands that are printed, these characters stand for themselves only when written like this."""
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), *((sign, f"%{ord(sign):02X}") for sign in also)):
        text = text.replace(sign, code)
    return text


def marks_in(path, word):
    """The lines that hold the word, with their numbers; none in a file that is no text."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
    return [(number, line) for number, line in enumerate(lines, start=1) if word in line]


def main():
    # The input is JSON on standard input, with the defaults of the schema filled in.
    given = json.load(sys.stdin)
    workspace = Path(os.environ["DOME_WORKSPACE"])
    paths = sorted(path for path in workspace.rglob("*") if path.is_file() and ".git" not in path.parts)
    found = []
    for done, path in enumerate(paths, start=1):
        name = path.relative_to(workspace).as_posix()
        for number, line in marks_in(path, given["word"]):
            found.append(f"{name}:{number}: {line}")
            # An annotation: something that was found, with its place.
            print(f"::warning file={escaped(name, ':,')},line={number},title=left to do::{escaped(line)}")
        print(f"::progress value={done / len(paths)}::{done} files", flush=True)

    # Whatever else is printed is the log.
    print(f"{given['word']}: {len(found)} found, {given['most']} allowed")

    # A file for whoever comes next, the output, which gates may read, and a summary in Markdown for people.
    artifact = Path(os.environ["DOME_ARTIFACTS"]) / "marks.txt"
    artifact.write_text("".join(f"{line}\n" for line in found), encoding="utf-8")
    Path(os.environ["DOME_OUTPUT"]).write_text(json.dumps({"files": len(paths), "marks": len(found)}), encoding="utf-8")
    summary = f"**{len(found)}** left to do (files read: {len(paths)})\n"
    Path(os.environ["DOME_SUMMARY"]).write_text(summary, encoding="utf-8")
    return 0 if len(found) <= given["most"] else 1


sys.exit(main())
`;

export const PYTHON_PROGRAM: TemplateProgram = {
  runs: '{ using: process, command: [python3, ./main.py] }',
  files: [{ path: 'main.py', text: PROGRAM, says: 'the program, in Python, with nothing but its standard library' }],
  needs: 'python3',
};
