// What stands where, since when, by whose decision and on which evidence; when nothing may be promoted; and what was before.
import { AskFault } from '../look/ask-fault.tsx';
import { DigestText } from '../look/digest-text.tsx';
import { Empty } from '../look/empty.tsx';
import { route, routeText } from '../route/route.ts';
import { useAnswer } from '../state/answer.ts';
import { askEnvironments, promotionMoves } from '../state/environments.ts';
import type { SeenEnvironment } from '../state/environments.ts';
import { lawMoves, useLawWatch } from '../state/law-moves.ts';
import { Past } from './environment-past.tsx';
import { Standing } from './environment-standing.tsx';
import { Times } from './environment-times.tsx';

/** Tuning: beyond it the evidence is read when somebody opens it. */
const OPEN_MAX = 3;

export function Environments() {
  const [, name] = route.value.path;
  return <Places key={name ?? ''} name={name} />;
}

function Places({ name }: { readonly name: string | undefined }) {
  useLawWatch();
  const answer = useAnswer({ about: () => [promotionMoves.value, lawMoves.value], ask: askEnvironments });
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
  const { name, title, version, standing, underWay, law } = place;
  return (
    <section class="part place" aria-label={`What stands in ${name}`}>
      <h2>
        {isAlone ? (
          'What stands here'
        ) : (
          <a href={routeText(['environments', name])} data-row>
            {name}
          </a>
        )}{' '}
        <small class="quiet">
          {title === undefined || title.toLowerCase() === name ? '' : `${title}, `}
          {version === undefined ? (
            'no longer in the law'
          ) : (
            <a href={routeText(['law', 'environment', name], new URLSearchParams({ version }))}>definition {version}</a>
          )}
        </small>
      </h2>
      {law === undefined ? undefined : <Times name={name} law={law} />}
      {standing.length === 0 ? <p class="quiet">Nothing stands here.</p> : undefined}
      <ul class="rows">
        {standing.map((artifact) => (
          <Standing key={artifact.decisionId} artifact={artifact} isOpen={standing.length <= OPEN_MAX} />
        ))}
      </ul>
      {underWay.map(({ name: artifact, digest, runId }) => (
        <p key={`${runId} ${artifact}`} class="waits">
          {artifact} <DigestText digest={digest} /> is under way, in <a href={routeText(['runs', runId])}>{runId}</a>
        </p>
      ))}
      {isAlone ? (
        <Past name={name} />
      ) : (
        <p>
          <a href={routeText(['environments', name])}>Every promotion into {name}</a>
        </p>
      )}
    </section>
  );
}
