// Everything that was decided to be promoted into an environment, or not to be, newest first: as far back as the stream goes.
import { useSignal } from '@preact/signals';
import { Fragment } from 'preact';

import { AskFault } from '../look/ask-fault.tsx';
import { DigestText } from '../look/digest-text.tsx';
import { Grid } from '../look/grid.tsx';
import type { GridRow } from '../look/grid.tsx';
import { Moment } from '../look/moment.tsx';
import { routeText } from '../route/route.ts';
import { useAnswer } from '../state/answer.ts';
import { promotionMoves } from '../state/environments.ts';
import { readPastPromotions } from '../state/past-promotions.ts';
import type { RunPromotion } from '../state/promotions.ts';
import { peopleOf } from './environment-standing.tsx';

const COLUMNS = ['run', 'artifact', 'digest', 'from', 'came to', 'decided by', 'decided', 'event'] as const;

/** Tuning: a screen of them, and as many more each time that somebody asks. */
const STEP = 50;

export function Past({ name }: { readonly name: string }) {
  const count = useSignal(STEP);
  const answer = useAnswer({
    about: () => [promotionMoves.value, count.value],
    ask: (session) => readPastPromotions(session, { into: name, count: count.peek() }),
  });
  const { value, fault } = answer.value;
  return (
    <section aria-labelledby="past">
      <h2 id="past">Promotions into {name}, newest first</h2>
      {fault === undefined ? undefined : <AskFault what="What was promoted before cannot be read:" fault={fault} />}
      {value === undefined ? (
        <p class="quiet">Reading what was decided …</p>
      ) : (
        <>
          {value.past.length === 0 ? undefined : (
            <Grid columns={COLUMNS} rows={value.past.map(rowOf)} label={`Promotions into ${name}`} />
          )}
          {value.isWhole ? (
            <p class="quiet">
              {value.past.length === 0 ? 'There are none' : 'These are all'} since event {value.from}, the first that
              RUN_EVENTS holds.
            </p>
          ) : (
            <button type="button" onClick={() => void (count.value += STEP)}>
              Show {STEP} more
            </button>
          )}
        </>
      )}
    </section>
  );
}

function rowOf(promotion: RunPromotion): GridRow {
  const { runId, artifact, digest, from, state, people, decidedMs, reasonCodes, sequence } = promotion;
  return {
    key: sequence,
    cells: [
      <a key="run" href={routeText(['runs', runId, 'gates'])} data-row>
        {runId}
      </a>,
      artifact,
      <DigestText key="digest" digest={digest} />,
      from,
      <Fragment key="state">
        <span class={PAST[state].look}>
          <span aria-hidden="true">{PAST[state].symbol}</span> {state}
        </span>
        {state === 'refused' ? `: ${reasonCodes.join(', ')}` : ''}
      </Fragment>,
      peopleOf(people),
      <Moment key="decided" ms={decidedMs} />,
      `#${sequence}`,
    ],
  };
}

const PAST = {
  done: { symbol: '✔', look: 'mark-success' },
  allowed: { symbol: '◔', look: 'mark-finalizing' },
  refused: { symbol: '✖', look: 'mark-failure' },
  'not done': { symbol: '⚠', look: 'mark-error' },
} as const;
