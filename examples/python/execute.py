"""Runs one skill: submits a SkillExecute with the rights of the control plane, follows its events and its log to the end,
and prints the result as one JSON line.

    python3 execute.py --user dome --password … --skill echo --input '{"text": "hello"}'
"""

import asyncio
import json
import sys
from contextlib import aclosing
from datetime import timedelta

import contract
import wire

#: The runtime's JetStream, as the account of the control plane sees it.
EVENTS = "DOMED.API.DIRECT.GET.JOB_EVENTS"
LOGS = "DOMED.API.DIRECT.GET.JOB_LOGS"
TERMINAL = {"succeeded", "failed", "canceled", "timed-out", "refused", "parked"}


async def main(options):
    addresses = contract.addresses(options.contract)
    connection = await wire.connect(options.server, options.user, options.password)
    try:
        capability = await discover(connection, addresses, options)
        command = command_of(capability, options)
        await submit(connection, addresses, command, options)
        event = await follow(connection, addresses, command)
    finally:
        await connection.close()
    data = event["data"]
    phase = event["type"].split(".")[-2]
    result = {name: data[name] for name in ("result", "output", "problem", "logs") if name in data}
    print(json.dumps({"jobId": command["jobId"], "phase": phase, **result}))
    return 0 if phase == "succeeded" else 1


async def discover(connection, addresses, options):
    """What the fleet can run. Nobody is believed about a digest: it is computed again."""
    request = {"name": options.skill, "range": options.range, "pool": options.pool}
    capability = await wire.ask(connection, addresses["runtimeCapabilityGet"], request)
    if contract.digest(capability["descriptor"]) != capability["descriptorDigest"]:
        raise SystemExit("the descriptor does not have the digest that it is announced by")
    return capability


def command_of(capability, options):
    descriptor = capability["descriptor"]
    skill = {
        "name": descriptor["name"],
        "version": descriptor["version"],
        "descriptorDigest": capability["descriptorDigest"],
    }
    work = options.input
    deadline = wire.now() + timedelta(milliseconds=descriptor["timeouts"]["totalMs"])
    return {
        "runId": options.run,
        "taskId": "task",
        "iteration": 1,
        "jobId": contract.job_id(options.key),
        "idempotencyKey": options.key,
        "requestDigest": contract.request_digest(skill, contract.digest(work)),
        "skill": skill,
        "pool": options.pool,
        "input": work,
        "timeouts": descriptor["timeouts"],
        "notAfter": wire.timestamp(deadline),
        "retry": descriptor["retry"],
        "submittedBy": {"user": options.user, "account": "DOME", "attested": True},
    }


async def submit(connection, addresses, command, options):
    """The answer of the stream is the acceptance. The id depends on the work alone: sending it again meets itself."""
    identity = contract.command_id(command)
    event = {
        "specversion": "1.0",
        "id": identity,
        "source": f"/dome/{options.instance}",
        "type": "dev.dome.skill.execute.v1",
        "subject": command["jobId"],
        "time": wire.timestamp(wire.now()),
        "datacontenttype": "application/json",
        "dataschema": "https://dome.dev/schemas/skill/execute.v1.json",
        "correlationid": command["runId"],
        "data": command,
    }
    subject = contract.fill(addresses["skillExecute"], pool=command["pool"], skill=command["skill"]["name"])
    headers = {"Nats-Msg-Id": identity, "Content-Type": "application/cloudevents+json"}
    reply = await wire.request(connection, subject, json.dumps(event).encode(), 10, headers)
    answer = json.loads(reply.data)
    if "error" in answer:
        raise SystemExit(f"not accepted: {answer['error']}")
    wire.say(f"accepted as {command['jobId']}, command {answer['seq']}")


async def follow(connection, addresses, command):
    """The log is shown as it comes, and it is complete when the terminal event is given back."""
    names = {"skill": command["skill"]["name"], "runId": command["runId"], "jobId": command["jobId"], "phase": "*"}
    subject = contract.fill(addresses["jobTransition"], **names)
    live = contract.fill(addresses["liveJob"], **names)
    lines = Lines()
    log = asyncio.create_task(show_log(connection, addresses, names, lines))
    try:
        async with aclosing(wire.follow(connection, EVENTS, subject, live)) as events:
            async for sequence, event in events:
                data = event["data"]
                phase = event["type"].split(".")[-2]
                wire.say(f"{sequence} {phase}" + (f", attempt {data['attempt']}" if "attempt" in data else ""))
                if phase in TERMINAL:
                    if "logs" in data:
                        await until_ended(lines, data["attempt"])
                    return event
    finally:
        await wire.stop(log)
    raise AssertionError("a stream is followed for ever")


async def until_ended(lines, attempt):
    try:
        await asyncio.wait_for(lines.ended(attempt), 10)
    except asyncio.TimeoutError:
        wire.say(f"the end of the log of attempt {attempt} did not come within 10 s")


async def show_log(connection, addresses, names, lines):
    of = {"runId": names["runId"], "jobId": names["jobId"]}
    subject = contract.fill(addresses["jobLog"], **of)
    live = contract.fill(addresses["liveLog"], **of)
    async with aclosing(wire.follow(connection, LOGS, subject, live)) as records:
        async for _sequence, event in records:
            lines.take(event)


class Lines:
    """Lines are numbered for each attempt from 1: what comes early waits for its turn, what was shown is left out."""

    def __init__(self):
        self.next = {}
        self.early = {}
        self.ends = {}

    def ended(self, attempt):
        return self.ends.setdefault(attempt, asyncio.Event()).wait()

    def take(self, event):
        data = event["data"]
        attempt = data["attempt"]
        kind = event["type"].split(".")[-2]
        if kind == "log":
            early = self.early.setdefault(attempt, {})
            for at, text in enumerate(data["text"].split("\n")):
                early[data["firstLine"] + at] = (data["stream"], text)
            self.show(attempt)
        elif kind == "log-ended":
            self.show(attempt)
            missing = data["lines"] - self.next.get(attempt, 1) + 1
            if missing > 0:
                wire.say(f"{missing} lines of attempt {attempt} are missing")
            self.ends.setdefault(attempt, asyncio.Event()).set()

    def show(self, attempt):
        early = self.early.get(attempt, {})
        while (number := self.next.get(attempt, 1)) in early:
            stream, text = early.pop(number)
            wire.say(f"  {attempt}:{number} {stream} | {text}")
            self.next[attempt] = number + 1


def options_of(arguments):
    parser = wire.options("Runs one skill and prints its result.", default="dome")
    parser.add_argument("--skill", required=True)
    parser.add_argument("--range", default="*", help="version range")
    parser.add_argument("--pool", default="default")
    parser.add_argument("--input", type=wire.json_object, default={}, help="a JSON object")
    parser.add_argument("--run", default=f"python-{wire.nonce()}", help="the run that the job belongs to")
    parser.add_argument("--key", default=f"python-{wire.nonce()}", help="the same key twice is the same job")
    parser.add_argument("--instance", default="python", help="who says that it sent the command")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    wire.run(main, options_of(sys.argv[1:]))
