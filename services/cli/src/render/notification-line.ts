// One line for each thing that happens to a gate.
import { peopleIn, peopleText } from '@dome/runs';

import type { GateNotification } from '../notify/notification.ts';
import { oneLine, padEnd } from '../terminal/style.ts';
import type { Paint } from '../terminal/style.ts';

export function notificationLine({ what, at, gate }: GateNotification, paint: Paint): string {
  const { runId, iteration, title, run, state, decision } = gate;
  const time = at.replace(/\.\d+Z$/, 'Z');
  const colors = {
    waiting: 'yellow',
    reminded: 'yellow',
    decided: decision?.status === 'APPROVE' ? 'green' : 'red',
  } as const;
  const round = run.maxIterations === 1 ? '' : `/${iteration}`;
  const asked = title === undefined ? '' : `  ${oneLine(title)}`;
  const late = what !== 'decided' && state !== 'waiting' ? `  (${state} by now)` : '';
  return `${time}  ${paint(colors[what], padEnd(what, 8))}  ${runId}/${gate.gate}${round}${asked}  ${factText({ what, gate })}${late}`;
}

function factText({ what, gate }: Pick<GateNotification, 'what' | 'gate'>): string {
  const { asking, decision, run } = gate;
  const by = `submitted by ${oneLine(run.submittedBy.user)}`;
  if (what === 'decided') {
    const people = decision?.decidedBy.people;
    return `${decision?.status ?? ''}${people === undefined ? '' : ` by ${people.map(oneLine).join(', ')}`}  ${by}`;
  }
  const { missing = [], deadline = '' } = asking ?? {};
  const asks = peopleIn(missing) === 0 ? 'nobody is missing' : `asks ${peopleText(missing)}`;
  return `${asks}  until ${deadline.replace(/\.\d+Z$/, 'Z')}  ${by}`;
}
