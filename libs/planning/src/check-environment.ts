// What the schema of an environment cannot check: ranges, time zones, dates, windows that end before they begin.
import { isLocalTime, isTimeZone, parseSkillUse, rangeFault, REHEARSAL_ENVIRONMENT } from '@dome/contracts';
import type { Environment } from '@dome/contracts';

import { BUILD } from './law-document.ts';
import { environmentPeopleFaults } from './check-asking.ts';
import type { Fault } from './source.ts';

export function* environmentFaults(environment: Environment): Generator<Fault> {
  const { name, promotesFrom, policy, plans, skills, windows = [], freezes = [] } = environment;
  if (name === BUILD) yield { pointer: '/name', message: `${BUILD} is where an artifact is made, not an environment` };
  if (name === REHEARSAL_ENVIRONMENT)
    yield { pointer: '/name', message: `${name} is where skills are tried, not an environment` };
  for (const [index, from] of promotesFrom.entries()) {
    if (from === name) yield { pointer: `/promotesFrom/${index}`, message: 'is the environment itself' };
  }
  yield* environmentPeopleFaults(environment);
  yield* useFaults('/policy', policy);
  for (const [index, use] of plans.entries()) yield* useFaults(`/plans/${index}`, use);
  for (const [index, use] of skills.entries()) yield* useFaults(`/skills/${index}`, use);
  for (const [index, { from, to, timeZone }] of windows.entries()) {
    const pointer = `/windows/${index}`;
    yield* zoneFaults(pointer, timeZone);
    if (from >= to)
      yield { pointer: `${pointer}/to`, message: `is not after ${from}: give the next day a window of its own` };
  }
  for (const [index, { from, to, timeZone }] of freezes.entries()) {
    const pointer = `/freezes/${index}`;
    yield* zoneFaults(pointer, timeZone);
    for (const [key, time] of Object.entries({ from, to })) {
      if (!isLocalTime(time)) yield { pointer: `${pointer}/${key}`, message: `${time} is no date and time` };
    }
    if (from >= to) yield { pointer: `${pointer}/to`, message: `is not after ${from}` };
  }
}

function* useFaults(pointer: string, use: string): Generator<Fault> {
  const { name, range } = parseSkillUse(use);
  const fault = rangeFault(name, range);
  if (fault !== undefined) yield { pointer, message: fault.detail, hint: fault.hint };
}

function* zoneFaults(pointer: string, timeZone: string): Generator<Fault> {
  if (isTimeZone(timeZone)) return;
  const message = `${timeZone} is no time zone`;
  yield { pointer: `${pointer}/timeZone`, message, hint: 'Write a name such as Europe/Vienna, or UTC.' };
}
