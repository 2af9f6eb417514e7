"""How a program speaks to Dome: requests whose answer may be a problem, and streams that are followed without a gap.

Live messages are hints that there is something to read. What is yielded always comes from the stream, by direct get
from the sequence after the last one, so nothing is missed when a hint is lost and nothing comes twice.
"""

import argparse
import asyncio
import json
import os
import sys
import uuid
from datetime import datetime, timezone
from pathlib import Path

import nats
import nats.errors

#: The control plane's JetStream, as people see it.
RUN_EVENTS = "DOME.API.DIRECT.GET.RUN_EVENTS"
CONTRACT = Path(__file__).resolve().parents[2] / "asyncapi.yaml"
POLL_SECONDS = 2
CONNECT_SECONDS = 5
#: Problems of a broker that comes back.
PASSING = {"TIMEOUT", "UNAVAILABLE"}


class Problem(Exception):
    """What a service answers instead of its reply: code, title, detail, and a pointer where a member is at fault."""

    def __init__(self, problem):
        where = f" at {problem['pointer']}" if problem.get("pointer") else ""
        super().__init__(f"{problem['code']}{where}: {problem['detail']}")
        self.problem = problem


def say(text):
    print(text, file=sys.stderr, flush=True)


def options(description, **user):
    """A parser with what every program is told: where the broker is, as whom it speaks, and by which contract."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--server", default="nats://127.0.0.1:4222")
    parser.add_argument("--user", **(user or {"required": True}))
    parser.add_argument("--password", default=os.environ.get("NATS_PASSWORD", ""))
    parser.add_argument("--contract", default=CONTRACT, help="the AsyncAPI document")
    return parser


def run(main, options):
    """Runs a program to its exit code. Whatever goes wrong is one line: a reader of it is no reader of this program."""
    try:
        sys.exit(asyncio.run(main(options)))
    except (Problem, OSError) as error:
        say(str(error))
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


async def connect(server, user, password):
    """Each user of the broker has an inbox prefix of its own; no other is allowed to it.

    A server that is there later is connected to again; one that is not there now is a problem after a few seconds.
    """
    last = None

    async def on_error(error):
        nonlocal last
        last = error
        if connecting.done():
            say(f"connection: {error}")

    connecting = asyncio.ensure_future(
        nats.connect(
            server,
            user=user,
            password=password,
            inbox_prefix=f"_INBOX_{user}",
            name="python example",
            error_cb=on_error,
            reconnect_time_wait=1,
            max_reconnect_attempts=-1,
        )
    )
    await asyncio.wait({connecting}, timeout=CONNECT_SECONDS)
    if connecting.done() and connecting.exception() is None:
        return connecting.result()
    last = connecting.exception() if connecting.done() else last
    await stop(connecting)
    detail = f"no connection to {server} as {user}: {last or 'no answer'}"
    raise Problem({"code": "UNAVAILABLE", "detail": detail})


async def request(connection, subject, payload, timeout, headers=None):
    """One question and its answer; a broker or a service that is away is a problem in words."""
    try:
        return await connection.request(subject, payload, timeout=timeout, headers=headers)
    except nats.errors.NoRespondersError:
        raise Problem({"code": "UNAVAILABLE", "detail": f"nobody serves {subject}"}) from None
    except nats.errors.TimeoutError:
        raise Problem({"code": "TIMEOUT", "detail": f"no answer on {subject}"}) from None
    except nats.errors.Error as error:
        raise Problem({"code": "UNAVAILABLE", "detail": f"{subject}: {error}"}) from None


async def ask(connection, subject, question, timeout=10):
    """Asked again when half of the time is over: who was given the question may have been killed with it."""
    payload = json.dumps(question).encode()
    for is_last in (False, True):
        try:
            message = await request(connection, subject, payload, timeout / 2)
            break
        except Problem as problem:
            if is_last or problem.problem["code"] != "TIMEOUT":
                raise
    answer = json.loads(message.data)
    if "Nats-Service-Error-Code" in (message.headers or {}):
        raise Problem(answer)
    return answer


async def insist(connection, subject, question):
    """Asked until there is an answer, by a program that has been answered before: every request may be sent again."""
    while True:
        try:
            return await ask(connection, subject, question)
        except Problem as problem:
            if problem.problem["code"] not in PASSING:
                raise
            say(f"{problem}; asking again")
            await asyncio.sleep(POLL_SECONDS)


async def read_next(connection, stream, subject, sequence):
    """The first stored message at or after the sequence that matches, as (its sequence, the event); None at the end.

    `stream` is the direct-get subject of the stream as this account sees it.
    """
    question = json.dumps({"seq": sequence, "next_by_subj": subject}).encode()
    message = await request(connection, stream, question, 5)
    headers = message.headers or {}
    if headers.get("Status") == "404":
        return None
    if "Nats-Sequence" not in headers:
        detail = f"{stream}: {headers.get('Status')} {headers.get('Description')}"
        raise Problem({"code": "UNAVAILABLE", "detail": detail})
    return int(headers["Nats-Sequence"]), json.loads(message.data)


async def follow(connection, stream, subject, live, sequence=1):
    """Every stored message from the sequence on, in the order of the stream, for ever.

    A broker that is away after the first read is waited for: the sequence says where to go on.
    Whoever stops early closes it while the connection is open (`aclosing`): it has a subscription to give back.
    """
    news = asyncio.Event()

    async def on_live(_message):
        news.set()

    subscription = await connection.subscribe(live, cb=on_live)
    await connection.flush()
    has_read = False
    try:
        while True:
            news.clear()
            try:
                while found := await read_next(connection, stream, subject, sequence):
                    has_read = True
                    sequence = found[0] + 1
                    yield found
                has_read = True
            except Problem as problem:
                if not has_read or problem.problem["code"] not in PASSING:
                    raise
                say(f"{problem}; going on at {sequence}")
            try:
                await asyncio.wait_for(news.wait(), POLL_SECONDS)
            except asyncio.TimeoutError:
                pass
    finally:
        await subscription.unsubscribe()


async def stop(task):
    """Ends a task that waits in `asyncio.wait_for`, as the client does for every answer. Before Python 3.12 a cancellation
    that comes in the same turn of the loop as the answer is lost and the task goes on, so it is repeated until it holds.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=0.1)


def json_object(text):
    """For argparse: what is no object is an error of the words, and no traceback."""
    value = json.loads(text)
    if not isinstance(value, dict):
        raise ValueError("no object")
    return value


def now():
    return datetime.now(timezone.utc)


def timestamp(time):
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def nonce():
    return uuid.uuid4().hex[:12]
