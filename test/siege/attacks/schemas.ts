// A person without roles asks for skills whose schemas cost a careless matcher for ever, and ada runs one whose output does.
import { repeat } from '../attack.ts';
import type { Attack, Tally } from '../attack.ts';
import type { ControlClient } from '@dome/client';
import { DomeError } from '@dome/contracts';

const EVERY_MS = 4_000;
const DEPTH = 40;

const planOf = (skill: string, input: object): string =>
  JSON.stringify({
    ...{ apiVersion: 'dome/v1', kind: 'Plan', name: 'bomb', version: '1.0.0', title: 'A bomb' },
    tasks: { bomb: { uses: `${skill}@^1`, input } },
  });
const POLICY = JSON.stringify({ apiVersion: 'dome/v1', kind: 'Policy', name: 'bomb', version: '1.0.0', gates: {} });

const nested = (depth: number): object => (depth === 0 ? {} : { deeper: nested(depth - 1) });

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
      await told(round.tally, () => who.plan.validate({ plan, policy: POLICY, resolve: true }));
      const idempotencyKey = `bomb-${dice.between(0, 2 ** 31)}`;
      await told(round.tally, () => who.runs.submit({ plan, policy: POLICY, idempotencyKey }));
      if (at % 4 !== 0) return;
      const output = planOf('bomb-output', {});
      const request = { plan: output, policy: POLICY, idempotencyKey: `output-${dice.between(0, 2 ** 31)}` };
      await told(round.tally, () => people.ada.client.runs.submit(request));
    });
  },
};

/** Whatever is answered is counted; no answer at all is a finding. */
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
