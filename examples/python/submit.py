"""Submits a run of one task as a person, by one request; follows the run to its end and prints the result as one JSON line.

    python3 submit.py --user ada --password … --skill echo --input '{"text": "hello"}'
"""

import json
import sys
from contextlib import aclosing

import contract
import wire


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
    async with aclosing(wire.follow(connection, wire.RUN_EVENTS, subject, live)) as events:
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
    parser = wire.options("Submits a run of one task and waits for its end.")
    parser.add_argument("--skill", required=True)
    parser.add_argument("--range", default="*", help="version range")
    parser.add_argument("--input", type=wire.json_object, default={}, help="a JSON object")
    parser.add_argument("--plan", default="one-task", help="a name for the plan")
    parser.add_argument("--key", default=f"python-{wire.nonce()}", help="the same key twice is the same run")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    wire.run(main, options_of(sys.argv[1:]))
