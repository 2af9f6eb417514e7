"""What a program has to know of the contract before it speaks: addresses, digests, ids.

Read from asyncapi.yaml and written by its words; there is no library of Dome below it. Run as a program, it checks
itself against the vectors of the contract, or those in the file that it is given: python3 contract.py
"""

import base64
import hashlib
import json
import math
import re
import sys
from pathlib import Path

ID = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")
INTEGER_MAX = 2**53 - 1


def addresses(path):
    """The address of each channel of asyncapi.yaml by its name; replies have none, they go where the request says."""
    found = {}
    section = channel = None
    with open(path, encoding="utf-8") as document:
        for line in document:
            if match := re.match(r"(\w[\w-]*):", line):
                section = match[1]
            elif section == "channels" and (match := re.match(r"  (\w+):\s*$", line)):
                channel = match[1]
            elif section == "channels" and (match := re.match(r"    address: (\S+)\s*$", line)):
                if match[1] != "null":
                    found[channel] = match[1]
    return found


def fill(address, **tokens):
    """An address with its parameters filled in; `*` leaves one open. Every token is checked: it becomes a subject."""
    for name, token in tokens.items():
        if token != "*" and not ID.match(token):
            raise ValueError(f"{name}: {token!r} cannot be part of a subject")
        address = address.replace("{" + name + "}", token)
    return address


def canonical(value, pointer=""):
    """RFC 8785: one text for one value. Raises ValueError for what is not I-JSON."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, (int, float)):
        return _number(value, pointer)
    if isinstance(value, str):
        return _text(value, pointer)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item, f"{pointer}/{at}") for at, item in enumerate(value)) + "]"
    members = []
    for name in sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass")):
        escaped = name.replace("~", "~0").replace("/", "~1")
        members.append(_text(name, pointer) + ":" + canonical(value[name], f"{pointer}/{escaped}"))
    return "{" + ",".join(members) + "}"


def _text(value, pointer):
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError(f"a lone surrogate at {pointer!r}") from None
    return json.dumps(value, ensure_ascii=False)


def _number(value, pointer):
    """As ECMAScript writes it: plain digits from 1e-6 up to 1e21, an exponent without padding beyond."""
    if not math.isfinite(value) or (value == int(value) and abs(value) > INTEGER_MAX):
        raise ValueError(f"a number that not everybody reads alike at {pointer!r}")
    if value == int(value):
        return str(int(value))
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip("0")
    if point > 0:
        return sign + digits[:point] + "." + digits[point:]
    if point > -6:
        return sign + "0." + "0" * -point + digits
    rest = "." + digits[1:] if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{point - 1}"


def digest(value):
    """Of a structure, or of bytes as they are."""
    data = value if isinstance(value, bytes) else canonical(value).encode("utf-8")
    return "sha256:" + hashlib.sha256(data).hexdigest()


def request_digest(skill, input_digest, workspace_digest=None):
    work = {"skill": skill, "inputDigest": input_digest}
    return digest(work if workspace_digest is None else {**work, "workspaceDigest": workspace_digest})


def job_id(key):
    """The idempotency key itself where it may stand in a subject, else a digest of it."""
    data = key.encode("utf-8")
    if not 1 <= len(data) <= 256:
        raise ValueError("an idempotency key has 1 to 256 bytes")
    if ID.match(key) and not key.startswith("j-"):
        return key
    return "j-" + base64.b32encode(hashlib.sha256(data).digest()).decode().lower()[:26]


def command_id(command):
    work = {name: command[name] for name in ("requestDigest", "runId", "pool")}
    return f"{command['jobId']}.{digest(work).removeprefix('sha256:')[:16]}"


def check(path):
    """Every vector that this file can be held to; returns how many there were."""
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    checked = 0

    def expect(actual, expected, name):
        nonlocal checked
        checked += 1
        if actual != expected:
            raise SystemExit(f"{name}: {actual!r} is not {expected!r}")

    for one in vectors["canonical"]:
        value = json.loads(one["json"])
        expect(canonical(value), one["canonical"], one["name"])
        expect(digest(value), one["digest"], one["name"])
    for one in vectors["refused"]:
        expect(_refused(lambda: canonical(json.loads(one["json"]))), f"at {one['pointer']!r}", one["name"])
    for one in vectors["bytes"]:
        expect(digest(base64.b64decode(one["base64"])), one["digest"], one["name"])
    for one in vectors["requestDigests"]:
        work = one["request"]
        actual = request_digest(work["skill"], work["inputDigest"], work.get("workspaceDigest"))
        expect(actual, one["digest"], one["name"])
    for one in vectors["commandMessageIds"]:
        expect(command_id(one["command"]), one["id"], one["name"])
    for one in vectors["jobIds"]:
        expect(job_id(one["key"]), one["jobId"], one["name"])
    for one in vectors["keysRefused"]:
        expect(_refused(lambda: job_id(one["key"])), "256 bytes", one["name"])
    return checked


def _refused(attempt):
    try:
        return f"accepted: {attempt()}"
    except ValueError as refusal:
        return " ".join(str(refusal).split()[-2:])


VECTORS = Path(__file__).resolve().parents[2] / "schemas" / "vectors" / "digests.json"

if __name__ == "__main__":
    try:
        print(f"{check(sys.argv[1] if len(sys.argv) > 1 else VECTORS)} vectors hold")
    except OSError as error:
        print(error, file=sys.stderr)
        sys.exit(2)
