// Each daemon with its slots; opened, what it serves and what it says of itself.
import { showSize } from '@dome/contracts/portable';
import type { DaemonRow, FleetRows, SeenFleet } from '@dome/client/portable';

import { Empty } from '../look/empty.tsx';
import { Fact } from '../look/fact.tsx';
import { isUnheard, Stale } from '../look/stale.tsx';
import type { Heard } from '../look/stale.tsx';
import { Terms } from '../look/terms.tsx';
import { ageText } from '../look/time.ts';
import { routeText } from '../route/route.ts';
import { fleet } from '../state/fleet.ts';
import { nowMs } from '../state/link.ts';

const TERMS = [
  ['slot', 'A place for one running job on a daemon.'],
  ['in hand', 'Jobs that it has taken and not ended, those that wait for a lock included.'],
  ['pool', 'A routing group of daemons.'],
  ['draining', 'It takes no new job, and ends when those in hand have ended.'],
  ['degraded, silent', 'It says that something is wrong, or does not answer.'],
  ['guard', 'What keeps the processes of a skill together and away from others.'],
] as const;

export function Daemons({ rows, heard }: { readonly rows: FleetRows; readonly heard: Heard }) {
  const { daemons } = rows;
  return (
    <section class="part" aria-labelledby="daemons">
      <h2 id="daemons">Daemons</h2>
      <Stale heard={heard} />
      {daemons.length > 0 ? (
        <>
          <ul class="rows">
            {daemons.map((daemon) => (
              <Daemon key={daemon.instance} daemon={daemon} heard={heard} />
            ))}
          </ul>
          <Terms terms={TERMS} />
        </>
      ) : heard.atMs === undefined ? undefined : (
        <Empty
          says="No daemon answers. Start one on a machine that has skills:"
          commands={['domed --skills ./skills']}
        />
      )}
    </section>
  );
}

const STATUS_SYMBOLS: Readonly<Record<DaemonRow['status'], string>> = {
  ok: '✔',
  degraded: '⚠',
  draining: '◔',
  silent: '✖',
  unknown: '?',
};

type Announced = SeenFleet['announcements'];

function Daemon({ daemon, heard }: { readonly daemon: DaemonRow; readonly heard: Heard }) {
  const { instance, status, pools, inHand, version, faults } = daemon;
  const announced = fleet.value.announcements.filter((one) => one.instance === instance);
  return (
    <li>
      <details>
        <summary class="row daemon-row" data-row>
          <span class={`fleet-status fleet-${status}`}>
            <span aria-hidden="true">{STATUS_SYMBOLS[status]}</span> {status}
          </span>
          <span class="row-name">{instance}</span>
          <Slots daemon={daemon} announced={announced} />
          <span>{inHand === undefined ? 'in hand unknown' : `${inHand} in hand`}</span>
          <span>{pools.length === 0 ? 'no pool' : pools.join(', ')}</span>
          <span class="row-age">{seenText(daemon, heard)}</span>
          <span class="row-by">{version === undefined ? 'version unknown' : `v${version}`}</span>
          {faults.length === 0 ? undefined : <span class="fault daemon-fault">{faults.join(' · ')}</span>}
        </summary>
        <About daemon={daemon} announced={announced} />
      </details>
    </li>
  );
}

/** It answers each time that it is asked, or it is not shown. */
function seenText({ status }: DaemonRow, heard: Heard): string {
  if (isUnheard(heard) || heard.atMs === undefined) return 'last seen unknown';
  return status === 'silent' ? 'does not answer' : `seen ${ageText(nowMs.value - heard.atMs)}`;
}

function Slots({ daemon: { slots }, announced }: { readonly daemon: DaemonRow; readonly announced: Announced }) {
  if (slots === undefined) return <span>slots ? of {announced[0]?.slots ?? '?'}</span>;
  const { used, total } = slots;
  return (
    <span class="slots">
      <progress value={used} max={Math.max(1, total)} aria-label={`${used} of ${total} slots used`} />
      {used}/{total} slots
    </span>
  );
}

function About({ daemon, announced }: { readonly daemon: DaemonRow; readonly announced: Announced }) {
  const { guard, memoryBytes, loopP99Ms } = daemon;
  const since = announced.flatMap(({ announcedAt }) => announcedAt ?? []).toSorted()[0];
  return (
    <div class="daemon-about">
      <dl class="facts">
        <Fact name="guard" value={guard ?? 'unknown'} />
        {since === undefined ? undefined : (
          <Fact name="serves since" value={`${ageText(nowMs.value - Date.parse(since))} (${since.slice(0, 19)}Z)`} />
        )}
        {memoryBytes === undefined ? undefined : <Fact name="memory" value={showSize(memoryBytes)} />}
        {loopP99Ms === undefined ? undefined : <Fact name="event loop, 99 %" value={`${loopP99Ms} ms`} />}
      </dl>
      <ul class="chips" aria-label="Skills that it serves">
        {announced.map(({ pool, name, version }) => (
          <li key={`${pool} ${name} ${version}`}>
            <a href={routeText(['skills', name])}>
              {name} {version}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
