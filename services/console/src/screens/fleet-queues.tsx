// What waits for each skill in each pool: those with work first.
import type { BacklogRow, FleetRows } from '@dome/client/portable';

import { OBSERVER } from '../nats/credentials.ts';
import { Stale } from '../look/stale.tsx';
import type { Heard } from '../look/stale.tsx';
import { ageText } from '../look/time.ts';
import { routeText } from '../route/route.ts';
import { nowMs } from '../state/link.ts';
import { session } from '../state/session.ts';

const COLUMNS = ['skill', 'pool', 'waiting', 'in hand', 'again', 'last taken', 'parked', 'served by'] as const;

export function Queues({ rows: { backlog }, heard }: { readonly rows: FleetRows; readonly heard: Heard }) {
  return (
    <section class="part" aria-labelledby="queues">
      <h2 id="queues">Queues</h2>
      <Stale heard={heard} />
      {backlog.length > 0 ? (
        <table class="grid">
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {backlog.map((row) => (
              <Queue key={`${row.pool} ${row.skill}`} row={row} />
            ))}
          </tbody>
        </table>
      ) : heard.atMs === undefined ? undefined : (
        <p class="quiet">No skill has a queue: none was provisioned yet.</p>
      )}
    </section>
  );
}

/** The control plane does not tell observers. */
const neverText = (): string => (session.value?.user === OBSERVER ? 'unknown' : 'never');

function Queue({ row }: { readonly row: BacklogRow }) {
  const { pool, skill, waiting, inHand, redelivered, takenAt, parked, daemons } = row;
  const cells: readonly (readonly [string, (string | undefined)?])[] = [
    [pool],
    [String(waiting), waiting === 0 ? undefined : daemons === 0 ? 'fault' : 'waits'],
    [String(inHand)],
    [String(redelivered)],
    [takenAt === undefined ? neverText() : ageText(nowMs.value - Date.parse(takenAt))],
    [String(parked), parked === 0 ? undefined : 'fault'],
    [daemons === 0 ? 'nobody' : String(daemons), daemons === 0 ? 'fault' : undefined],
  ];
  return (
    <tr>
      <th scope="row" data-label={COLUMNS[0]}>
        <a href={routeText(['skills', skill])} data-row>
          {skill}
        </a>
      </th>
      {cells.map(([text, look], at) => (
        <td key={COLUMNS[at + 1]} class={look} data-label={COLUMNS[at + 1]}>
          {text}
        </td>
      ))}
    </tr>
  );
}
