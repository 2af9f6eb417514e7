"""Reads messages with a durable of its own, by a stock pull consumer: the broker keeps the place.

    python3 consume.py --user dashboard --password … --stream JOB_EVENTS

An operator has made the durable and its user (docs/cursors.md). Each message is printed as one JSON line, and acknowledged
when its line is out. What was not acknowledged comes again: a reader that must act once compares the `cursor` of a line
with the one it has acted on.
"""

import argparse
import asyncio
import json
import os
import sys

import nats.js.errors

import wire

BATCH = 64
WAIT_SECONDS = 5
#: The JetStream of each stream's account, as a reader sees it.
API = {"JOB_EVENTS": "DOMED.API", "JOB_LOGS": "DOMED.API", "RUN_EVENTS": "DOME.API", "LAW_EVENTS": "DOME.API"}


async def main(options):
    connection = await wire.connect(options.server, options.user, options.password)
    done = 0
    try:
        async for messages in batches(connection, options):
            for message in messages:
                print(line_of(options.stream, message), flush=True)
            # Confirmed by the broker before more is asked for: after a crash at most one batch comes again.
            await asyncio.gather(*(message.ack_sync(timeout=WAIT_SECONDS) for message in messages))
            done += len(messages)
    finally:
        await connection.close()
    wire.say(f"{done} messages of {options.stream}")
    return 0


async def batches(connection, options):
    """As the durable gives them. The client is bound to it without a question, because a reader may ask for nothing else."""
    durable = f"domed_reader_{options.user}"
    jetstream = connection.jetstream(prefix=API[options.stream])
    subscription = await jetstream.pull_subscribe_bind(durable, stream=options.stream)
    while True:
        try:
            yield await subscription.fetch(BATCH, timeout=WAIT_SECONDS)
        except asyncio.TimeoutError:
            # Nothing came. The client raises its own subclass of it, or the plain one when the wait ends between two requests.
            if options.until_idle:
                return
        except nats.js.errors.ServiceUnavailableError:
            detail = f"{options.stream} has no durable {durable}, or this user may not read it"
            raise wire.Problem({"code": "NOT_FOUND", "detail": detail}) from None


def line_of(stream, message):
    """The cursor is where a reader goes on that has this message behind it."""
    cursor = f"{stream}:{message.metadata.sequence.stream + 1}"
    try:
        return json.dumps({"cursor": cursor, "subject": message.subject, "event": json.loads(message.data)})
    except ValueError as error:
        return json.dumps({"cursor": cursor, "subject": message.subject, "unreadable": str(error)})


def options_of(arguments):
    parser = argparse.ArgumentParser(description="Reads messages with a durable of its own.")
    parser.add_argument("--server", default="nats://127.0.0.1:4222")
    parser.add_argument("--user", required=True, help="the reader: its broker user, and a part of the durable's name")
    parser.add_argument("--password", default=os.environ.get("NATS_PASSWORD", ""))
    parser.add_argument("--stream", default="JOB_EVENTS", choices=sorted(API))
    parser.add_argument("--until-idle", action="store_true", help="end when nothing comes for a while")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    wire.run(main, options_of(sys.argv[1:]))
