// Who holds which lock, and who waits for it in which order.
import type { LockHolder, LockView } from '@dome/contracts/portable';
import type { ComponentChildren } from 'preact';

import { Grid } from '../look/grid.tsx';
import type { GridRow } from '../look/grid.tsx';
import { HolderLink, LockWaitLine } from '../look/lock-wait.tsx';
import { Stale } from '../look/stale.tsx';
import { Terms } from '../look/terms.tsx';
import { spanText } from '../look/time.ts';
import { OBSERVER } from '../nats/credentials.ts';
import { routeText } from '../route/route.ts';
import { seenLocks } from '../state/fleet.ts';
import { waitsOf } from '../state/held-runs.ts';
import { nowMs } from '../state/link.ts';
import { askLockWaits, seenLockWaits } from '../state/lock-waits.ts';
import { knownRuns } from '../state/run-store.ts';
import { session } from '../state/session.ts';
import { useWhileShown } from '../state/while-shown.ts';

const COLUMNS = ['lock', 'state', 'job', 'since', 'skill', 'mode'] as const;

const TERMS = [
  ['lock', 'A name that one job holds, or several share, while they run.'],
  ['nobody before it', 'This job gets the lock when it is let go.'],
  ['exclusive', 'It holds the lock alone.'],
  ['shared', 'It holds the lock together with others that share it.'],
  ['limited to N', 'It is one of at most N that hold the lock.'],
] as const;

export function Locks() {
  const { locks, heardAtMs, fault } = seenLocks.value;
  return (
    <section class="part" aria-labelledby="locks">
      <h2 id="locks">Locks</h2>
      <Stale heard={{ atMs: heardAtMs, fault }} />
      {session.value?.user === OBSERVER ? <NotedWaits /> : undefined}
      {locks.length > 0 ? (
        <>
          <Grid columns={COLUMNS} rows={locks.flatMap(rowsOfLock)} label="Who holds each lock, and who waits for it" />
          <Terms terms={TERMS} />
        </>
      ) : heardAtMs === undefined ? undefined : (
        <p class="quiet">
          No lock is held. A skill, or a task with <code>concurrency</code>, says which ones its jobs take.
        </p>
      )}
    </section>
  );
}

/** Whoever may not ask for locks knows what the jobs noted when they began to wait. */
function NotedWaits() {
  useWhileShown(askLockWaits);
  const waits = knownRuns.value.flatMap(({ state }) => waitsOf(state, seenLockWaits.value));
  return (
    <>
      {waits.map(({ job: { runId, taskId, jobId }, wait }) => (
        <LockWaitLine key={jobId} task={`${runId}/${taskId}`} wait={wait} />
      ))}
    </>
  );
}

const rowsOfLock = ({ lock, holders, waiting }: LockView): GridRow[] => [
  ...(holders.length === 0 ? [{ key: `${lock} nobody`, cells: [lock, 'held by nobody now', '', '', '', ''] }] : []),
  ...holders.map((holder) => rowOf(lock, holder, <span class="lock-holds">● held by</span>)),
  ...waiting.map((holder, before) =>
    rowOf(lock, holder, <span class="waits">‖ {`waits, ${before === 0 ? 'nobody' : before} before it`}</span>),
  ),
];

function rowOf(lock: string, holder: LockHolder, state: ComponentChildren): GridRow {
  const { skill, jobId, mode, since, max } = holder;
  return {
    key: `${lock} ${jobId}`,
    cells: [
      lock,
      state,
      <HolderLink key="job" holder={holder} isRow />,
      <time key="since" dateTime={since} title={since}>
        for {spanText(nowMs.value - Date.parse(since))}
      </time>,
      <a key="skill" href={routeText(['skills', skill])}>
        {skill}
      </a>,
      `${mode}${max === undefined ? '' : ` to ${max}`}`,
    ],
  };
}
