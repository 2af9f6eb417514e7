// Endless messages to every endpoint, subject and header, in an order that the seed decides. Every request must be answered
// as the contract says; a plane that is slow to answer gets fewer, because the broker is not what is tested.
import fc from 'fast-check';

import type { Dice } from '../../chaos/dice.ts';
import { hostile } from '../../hostile/values.ts';
import { wait } from '../attack.ts';
import type { Tally } from '../attack.ts';
import type { Ground } from '../ground.ts';
import { openRawWire } from '../raw-wire.ts';
import type { RawReply, RawWire } from '../raw-wire.ts';
import { judgeAnswer } from './answer.ts';
import type { Asked } from './answer.ts';
import { headerBlock } from './headers.ts';
import { targets } from './targets.ts';
import type { FuzzUser, Target } from './targets.ts';

const TICK_MS = 20;
const ANSWER_MS = 5_000;
const OPEN_MAX = 128;
const UNSENT_BYTES_MAX = 4 * 1_048_576;
const BATCH = 8;
/** Headers count toward the broker's size limit for one message. */
const MESSAGE_BYTES_MAX = 1_040_000;
const SHOWN_BYTES = 120;

interface Open extends Asked {
  readonly what: string;
  readonly sentAtMs: number;
}

export interface FuzzResult {
  readonly sent: number;
  readonly answered: number;
}

export async function fuzz(
  ground: Ground,
  of: { readonly perSecond: number; readonly over: AbortSignal; readonly tally: Tally },
): Promise<FuzzResult> {
  const { perSecond, over, tally } = of;
  await using wires = await openWires(ground, tally, (user, reply) => take(user, reply));
  const messages = messagesOf(ground.dice('fuzz'));
  const open = new Map<string, Open>();
  const counts = { sent: 0, answered: 0, expected: 0 };

  const take = (user: FuzzUser, reply: RawReply): void => {
    const key = `${user} ${reply.subject.split('.').at(-1)}`;
    const asked = open.get(key);
    if (asked === undefined) return;
    open.delete(key);
    counts.answered += 1;
    const judged = judgeAnswer(asked, reply);
    if ('outcome' in judged) tally.count(judged.outcome);
    else tally.find(`${asked.what}: ${judged.finding}`);
  };
  const send = (): void => {
    const { target, payload, header, subject } = messages.next();
    const wire = wires.of(target.user);
    counts.sent += 1;
    const token = String(counts.sent);
    if (target.endpoint !== undefined) {
      const shown = Buffer.from(payload.subarray(0, SHOWN_BYTES)).toString('latin1');
      const what = `message ${token}, ${target.name} as ${target.user} (${JSON.stringify(shown)})`;
      const { endpoint } = target;
      open.set(`${target.user} ${token}`, {
        endpoint,
        payload,
        isDamaged: header.isDamaged,
        what,
        sentAtMs: performance.now(),
      });
      counts.expected += 1;
    }
    wire.send({ subject, reply: `${wire.inbox}.${token}`, header: header.bytes, payload });
  };
  const expire = (): void => {
    for (const [key, { sentAtMs, what }] of open) {
      if (performance.now() - sentAtMs < ANSWER_MS) return;
      open.delete(key);
      tally.find(`no answer within ${ANSWER_MS} ms: ${what}`);
    }
  };

  let due = 0;
  let lastMs = performance.now();
  while (!over.aborted) {
    const nowMs = performance.now();
    due = Math.min(due + ((nowMs - lastMs) * perSecond) / 1_000, perSecond);
    lastMs = nowMs;
    while (due >= 1 && open.size < OPEN_MAX && wires.unsentBytes < UNSENT_BYTES_MAX) {
      send();
      due -= 1;
    }
    expire();
    await wait(TICK_MS, over);
  }
  const lastAnswersMs = performance.now() + ANSWER_MS;
  const never = new AbortController().signal;
  while (open.size > 0 && performance.now() < lastAnswersMs + TICK_MS) {
    await wait(TICK_MS, never);
    expire();
  }
  return { sent: counts.sent, answered: counts.answered };
}

interface Wires extends AsyncDisposable {
  of(user: FuzzUser): RawWire;
  readonly unsentBytes: number;
}

async function openWires(
  { server }: Ground,
  tally: Tally,
  onReply: (user: FuzzUser, reply: RawReply) => void,
): Promise<Wires> {
  await using stack = new AsyncDisposableStack();
  const wires = new Map<FuzzUser, RawWire>();
  for (const user of ['peggy', 'oscar', 'dome', 'domed'] as const) {
    const wire = await openRawWire({
      credentials: server.credentials(user),
      name: 'fuzz',
      onReply: (reply) => onReply(user, reply),
      onClosed: (reason) => tally.find(`the connection of ${user} was closed: ${reason}`),
    });
    wires.set(user, stack.use(wire));
  }
  const owned = stack.move();
  return {
    of: (user) => {
      const wire = wires.get(user);
      if (wire === undefined) throw new Error(`${user} has no connection`);
      return wire;
    },
    get unsentBytes() {
      return [...wires.values()].reduce((sum, wire) => sum + wire.unsentBytes, 0);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

interface Fuzzed {
  readonly target: Target;
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly header: ReturnType<typeof headerBlock>;
}

/** The n-th message is the same for the same dice. */
export function messagesOf(dice: Dice): { next(): Fuzzed } {
  const weighted = targets().flatMap((target) => Array.from({ length: target.weight }, () => target));
  const ready = new Map<Target, Uint8Array[]>();
  const payloadFor = (target: Target): Uint8Array => {
    const known = ready.get(target) ?? [];
    const payload = known.pop();
    if (payload !== undefined) return payload;
    const made = fc.sample(hostile(target.example), { numRuns: BATCH, seed: dice.between(0, 2 ** 31 - 1) });
    ready.set(target, made);
    return made.pop() ?? new Uint8Array();
  };
  return {
    next: () => {
      const target = dice.pick(weighted);
      const isGood = dice.between(1, 6) === 1;
      const payload = isGood ? Buffer.from(JSON.stringify(target.example)) : payloadFor(target);
      const header = headerBlock(dice);
      const fits = header.bytes.byteLength + payload.byteLength < MESSAGE_BYTES_MAX;
      return { target, subject: target.subject(dice), payload: fits ? payload : new Uint8Array(), header };
    },
  };
}
