import { DomeError, nearestName } from '@dome/contracts';
import type { EnvironmentView } from '@dome/contracts';

import { environmentNames, environmentView } from '../views/environment-view.ts';
import { limitOf } from '../views/page.ts';
import type { Handler, ServiceParts } from './parts.ts';

export function environmentList({ law, standings, caughtUp }: ServiceParts): Handler<'controlEnvironmentList'> {
  return async ({ limit, after }) => {
    const [state] = await Promise.all([law.refresh(), caughtUp()]);
    const names = environmentNames(state, standings()).filter((name) => after === undefined || name > after);
    const page = names.slice(0, limitOf(limit));
    const environments = page.map((name): EnvironmentView => environmentView(state, standings(), name));
    const last = page.at(-1);
    return { environments, ...(last === undefined || page.length === names.length ? {} : { next: last }) };
  };
}

export function environmentGet({ law, standings, caughtUp }: ServiceParts): Handler<'controlEnvironmentGet'> {
  return async ({ name }) => {
    const [state] = await Promise.all([law.refresh(), caughtUp()]);
    const names = environmentNames(state, standings());
    if (names.includes(name)) return { environment: environmentView(state, standings(), name) };
    const near = nearestName(name, names);
    const guess = near === undefined ? '' : `; did you mean ${near}?`;
    throw new DomeError('NOT_FOUND', {
      detail: `the law has no environment ${name}${guess}`,
      pointer: '/name',
      hint: 'List them with `dome environment list`.',
    });
  };
}
