// What waits for each skill in each pool: those with work first.
import type { BacklogRow, FleetRows } from '@dome/client/portable';

import { Grid } from '../look/grid.tsx';
import type { GridRow } from '../look/grid.tsx';
import { Stale } from '../look/stale.tsx';
import type { Heard } from '../look/stale.tsx';
import { Terms } from '../look/terms.tsx';
import { ageText } from '../look/time.ts';
import { OBSERVER } from '../nats/credentials.ts';
import { routeText } from '../route/route.ts';
import { nowMs } from '../state/link.ts';
import { session } from '../state/session.ts';

const COLUMNS = [
  'skill',
  'pool',
  'waiting',
  'in hand',
  'delivered again',
  'last taken',
  'parked',
  'served by',
] as const;

const TERMS = [
  ['pool', 'A routing group of daemons.'],
  ['waiting', 'Commands that no daemon has taken yet.'],
  [
    'in hand',
    'Commands that a daemon has taken and that are not ended: their jobs run, or wait for a lock or another try.',
  ],
  ['delivered again', 'Those in hand that were delivered before: a daemon was lost with them, or gave them back.'],
  ['last taken', 'How long ago a daemon took a command.'],
  ['parked', 'Jobs that are set aside for a person, because no daemon could reach a verdict.'],
  ['served by', 'How many daemons run the skill for the pool.'],
] as const;

export function Queues({ rows: { backlog }, heard }: { readonly rows: FleetRows; readonly heard: Heard }) {
  return (
    <section class="part" aria-labelledby="queues">
      <h2 id="queues">Queues</h2>
      <Stale heard={heard} />
      {backlog.length > 0 ? (
        <>
          <Grid columns={COLUMNS} rows={backlog.map(queueRow)} label="What waits for each skill" />
          <Terms terms={TERMS} />
        </>
      ) : heard.atMs === undefined ? undefined : (
        <p class="quiet">No skill has a queue: none was provisioned yet.</p>
      )}
    </section>
  );
}

/** The control plane does not tell observers. */
const neverText = (): string => (session.value?.user === OBSERVER ? 'unknown' : 'never');

function queueRow({ pool, skill, waiting, inHand, redelivered, takenAt, parked, daemons }: BacklogRow): GridRow {
  const looks = (text: string, look: string | false) => (look === false ? text : <span class={look}>{text}</span>);
  return {
    key: `${pool} ${skill}`,
    cells: [
      <a key="skill" href={routeText(['skills', skill])} data-row>
        {skill}
      </a>,
      pool,
      looks(String(waiting), waiting > 0 && (daemons === 0 ? 'fault' : 'waits')),
      String(inHand),
      String(redelivered),
      takenAt === undefined ? neverText() : ageText(nowMs.value - Date.parse(takenAt)),
      looks(String(parked), parked > 0 && 'fault'),
      looks(daemons === 0 ? 'nobody' : String(daemons), daemons === 0 && 'fault'),
    ],
  };
}
