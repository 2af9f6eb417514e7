// What waits for whoever is signed in, what waits for others and why not for them, and what was decided last.
import type { DecidedGateLine, OpenGate } from '@dome/contracts/portable';

import { AskFault } from '../look/ask-fault.tsx';
import { Empty } from '../look/empty.tsx';
import { MarkIcon } from '../look/mark.tsx';
import { ageText, spanText } from '../look/time.ts';
import { routeText } from '../route/route.ts';
import { OBSERVER } from '../nats/credentials.ts';
import { useAnswer } from '../state/answer.ts';
import { gateMoves, inbox } from '../state/inbox.ts';
import { nowMs } from '../state/link.ts';
import { runs } from '../state/run-store.ts';
import { session } from '../state/session.ts';
import { asksOf, whyNotMine } from '../state/whose-gate.ts';

/** Tuning: a screen of them. */
const DECIDED_SHOWN = 20;

export function Inbox() {
  const { value, fault } = inbox.value;
  const user = session.value?.user ?? '';
  const isObserver = user === OBSERVER;
  return (
    <section class="screen" aria-labelledby="title">
      <header class="head">
        <h1 id="title">Inbox</h1>
      </header>
      {fault === undefined ? undefined : <AskFault what="What waits is not known now:" fault={fault} />}
      {value === undefined ? (
        <p class="quiet" role="status">
          Asking what waits …
        </p>
      ) : (
        <>
          <h2>Waits for you</h2>
          {value.mine.length > 0 ? (
            <Waiting gates={value.mine} why={() => `it asks ${user}`} />
          ) : (
            <p class="quiet">{isObserver ? 'Nothing: observers do not vote. Sign in as a person.' : 'Nothing.'}</p>
          )}
          {value.others.length === 0 ? undefined : (
            <>
              <h2>Waits for others</h2>
              <Waiting gates={value.others} why={(gate) => whyNotMine(gate, user, isObserver)} />
            </>
          )}
        </>
      )}
      <Decided />
    </section>
  );
}

interface WaitingProps {
  readonly gates: readonly OpenGate[];
  readonly why: (gate: OpenGate) => string;
}

function Waiting({ gates, why }: WaitingProps) {
  return (
    <ol class="rows">
      {gates.map((gate) => (
        <li key={`${gate.runId} ${gate.gate} ${gate.iteration}`}>
          <a class="row gate-row" href={routeText(['gates', gate.runId, gate.gate])} data-row>
            <MarkIcon mark="waiting" />
            <span class="row-name">
              {gate.runId}/{gate.gate}
            </span>
            <span class="gate-title">{titleOf(gate)}</span>
            <span class="gate-asks">asks {asksOf(gate)}</span>
            <span class="gate-why">{why(gate)}</span>
            <span class="row-by">by {gate.submittedBy}</span>
            <span class="row-time">{leftText(gate.deadline)}</span>
          </a>
        </li>
      ))}
    </ol>
  );
}

const titleOf = ({ runId, gate, plan, decision }: OpenGate): string =>
  runs.value.get(runId)?.state.shape.document.gates?.[gate]?.title ??
  `${plan}${decision.reasonCodes.length === 0 ? '' : `: ${decision.reasonCodes.join(', ')}`}`;

function leftText(deadline: string): string {
  const leftMs = Date.parse(deadline) - nowMs.value;
  return leftMs <= 0 ? 'time is over' : `${spanText(leftMs)} left`;
}

function Decided() {
  const decided = useAnswer({
    about: () => gateMoves.value,
    ask: ({ ask }) => ask('controlGateList', { state: 'decided', limit: DECIDED_SHOWN }),
  });
  const { value, fault } = decided.value;
  const gates = value?.decided ?? [];
  return (
    <>
      <h2>Decided</h2>
      {fault === undefined ? undefined : <AskFault what="What was decided is not known now:" fault={fault} />}
      {value !== undefined && gates.length === 0 ? (
        <Empty
          says="No gate has been decided yet. Submit a plan that has one:"
          commands={['dome run submit -f release.plan.yaml --watch']}
        />
      ) : (
        <ol class="rows">
          {gates.map((gate) => (
            <DecidedRow key={gate.decisionId} gate={gate} />
          ))}
        </ol>
      )}
    </>
  );
}

function DecidedRow({ gate: { runId, gate, iteration, status, decidedBy, decidedAt, reasonCodes } }: DecidedRowProps) {
  const query = new URLSearchParams({ iteration: String(iteration) });
  return (
    <li>
      <a class="row gate-row" href={routeText(['gates', runId, gate], query)} data-row>
        <MarkIcon mark={status === 'APPROVE' ? 'success' : 'failure'} />
        <span class="row-name">
          {runId}/{gate}
        </span>
        <span class="gate-title">{reasonCodes.join(', ')}</span>
        <span class="gate-asks">{status === 'APPROVE' ? 'approved' : 'rejected'}</span>
        <span class="gate-why">round {iteration}</span>
        <span class="row-by">by {decidedBy.people?.join(', ') ?? 'policy'}</span>
        <time class="row-time" dateTime={decidedAt} title={decidedAt}>
          {ageText(nowMs.value - Date.parse(decidedAt))} ago
        </time>
      </a>
    </li>
  );
}

interface DecidedRowProps {
  readonly gate: DecidedGateLine;
}
