"""Submits a run of one task as a person, by one request; follows the run to its end and prints the result as one JSON line.

    python3 submit.py --user ada --password … --skill echo --input '{"text": "hello"}'
"""

import argparse
import json
import os
import sys
from contextlib import aclosing
from pathlib import Path

import contract
import wire

ROOT = Path(__file__).resolve().parents[2]
#: The control plane's JetStream, as people see it.
EVENTS = "DOME.API.DIRECT.GET.RUN_EVENTS"


async def main(options):
    addresses = contract.addresses(options.contract)
    connection = await wire.connect(options.server, options.user, options.password)
    try:
        request = {"plan": json.dumps(plan_of(options)), "inputs": {}, "idempotencyKey": options.key}
        run = await wire.ask(connection, addresses["controlRunSubmit"], request)
        wire.say(f"{'met' if run['existing'] else 'submitted'} {run['runId']}")
        outcome = await follow(connection, addresses, run)
    finally:
        await connection.close()
    print(json.dumps({"runId": run["runId"], **outcome}))
    return 0 if outcome["result"] == "success" else 1


def plan_of(options):
    """JSON is YAML: a plan of one task needs no file."""
    task = {"uses": f"{options.skill}@{options.range}", "input": options.input}
    return {"apiVersion": "dome/v1", "kind": "Plan", "name": options.plan, "version": "1.0.0", "tasks": {"task": task}}


async def follow(connection, addresses, run):
    names = {"plan": run["plan"], "runId": run["runId"], "phase": "*"}
    subject = contract.fill(addresses["runEvent"], **names)
    live = contract.fill(addresses["liveRun"], **names)
    output = None
    async with aclosing(wire.follow(connection, EVENTS, subject, live)) as events:
        async for sequence, event in events:
            data = event["data"]
            phase = event["type"].split(".")[-2]
            wire.say(f"{sequence} {phase}")
            if phase == "tasks-settled":
                output = data["tasks"][0].get("output")
            if phase == "finished":
                return {"result": data["result"], "output": output}
    raise AssertionError("a stream is followed for ever")


def options_of(arguments):
    parser = argparse.ArgumentParser(description="Submits a run of one task and waits for its end.")
    parser.add_argument("--server", default="nats://127.0.0.1:4222")
    parser.add_argument("--user", required=True)
    parser.add_argument("--password", default=os.environ.get("NATS_PASSWORD", ""))
    parser.add_argument("--contract", default=ROOT / "asyncapi.yaml", help="the AsyncAPI document")
    parser.add_argument("--skill", required=True)
    parser.add_argument("--range", default="*", help="version range")
    parser.add_argument("--input", type=wire.json_object, default={}, help="a JSON object")
    parser.add_argument("--plan", default="one-task", help="a name for the plan")
    parser.add_argument("--key", default=f"python-{wire.nonce()}", help="the same key twice is the same run")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    wire.run(main, options_of(sys.argv[1:]))
