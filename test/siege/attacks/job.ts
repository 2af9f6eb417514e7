// One job of an attack. What it does to itself does not matter; it must end.
import type { Dice } from '../../chaos/dice.ts';
import type { Tally } from '../attack.ts';
import type { Ground } from '../ground.ts';
import type { JobEnd } from '../strikes.ts';

const WITHIN_MS = 120_000;

export interface JobAttack {
  readonly name: string;
  readonly skill: 'attack-shell' | 'attack-node' | 'keyed';
  readonly script: string;
  readonly dice: Dice;
  readonly tally: Tally;
}

export async function strikeWith(ground: Ground, { name, skill, script, dice, tally }: JobAttack): Promise<JobEnd> {
  const key = `attack-${name}-${dice.between(0, 2 ** 31)}`;
  const end = await ground.strikes.submit({
    skill,
    runId: `attack-${name}`,
    key,
    input: { script },
    withinMs: WITHIN_MS,
  });
  tally.count(end.code === '' ? end.phase : `${end.phase} ${end.code}`);
  if (end.phase === 'silent') tally.find(`a job did not end within ${WITHIN_MS / 1_000} s`);
  return end;
}
