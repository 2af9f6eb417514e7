// The gates of a run, round by round, each with its sheet; and the promotion, with who made it.
import { gateAt, lastDecision } from '@dome/runs/portable';
import type { GateState, RunState } from '@dome/runs/portable';

import { DigestText } from '../look/digest-text.tsx';
import { Fact } from '../look/fact.tsx';
import { decidedByText, gateLook } from '../look/gate-look.ts';
import { MarkIcon } from '../look/mark.tsx';
import { roundsTo } from '../look/rounds.tsx';
import { ageText } from '../look/time.ts';
import { routeText } from '../route/route.ts';
import { nowMs } from '../state/link.ts';
import type { KnownRun } from '../state/run-store.ts';
import { promotionOf } from '../state/promotions.ts';

export function RunGates({ run: { state } }: { readonly run: KnownRun }) {
  const rounds = roundsTo(state.iteration).toReversed();
  if (state.gates.size === 0 && state.shape.gates.length === 0)
    return <p class="quiet">This plan has no gate: nothing decides but its tasks.</p>;
  return (
    <>
      <Promotion state={state} />
      {rounds.map((round) => (
        <section key={round} aria-label={`Gates of round ${round}`}>
          <h2>Round {round}</h2>
          <ol class="rows">
            {gatesOfRound(state, round).map(({ name, gate }) => (
              <Row key={name} state={state} round={round} name={name} gate={gate} />
            ))}
          </ol>
        </section>
      ))}
    </>
  );
}

interface NamedGate {
  readonly name: string;
  readonly gate: GateState | undefined;
}

/** Those of the plan, then that of an environment. */
function gatesOfRound(state: RunState, round: number): NamedGate[] {
  const reached = [...state.gates.values()].filter(({ iteration }) => iteration === round).map(({ gate }) => gate);
  return [...new Set([...state.shape.gates, ...reached])].map((name) => ({ name, gate: gateAt(state, name, round) }));
}

/** Of the same round, beside one of them. */
export function OtherGates({ run: { state }, judged }: { readonly run: KnownRun; readonly judged: GateState }) {
  const others = gatesOfRound(state, judged.iteration).filter(({ name }) => name !== judged.gate);
  if (others.length === 0) return undefined;
  const query = new URLSearchParams({ iteration: String(judged.iteration) });
  return (
    <section aria-labelledby="others">
      <h2 id="others">Other gates of round {judged.iteration}</h2>
      <ul class="votes">
        {others.map(({ name, gate }) => {
          const { mark, says } = gateLook(gate);
          return (
            <li key={name}>
              <MarkIcon mark={mark} /> <a href={routeText(['gates', state.runId, name], query)}>{name}</a> {says}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface RowProps extends NamedGate {
  readonly state: RunState;
  readonly round: number;
}

function Row({ state: { runId, shape }, round, name, gate }: RowProps) {
  const { mark, says } = gateLook(gate);
  return (
    <li>
      <a
        class="row gate-row"
        href={routeText(['gates', runId, name], new URLSearchParams({ iteration: String(round) }))}
        data-row
      >
        <MarkIcon mark={mark} />
        <span class="row-name">{name}</span>
        <span class="gate-title">{shape.document.gates?.[name]?.title ?? ''}</span>
        <span class="gate-asks">{says}</span>
        <span class="gate-why">{gate === undefined ? '' : lastDecision(gate).reasonCodes.join(', ')}</span>
        <span class="row-by">{decidedByText(gate)}</span>
      </a>
    </li>
  );
}

function Promotion({ state }: { readonly state: RunState }) {
  const promotion = promotionOf(state);
  const planned = state.shape.document.promotion;
  if (planned === undefined) return undefined;
  if (promotion === undefined)
    return (
      <p class="quiet">
        Promotes from {planned.from} to <a href={routeText(['environments', planned.to])}>{planned.to}</a> if its gates
        approve; that is not decided yet.
      </p>
    );
  const { digest, artifact, from, to, decidedMs, people, sequence } = promotion;
  return (
    <section aria-labelledby="promotion">
      <h2 id="promotion">Promotion</h2>
      <dl class="facts">
        <div>
          <dt>{artifact}</dt>
          <dd>
            <DigestText digest={digest} />
          </dd>
        </div>
        <Fact name="from" value={from} />
        <div>
          <dt>to</dt>
          <dd>
            <a href={routeText(['environments', to])}>{to}</a>
          </dd>
        </div>
        <Fact name="state" value={promotion.state} />
        <Fact name="made by" value={people.length === 0 ? 'policy alone' : people.join(', ')} />
        <Fact name="decided" value={`${ageText(nowMs.value - decidedMs)} ago`} />
        <Fact name="event" value={`RUN_EVENTS #${sequence}`} />
      </dl>
    </section>
  );
}
