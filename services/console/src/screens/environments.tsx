// What stands where, since when, by whose decision and on which evidence; when nothing may be promoted; and what was before.
import { openFreezes, isInWindow } from '@dome/contracts/portable';
import type { StandingArtifact } from '@dome/contracts/portable';

import { AskFault } from '../look/ask-fault.tsx';
import { DigestText } from '../look/digest-text.tsx';
import { Empty } from '../look/empty.tsx';
import { ageText } from '../look/time.ts';
import { route, routeText } from '../route/route.ts';
import { useAnswer } from '../state/answer.ts';
import { askEnvironments, promotionMoves } from '../state/environments.ts';
import type { SeenEnvironment } from '../state/environments.ts';
import { nowMs } from '../state/link.ts';
import { promotionsInto } from '../state/promotions.ts';
import type { RunPromotion } from '../state/promotions.ts';
import { runs } from '../state/run-store.ts';

/** Of one among others. */
const HISTORY_SHOWN = 3;

export function Environments() {
  const [, name] = route.value.path;
  const answer = useAnswer({ about: () => promotionMoves.value, ask: askEnvironments });
  const { value, fault } = answer.value;
  const shown = value?.filter((one) => name === undefined || one.name === name);
  return (
    <section class="screen" aria-labelledby="title">
      <header class="head">
        <h1 id="title">{name ?? 'Environments'}</h1>
        {name === undefined ? undefined : <a href={routeText(['environments'])}>All environments</a>}
      </header>
      {fault === undefined ? undefined : <AskFault what="What stands where is not known now:" fault={fault} />}
      {shown === undefined ? (
        <p class="quiet" role="status">
          Asking what stands where …
        </p>
      ) : shown.length === 0 ? (
        <Empty
          says={name === undefined ? 'The law has no environment. Propose one:' : `There is no environment ${name}.`}
          commands={['dome law apply law --reason "the first environments"']}
        />
      ) : (
        shown.map((one) => <Place key={one.name} place={one} isAlone={name !== undefined} />)
      )}
    </section>
  );
}

interface PlaceProps {
  readonly place: SeenEnvironment;
  readonly isAlone: boolean;
}

function Place({ place, isAlone }: PlaceProps) {
  const { name, title, version, standing, underWay } = place;
  const past = promotionsInto(
    [...runs.value.values()].map(({ state }) => state),
    name,
  );
  return (
    <section class="part place" aria-label={`What stands in ${name}`}>
      <h2>
        <a href={routeText(['environments', name])} data-row>
          {name}
        </a>{' '}
        <small class="quiet">
          {title === undefined || title.toLowerCase() === name ? '' : `${title}, `}
          {version === undefined ? 'no longer in the law' : `definition ${version}`}
        </small>
      </h2>
      <Times place={place} />
      {standing.length === 0 ? <p class="quiet">Nothing stands here.</p> : <Standing standing={standing} />}
      {underWay.map(({ name: artifact, digest, runId }) => (
        <p key={`${runId} ${artifact}`} class="waits">
          {artifact} <DigestText digest={digest} /> is under way, in <a href={routeText(['runs', runId])}>{runId}</a>
        </p>
      ))}
      <History past={isAlone ? past : past.slice(0, HISTORY_SHOWN)} left={isAlone ? 0 : past.length - HISTORY_SHOWN} />
    </section>
  );
}

function Standing({ standing }: { readonly standing: readonly StandingArtifact[] }) {
  return (
    <table class="grid">
      <thead>
        <tr>
          {['artifact', 'digest', 'since', 'decided by', 'run and its gates'].map((title) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {standing.map(({ name, digest, since, decidedBy, runId, from }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td data-label="digest">
              <DigestText digest={digest} />
            </td>
            <td data-label="since">
              <time dateTime={since} title={since}>
                {ageText(nowMs.value - Date.parse(since))}
              </time>
            </td>
            <td data-label="decided by">{peopleOf(decidedBy)}</td>
            <td data-label="run">
              <a href={routeText(['runs', runId, 'gates'])}>{runId}</a>, from {from}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const peopleOf = (people: readonly string[]): string => (people.length === 0 ? 'policy' : people.join(', '));

function Times({ place: { law } }: { readonly place: SeenEnvironment }) {
  if (law === undefined) return undefined;
  const { freezes = [], windows = [] } = law;
  const frozen = openFreezes(freezes, nowMs.value);
  return (
    <ul class="times">
      {frozen.map(({ to, timeZone, reason }) => (
        <li key={to} class="waits">
          ❄ frozen now, until {to.replace('T', ' ')} {timeZone}
          {reason === undefined ? '' : `: ${reason}`}
        </li>
      ))}
      {freezes
        .filter((one) => !frozen.includes(one))
        .map(({ from, to, timeZone, reason }) => (
          <li key={from} class="quiet">
            freeze from {from.replace('T', ' ')} to {to.replace('T', ' ')} {timeZone}
            {reason === undefined ? '' : `: ${reason}`}
          </li>
        ))}
      {windows.length === 0 ? (
        <li class="quiet">
          {frozen.length > 0 ? 'otherwise open to promotions at any time' : 'open to promotions at any time'}
        </li>
      ) : (
        <li class={isInWindow(windows, nowMs.value) ? 'quiet' : 'waits'}>
          {isInWindow(windows, nowMs.value) ? 'within' : 'outside of'} its window:{' '}
          {windows.map(({ days, from, to, timeZone }) => `${days.join(' ')} ${from} to ${to} ${timeZone}`).join(', ')}
        </li>
      )}
    </ul>
  );
}

interface HistoryProps {
  readonly past: readonly RunPromotion[];
  readonly left: number;
}

/** As far as the runs that this page holds reach. */
function History({ past, left }: HistoryProps) {
  if (past.length === 0) return undefined;
  return (
    <>
      <h3>Promotions</h3>
      <ol class="past">
        {past.map(({ runId, artifact, digest, state, people, decidedMs, reasonCodes }) => (
          <li key={runId}>
            <span class={PAST[state].look}>
              <span aria-hidden="true">{PAST[state].symbol}</span> {state}
            </span>{' '}
            {artifact} <DigestText digest={digest} /> of <a href={routeText(['runs', runId, 'gates'])}>{runId}</a>, by{' '}
            {peopleOf(people)}, {ageText(nowMs.value - decidedMs)} ago
            {state === 'refused' ? `: ${reasonCodes.join(', ')}` : ''}
          </li>
        ))}
      </ol>
      {left > 0 ? <p class="quiet">and {left} before</p> : undefined}
    </>
  );
}

const PAST = {
  done: { symbol: '✔', look: 'mark-success' },
  allowed: { symbol: '◔', look: 'mark-finalizing' },
  refused: { symbol: '✖', look: 'mark-failure' },
  'not done': { symbol: '⚠', look: 'mark-error' },
} as const;
