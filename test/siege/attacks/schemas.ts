// A person without roles asks for skills whose schemas keep a careless matcher busy for ever, and ada runs one whose output
// does.
import { repeat } from '../attack.ts';
import type { Attack, Tally } from '../attack.ts';
import type { ControlClient } from '@dome/client';
import { DomeError } from '@dome/contracts';

const EVERY_MS = 4_000;
const DEPTH = 40;

const planOf = (skill: string, input: object): string =>
  JSON.stringify({
    apiVersion: 'dome/v1',
    kind: 'Plan',
    name: 'bomb',
    version: '1.0.0',
    title: 'A bomb',
    tasks: { bomb: { uses: `${skill}@^1`, input } },
  });

const nested = (depth: number): object => (depth === 0 ? {} : { deeper: nested(depth - 1) });

/** Each level of the inputs is tried in four ways, so the cost is exponential in their depth. */
const BRANCHING = JSON.stringify({
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'branching',
  version: '1.0.0',
  title: 'A bomb of its own',
  inputs: {
    type: 'object',
    properties: { tree: { $ref: '#/$defs/node' } },
    $defs: {
      node: {
        type: 'object',
        properties: {
          deeper: { anyOf: ['a', 'b', 'c', 'd'].map((name) => ({ $ref: '#/$defs/node', required: [name] })) },
        },
      },
    },
  },
  tasks: { one: { uses: 'count-node@^1', input: { lines: 2, seconds: 0 } } },
});

const BOMBS: readonly (readonly [skill: string, input: object])[] = [
  ['bomb-input', { text: `${'a'.repeat(34)}!` }],
  ['bomb-input', { text: 'a', more: `${'a'.repeat(40)}!` }],
  ['bomb-input', { text: 'a'.repeat(100_000) }],
  ['bomb-anyof', { tree: nested(DEPTH) }],
];

export const schemaBombs: Attack = {
  name: 'schema-bombs',
  title: 'patterns and schemas without end',
  run: async ({ people }, round) => {
    const { dice } = round;
    let at = 0;
    await repeat(EVERY_MS, round, async () => {
      const [skill, input] = BOMBS[at % BOMBS.length] ?? ['bomb-input', {}];
      const plan = planOf(skill, input);
      const who = at % 2 === 0 ? people.mallory.client : people.ada.client;
      at += 1;
      await told(round.tally, () => who.plan.validate({ plan, resolve: true }));
      const idempotencyKey = `bomb-${dice.between(0, 2 ** 31)}`;
      await told(round.tally, () => who.runs.submit({ plan, idempotencyKey }));
      const inputs = { tree: nested(DEPTH) };
      const branching = { plan: BRANCHING, inputs, idempotencyKey: `branching-${dice.between(0, 2 ** 31)}` };
      await told(round.tally, () => people.ada.client.runs.submit(branching));
      if (at % 4 !== 0) return;
      const output = planOf('bomb-output', {});
      const request = { plan: output, idempotencyKey: `output-${dice.between(0, 2 ** 31)}` };
      await told(round.tally, () => people.ada.client.runs.submit(request));
    });
  },
};

/** Any answer is counted; no answer at all is a finding. */
export async function told(
  tally: Tally,
  ask: () => ReturnType<ControlClient['plan']['validate']> | Promise<unknown>,
): Promise<void> {
  try {
    await ask();
    tally.count('accepted');
  } catch (error) {
    const code = error instanceof DomeError ? error.code : String(error);
    tally.count(code);
    if (code === 'TIMEOUT' || code === 'INTERNAL') tally.find(`${code}: ${String(error)}`);
  }
}
