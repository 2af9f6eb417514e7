// Whether an environment is open to promotions: if not, what closes it, until when, and what that stops.
import type { Environment } from '@dome/contracts/portable';
import { useMemo } from 'preact/hooks';

import { Moment } from '../look/moment.tsx';
import { openTimes } from '../look/open-times.ts';
import type { Freeze } from '../look/open-times.ts';
import { nowMs } from '../state/link.ts';

interface TimesProps {
  readonly name: string;
  readonly law: Pick<Environment, 'freezes' | 'windows'>;
}

/** Law knows no smaller unit. */
const MINUTE_MS = 60_000;

export function Times({ name, law }: TimesProps) {
  const minute = Math.floor(nowMs.value / MINUTE_MS);
  const times = useMemo(() => openTimes(law, minute * MINUTE_MS), [law, minute]);
  const { isOpen, untilMs, frozen, coming, window } = times;
  return (
    <div class="times">
      <p class={isOpen ? 'mark-success' : 'waits'}>
        {isOpen ? '✔ Open to promotions' : '✖ Closed to promotions'}
        {untilMs === undefined ? (isOpen ? ' at any time' : '') : ' until '}
        {untilMs === undefined ? undefined : <Moment ms={untilMs} />}
      </p>
      <ul>
        {frozen.map((freeze) => (
          <li key={freeze.toMs}>
            ❄ frozen until <Moment ms={freeze.toMs} />
            {becauseOf(freeze)}
          </li>
        ))}
        {window === undefined ? undefined : (
          <li>
            {window.isWithin ? 'within its window, which closes' : 'outside of its window, which opens'}{' '}
            {window.changesMs === undefined ? 'never' : <Moment ms={window.changesMs} />}:{' '}
            {(law.windows ?? [])
              .map(({ days, from, to, timeZone }) => `${days.join(' ')} ${from} to ${to} ${timeZone}`)
              .join(', ')}
          </li>
        )}
        {isOpen ? undefined : (
          <li>
            Until then a run that promotes into {name} is refused when it is submitted; one that was submitted before,
            and whose gates are all approved in the meantime, is refused its promotion and fails. Whatever stands here
            stays.
          </li>
        )}
        {coming.map((freeze) => (
          <li key={freeze.fromMs} class="quiet">
            next freeze: <Moment ms={freeze.fromMs} /> to <Moment ms={freeze.toMs} />
            {becauseOf(freeze)}
          </li>
        ))}
      </ul>
    </div>
  );
}

const becauseOf = ({ reason }: Freeze): string => (reason === undefined ? '' : `: ${reason}`);
