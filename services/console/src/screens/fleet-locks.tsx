// Who holds which lock, and who waits for it in which order.
import type { LockHolder, LockView } from '@dome/contracts/portable';

import { Stale } from '../look/stale.tsx';
import { spanText } from '../look/time.ts';
import { routeText } from '../route/route.ts';
import { seenLocks } from '../state/fleet.ts';
import { nowMs } from '../state/link.ts';

export function Locks() {
  const { locks, heardAtMs, fault } = seenLocks.value;
  return (
    <section class="part" aria-labelledby="locks">
      <h2 id="locks">Locks</h2>
      <Stale heard={{ atMs: heardAtMs, fault }} />
      {locks.length > 0 ? (
        <ul class="rows">
          {locks.map((lock) => (
            <Lock key={lock.lock} lock={lock} />
          ))}
        </ul>
      ) : heardAtMs === undefined ? undefined : (
        <p class="quiet">
          No lock is held. A skill, or a task with <code>concurrency</code>, says which ones its jobs take.
        </p>
      )}
    </section>
  );
}

function Lock({ lock: { lock, holders, waiting } }: { readonly lock: LockView }) {
  return (
    <li class="lock">
      <h3 class="row-name">{lock}</h3>
      <ul>
        {holders.length === 0 ? <li class="quiet">held by nobody at this moment</li> : undefined}
        {holders.map((holder) => (
          <Holder key={holder.jobId} holder={holder} says="held by" symbol="●" />
        ))}
      </ul>
      <ol aria-label={`Jobs that wait for ${lock}`}>
        {waiting.map((holder, before) => (
          <Holder
            key={holder.jobId}
            holder={holder}
            says={before === 0 ? 'waits, next in line:' : `waits, ${before} before it:`}
            symbol="‖"
          />
        ))}
      </ol>
    </li>
  );
}

interface HolderLook {
  readonly holder: LockHolder;
  readonly says: string;
  readonly symbol: string;
}

function Holder({ holder: { skill, runId, jobId, mode, since, max }, says, symbol }: HolderLook) {
  return (
    <li>
      <a class="row lock-row" href={routeText(['runs', runId])} data-row>
        <span class={symbol === '●' ? 'lock-holds' : 'waits'} aria-hidden="true">
          {symbol}
        </span>
        <span>
          {says} <strong class="row-name">{jobId}</strong>
        </span>
        <span class="row-plan">
          {skill}, {mode}
          {max === undefined ? '' : ` to ${max}`}
        </span>
        <time class="row-age" dateTime={since} title={since}>
          for {spanText(nowMs.value - Date.parse(since))}
        </time>
      </a>
    </li>
  );
}
