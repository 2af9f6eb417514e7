// The sheet of one gate: what is asked and why, what it rests on, what changed since the last round, who has said what, and
// what a vote would sign. It shows what its reader began to read: what comes after that is named, and not put in its place.
import { gateAt, peopleText } from '@dome/runs/portable';
import type { GateState, RunState } from '@dome/runs/portable';
import { useSignal } from '@preact/signals';

import { AskFault } from '../look/ask-fault.tsx';
import { Fact } from '../look/fact.tsx';
import { decidedByText, gateLook } from '../look/gate-look.ts';
import { MarkIcon } from '../look/mark.tsx';
import { Rounds, roundsTo } from '../look/rounds.tsx';
import { spanText } from '../look/time.ts';
import { gatesStep, RUNS_STEP, runStep, Trail } from '../look/trail.tsx';
import { askedRound, route, routeText } from '../route/route.ts';
import { useGateDetail } from '../state/gate-detail.ts';
import { isBehind, latestGate } from '../state/gate-stand.ts';
import type { ShownGate } from '../state/gate-stand.ts';
import { nowMs } from '../state/link.ts';
import { runs } from '../state/run-store.ts';
import type { KnownRun } from '../state/run-store.ts';
import { GateChanges } from './gate-changes.tsx';
import { GateEvidence } from './gate-evidence.tsx';
import { GatePromotes } from './gate-promotes.tsx';
import { GateRules } from './gate-rules.tsx';
import { GateVotes } from './gate-votes.tsx';
import { GateVoting } from './gate-voting.tsx';
import { UnknownRun } from './older-run.tsx';
import { OtherGates } from './run-gates.tsx';

export function Gate() {
  const [, runId = '', gate = ''] = route.value.path;
  const iteration = askedRound();
  const run = runs.value.get(runId);
  if (run === undefined) return <Unknown runId={runId} gate={gate} />;
  return <Sheet key={`${runId} ${gate} ${iteration ?? ''}`} run={run} gate={gate} iteration={iteration} />;
}

interface SheetProps {
  readonly run: KnownRun;
  readonly gate: string;
  /** Undefined: the last one, at the time. */
  readonly iteration: number | undefined;
}

function Sheet({ run, gate, iteration }: SheetProps) {
  const { state } = run;
  const kept = useSignal<ShownGate | undefined>(undefined);
  const latest = latestGate(state, gate, iteration);
  const shown = kept.value ?? latest;
  if (kept.peek() === undefined && latest !== undefined) kept.value = latest;
  const judged = shown === undefined ? undefined : gateAt(state, gate, shown.iteration);
  if (shown === undefined || latest === undefined || judged === undefined)
    return <NotReached run={run} gate={gate} iteration={iteration} />;
  const showLatest = (): void => void (kept.value = latest);
  return (
    <section class="screen sheet" aria-labelledby="title">
      <Head run={run} judged={judged} />
      {isBehind(shown, latest) ? <Behind shown={shown} latest={latest} showLatest={showLatest} /> : undefined}
      <Body key={shown.iteration} run={run} judged={judged} shown={shown} isBehind={isBehind(shown, latest)} />
    </section>
  );
}

interface BodyProps {
  readonly run: KnownRun;
  readonly judged: GateState;
  readonly shown: ShownGate;
  readonly isBehind: boolean;
}

function Body({ run, judged, shown, isBehind: isOld }: BodyProps) {
  const { state } = run;
  const { gate, iteration } = judged;
  const detail = useGateDetail({ runId: state.runId, gate, iteration });
  const { fault } = detail.value;
  return (
    <div class="sheet-parts">
      <div>
        <GateRules run={run} judged={judged} detail={detail.value.value} />
        <GateChanges key={iteration} run={run} gate={gate} iteration={iteration} />
        <GateEvidence run={run} judged={judged} />
      </div>
      <div>
        {fault === undefined ? undefined : <AskFault what="What your vote is worth is not known now:" fault={fault} />}
        <GatePromotes run={run} judged={judged} detail={detail.value.value} />
        <OtherGates run={run} judged={judged} />
        <GateVotes judged={judged} detail={detail.value.value} />
        <GateVoting run={run} judged={judged} shown={shown} isBehind={isOld} detail={detail.value.value} />
      </div>
    </div>
  );
}

function Head({ run: { state, summary }, judged }: { readonly run: KnownRun; readonly judged: GateState }) {
  const { gate, iteration } = judged;
  const { runId, shape } = state;
  const title = shape.document.gates?.[gate]?.title;
  const { mark, says } = gateLook(judged);
  const requested = judged.state === 'waiting' ? judged.requested.value : undefined;
  return (
    <header class="head run-head">
      <Trail steps={[RUNS_STEP, runStep(runId), gatesStep(runId)]} />
      <h1 id="title">
        <MarkIcon mark={mark} /> {runId}/{gate}
      </h1>
      {title === undefined ? undefined : <p class="sheet-title">{title}</p>}
      <dl class="facts">
        <Fact name="state" value={`${says} ${decidedByText(judged)}`} />
        <Fact name="round" value={`${iteration} of ${shape.maxIterations}`} />
        <Fact name="plan" value={summary.plan} />
        <Fact name="submitted by" value={summary.submittedBy} />
        {requested === undefined ? undefined : (
          <>
            <Fact name="asks" value={peopleText(requested.required)} />
            <Fact name="time left" value={spanText(Math.max(0, requested.deadlineMs - nowMs.value))} />
            <Fact name="without an answer" value={requested.onExpiry === 'APPROVE' ? 'approved' : 'rejected'} />
          </>
        )}
      </dl>
      <Rounds path={['gates', runId, gate]} rounds={roundsWith(state, gate)} shown={iteration} />
      {iteration >= state.iteration ? undefined : <Followed run={{ runId, gate }} round={iteration + 1} />}
    </header>
  );
}

/** A gate of the plan is asked for in every round, that of a promotion only where something is promoted. */
const roundsWith = (state: RunState, gate: string): number[] =>
  roundsTo(state.iteration).filter(
    (round) => state.shape.gates.includes(gate) || gateAt(state, gate, round) !== undefined,
  );

/** Where the story of a round goes on. */
function Followed({ run: { runId, gate }, round }: FollowedProps) {
  const query = new URLSearchParams({ iteration: String(round) });
  return (
    <p class="waits">
      A remedy ran, and round {round} followed:{' '}
      <a href={routeText(['gates', runId, gate], query)}>what the remedy did, and what is new</a>
    </p>
  );
}

interface FollowedProps {
  readonly run: { readonly runId: string; readonly gate: string };
  readonly round: number;
}

interface BehindProps {
  readonly shown: ShownGate;
  readonly latest: ShownGate;
  readonly showLatest: () => void;
}

function Behind({ shown, latest, showLatest }: BehindProps) {
  return (
    <div class="banner" role="alert">
      <strong>This is no longer what the gate is about.</strong>
      <p>
        You are reading round {shown.iteration}; the gate has reached round {latest.iteration}, on other evidence. A
        vote on what is shown here would be refused.
      </p>
      <p>
        <button type="button" onClick={showLatest}>
          Show round {latest.iteration}, and what is new in it
        </button>
      </p>
    </div>
  );
}

function NotReached({ run: { state }, gate, iteration }: SheetProps) {
  const rounds = roundsWith(state, gate);
  return (
    <section class="screen" aria-labelledby="title">
      <header class="head run-head">
        <Trail steps={[RUNS_STEP, runStep(state.runId), gatesStep(state.runId)]} />
        <h1 id="title">
          {state.runId}/{gate}
        </h1>
      </header>
      <Rounds path={['gates', state.runId, gate]} rounds={rounds} shown={iteration ?? 0} isWhole />
      <p class="quiet">
        {rounds.length > 0
          ? `The gate was not reached${iteration === undefined ? ' yet' : ` in round ${iteration}`}.`
          : `The plan has no gate of this name; it has ${state.shape.gates.join(', ') || 'none'}.`}
      </p>
    </section>
  );
}

function Unknown({ runId, gate }: { readonly runId: string; readonly gate: string }) {
  return (
    <section class="screen" aria-labelledby="title">
      <header class="head">
        <h1 id="title">
          {runId}/{gate}
        </h1>
      </header>
      <UnknownRun runId={runId} command={`dome gate get ${runId}/${gate}`} />
    </section>
  );
}
