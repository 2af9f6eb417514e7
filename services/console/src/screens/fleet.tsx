// The fleet as `dome top` shows it, and the locks that `dome lock list` shows: who serves, who holds what, what waits.
import type { FleetRows, PartName } from '@dome/client/portable';

import { Fact } from '../look/fact.tsx';
import type { Heard } from '../look/stale.tsx';
import { isUnheard } from '../look/stale.tsx';
import { ageText } from '../look/time.ts';
import { askFleet, fleetRows, seenLocks } from '../state/fleet.ts';
import { nowMs } from '../state/link.ts';
import { useWhileShown } from '../state/while-shown.ts';
import { Daemons } from './fleet-daemons.tsx';
import { Locks } from './fleet-locks.tsx';
import { Queues } from './fleet-queues.tsx';

export function Fleet() {
  useWhileShown(askFleet);
  const rows = fleetRows.value;
  return (
    <section class="screen" aria-labelledby="title">
      <header class="head">
        <h1 id="title">Fleet</h1>
        <Figures rows={rows} />
      </header>
      <Locks />
      <Daemons rows={rows} heard={heardOf(rows, 'daemons')} />
      <Queues rows={rows} heard={heardOf(rows, 'backlog')} />
    </section>
  );
}

const heardOf = ({ faults, heardAtMs }: FleetRows, part: PartName): Heard => ({
  atMs: heardAtMs[part],
  fault: faults[part],
});

function Figures({ rows }: { readonly rows: FleetRows }) {
  const { daemons, replicas, slots, waiting, inHand, oldestAt } = rows;
  const unless = (part: PartName, text: string): string => (isUnheard(heardOf(rows, part)) ? 'unknown' : text);
  const { locks, heardAtMs: locksAtMs } = seenLocks.value;
  const held = locks.filter(({ holders }) => holders.length > 0).length;
  const blocked = locks.reduce((sum, lock) => sum + lock.waiting.length, 0);
  return (
    <dl class="facts">
      <Fact name="control plane" value={unless('replicas', replicas.map(replicaText).join(', ') || 'none answers')} />
      <Fact name="daemons" value={String(daemons.length)} />
      <Fact name="slots" value={unless('daemons', `${slots.used} of ${slots.total} used`)} />
      <Fact name="commands" value={unless('backlog', `${waiting} waiting, ${inHand} in hand`)} />
      {oldestAt === undefined ? undefined : (
        <Fact name="oldest command" value={`sent ${ageText(nowMs.value - Date.parse(oldestAt))} ago`} />
      )}
      <Fact name="locks" value={locksAtMs === undefined ? 'unknown' : `${held} held, ${blocked} waiting`} />
    </dl>
  );
}

const replicaText = ({ instance, status }: FleetRows['replicas'][number]): string => `${instance} ${status}`;
