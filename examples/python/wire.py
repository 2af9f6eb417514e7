"""How a program speaks to Dome: requests whose answer may be a problem, and streams that are followed without a gap.

Live messages are hints that there is something to read. What is yielded always comes from the stream, by direct get
from the sequence after the last one, so nothing is missed when a hint is lost and nothing comes twice.
"""

import asyncio
import json
import uuid
from datetime import datetime, timezone

import nats
import nats.errors

POLL_SECONDS = 2


class Problem(Exception):
    """What a service answers instead of its reply: code, title, detail, and a pointer where a member is at fault."""

    def __init__(self, problem):
        where = f" at {problem['pointer']}" if problem.get("pointer") else ""
        super().__init__(f"{problem['code']}{where}: {problem['detail']}")
        self.problem = problem


async def connect(server, user, password):
    """Each user of the broker has an inbox prefix of its own; no other is allowed to it."""
    return await nats.connect(server, user=user, password=password, inbox_prefix=f"_INBOX_{user}", name="python example")


async def ask(connection, subject, request, timeout=10):
    """Asked again when half of the time is over: who was given the question may have been killed with it."""
    payload = json.dumps(request).encode()
    for is_last in (False, True):
        try:
            message = await connection.request(subject, payload, timeout=timeout / 2)
            break
        except nats.errors.NoRespondersError:
            raise Problem({"code": "UNAVAILABLE", "detail": f"nobody serves {subject}"}) from None
        except nats.errors.TimeoutError:
            if is_last:
                raise Problem({"code": "TIMEOUT", "detail": f"no answer on {subject}"}) from None
    answer = json.loads(message.data)
    if "Nats-Service-Error-Code" in (message.headers or {}):
        raise Problem(answer)
    return answer


async def read_next(connection, stream, subject, sequence):
    """The first stored message at or after the sequence that matches, as (its sequence, the event); None at the end.

    `stream` is the direct-get subject of the stream as this account sees it.
    """
    request = json.dumps({"seq": sequence, "next_by_subj": subject}).encode()
    message = await connection.request(stream, request, timeout=5)
    headers = message.headers or {}
    if headers.get("Status") == "404":
        return None
    if "Nats-Sequence" not in headers:
        raise RuntimeError(f"{stream}: {headers.get('Status')} {headers.get('Description')}")
    return int(headers["Nats-Sequence"]), json.loads(message.data)


async def follow(connection, stream, subject, live, sequence=1):
    """Every stored message from the sequence on, in the order of the stream, for ever.

    Whoever stops early closes it while the connection is open (`aclosing`): it has a subscription to give back.
    """
    news = asyncio.Event()

    async def on_live(_message):
        news.set()

    subscription = await connection.subscribe(live, cb=on_live)
    await connection.flush()
    try:
        while True:
            news.clear()
            while found := await read_next(connection, stream, subject, sequence):
                sequence = found[0] + 1
                yield found
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


def now():
    return datetime.now(timezone.utc)


def timestamp(time):
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def nonce():
    return uuid.uuid4().hex[:12]
