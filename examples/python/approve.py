"""Follows a run as a person: shows each event, votes on the gates that wait for this person, and ends with the run.

    python3 approve.py --user grace --password … --run release-hiqjqavj

Each line of an event begins with its sequence. Whoever was interrupted goes on behind it with `--from`, and a broker that
is away meanwhile costs nothing but the time.
"""

import asyncio
import json
import sys
from contextlib import aclosing

import contract
import wire


async def main(options):
    addresses = contract.addresses(options.contract)
    connection = await wire.connect(options.server, options.user, options.password)
    try:
        outcome = await follow(connection, addresses, options)
    finally:
        await connection.close()
    print(json.dumps(outcome))
    return 0 if outcome["result"] == "success" else 1


async def follow(connection, addresses, options):
    names = {"plan": "*", "runId": options.run, "phase": "*"}
    subject = contract.fill(addresses["runEvent"], **names)
    live = contract.fill(addresses["liveRun"], **names)
    votes = []
    async with aclosing(wire.follow(connection, wire.RUN_EVENTS, subject, live, options.from_)) as events:
        async for sequence, event in events:
            phase = event["type"].split(".")[-2]
            wire.say(f"{sequence} {phase}")
            if phase == "approval-requested":
                votes += await vote(connection, addresses, options, sequence)
            if phase == "finished":
                return {"runId": options.run, "result": event["data"]["result"], "votes": votes}
    raise AssertionError("a stream is followed for ever")


async def vote(connection, addresses, options, sequence):
    """On what waits now: an event of the past may ask for what has been decided since.

    `minSequence` makes whoever answers read as far as this program has.
    """
    question = {"runId": options.run, "mine": True, "minSequence": sequence}
    votes = []
    gates = (await wire.insist(connection, addresses["controlGateList"], question))["gates"]
    if not gates:
        wire.say(f"  no gate of it waits for {options.user}")
    for gate in gates:
        where = f"{gate['gate']}/{gate['iteration']}"
        for rule in gate["decision"]["rules"]:
            wire.say(f"  {rule['expression']}: {rule['value']}")
        if not await is_wanted(options, where):
            continue
        # The digest says what this person has seen: a vote on other evidence does not count.
        answer = {name: gate[name] for name in ("runId", "gate", "iteration", "evidenceDigest")}
        answer |= {"verdict": options.verdict, "reason": options.reason}
        said = await wire.insist(connection, addresses["controlGateDecide"], answer)
        wire.say(f"{said['verdict']} {where} as {said['by']}" + (", as said before" if said["existing"] else ""))
        votes.append({"gate": where, "verdict": said["verdict"]})
    return votes


async def is_wanted(options, where):
    """The question waits in a thread, so that the connection goes on meanwhile."""
    if options.yes:
        return True
    wire.say(f"{options.verdict} {where}? [y/N]")
    return (await asyncio.to_thread(sys.stdin.readline)).strip().lower() == "y"


def options_of(arguments):
    parser = wire.options("Follows a run and votes on its gates.")
    parser.add_argument("--run", required=True)
    parser.add_argument("--from", dest="from_", type=int, default=1, help="the sequence to go on from")
    parser.add_argument("--verdict", default="approve", choices=["approve", "reject"])
    parser.add_argument("--reason", default="seen by a program", help="is recorded with the vote")
    parser.add_argument("--yes", action="store_true", help="votes without a question")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    wire.run(main, options_of(sys.argv[1:]))
