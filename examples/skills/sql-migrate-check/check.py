"""Applies migrations to a database in memory. Only the standard library is needed."""

import json
import os
import re
import sqlite3
import sys

DROPS = re.compile(
    r"\bDROP\s+(?:(?P<what>TABLE|COLUMN|VIEW|INDEX|TRIGGER)\s+)?(?:IF\s+EXISTS\s+)?(?P<name>[\w.\"`\[\]]+)", re.I
)
DESTRUCTIVE = {"TABLE", "COLUMN"}
# Strings and comments, which may say anything, become blanks of the same shape, so that line numbers stay.
NOISE = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.S)


def blank(match):
    return re.sub(r"[^\n]", " ", match.group())


def drops(sql):
    """Line and words of each statement that destroys data."""
    code = NOISE.sub(blank, sql)
    for match in DROPS.finditer(code):
        # `ALTER TABLE t DROP email` drops a column without saying so.
        what = (match["what"] or "COLUMN").upper()
        if what in DESTRUCTIVE:
            line = code.count("\n", 0, match.start()) + 1
            yield line, f"DROP {what} {match['name'].strip(chr(34) + '`[]')}"


def escape(text):
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def refuse_files(action, *_):
    """A migration of a service has no business with other database files."""
    return sqlite3.SQLITE_DENY if action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH) else sqlite3.SQLITE_OK


def main():
    options = json.load(sys.stdin)
    root = os.path.realpath(os.environ["DOME_WORKSPACE"])
    folder = os.path.realpath(os.path.join(root, options["dir"]))
    if folder != root and not folder.startswith(root + os.sep):
        sys.exit(f"{options['dir']} leads out of the workspace")
    if not os.path.isdir(folder):
        print(f"::error::there is no folder {escape(options['dir'])} in the workspace")
        return 1

    database = sqlite3.connect(":memory:", isolation_level=None)
    database.set_authorizer(refuse_files)
    names = sorted(name for name in os.listdir(folder) if name.endswith(".sql"))
    applied, destructive, failed = 0, [], False
    for name in names:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            sql = file.read()
        path = os.path.relpath(os.path.join(folder, name), root)
        for line, what in drops(sql):
            destructive.append(f"{path}:{line} {what}")
            level = "warning" if options["allowDrop"] else "error"
            print(f"::{level} file={path},line={line},title={what}::this statement destroys data")
        try:
            database.executescript(sql)
        except sqlite3.Error as error:
            print(f"::error file={path},title=does not apply::{escape(str(error))}")
            failed = True
            break
        applied += 1
        print(f"applied {path}")
        print(f"::progress value={applied / len(names):.3f}::{applied} of {len(names)}", flush=True)

    with open(os.environ["DOME_OUTPUT"], "w", encoding="utf-8") as output:
        json.dump({"applied": applied, "destructive": destructive[:100]}, output)
    with open(os.environ["DOME_SUMMARY"], "w", encoding="utf-8") as summary:
        summary.write(f"{applied} of {len(names)} migrations apply, {len(destructive)} statements destroy data\n")
    return 1 if failed or (destructive and not options["allowDrop"]) else 0


if __name__ == "__main__":
    sys.exit(main())
