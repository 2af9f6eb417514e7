// What waits for whoever is signed in, what waits for others and why not for them, and what was decided last.
import type { DecidedGateLine, OpenGate } from '@dome/contracts/portable';

import { Ago } from '../look/ago.tsx';
import { AskFault } from '../look/ask-fault.tsx';
import { Empty } from '../look/empty.tsx';
import { Grid } from '../look/grid.tsx';
import type { GridRow } from '../look/grid.tsx';
import { MarkIcon } from '../look/mark.tsx';
import type { StateMark } from '../look/mark.tsx';
import { spanText } from '../look/time.ts';
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
            <Waiting gates={value.mine} why={() => `it asks ${user}`} label="Waits for you" />
          ) : (
            <p class="quiet">{isObserver ? 'Nothing: observers do not vote. Sign in as a person.' : 'Nothing.'}</p>
          )}
          {value.others.length === 0 ? undefined : (
            <>
              <h2>Waits for others</h2>
              <Waiting
                gates={value.others}
                why={(gate) => whyNotMine(gate, user, isObserver)}
                label="Waits for others"
              />
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
  readonly label: string;
}

const WAITING = ['gate', 'question', 'asks', 'why it is here', 'submitted by', 'time left'] as const;

function Waiting({ gates, why, label }: WaitingProps) {
  const rows = gates.map((gate) => ({
    key: `${gate.runId} ${gate.gate} ${gate.iteration}`,
    cells: [
      <GateLink key="gate" gate={gate} mark="waiting" />,
      titleOf(gate),
      asksOf(gate),
      why(gate),
      gate.submittedBy,
      leftText(gate.deadline),
    ],
  }));
  return <Grid columns={WAITING} rows={rows} label={label} />;
}

interface GateLinkProps {
  readonly gate: { readonly runId: string; readonly gate: string };
  readonly mark: StateMark;
  /** Of the round that is meant. */
  readonly query?: URLSearchParams;
}

const GateLink = ({ gate: { runId, gate }, mark, query }: GateLinkProps) => (
  <>
    <MarkIcon mark={mark} />{' '}
    <a class="row-name" href={routeText(['gates', runId, gate], query)} data-row>
      {runId}/{gate}
    </a>
  </>
);

const titleOf = ({ runId, gate, plan, decision }: OpenGate): string =>
  runs.value.get(runId)?.state.shape.document.gates?.[gate]?.title ??
  `${plan}${decision.reasonCodes.length === 0 ? '' : `: ${decision.reasonCodes.join(', ')}`}`;

function leftText(deadline: string): string {
  const leftMs = Date.parse(deadline) - nowMs.value;
  return leftMs <= 0 ? 'time is over' : spanText(leftMs);
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
        <Grid columns={DECIDED} rows={gates.map(decidedRow)} label="Decided" />
      )}
    </>
  );
}

const DECIDED = ['gate', 'round', 'said', 'by', 'because', 'when'] as const;

function decidedRow(line: DecidedGateLine): GridRow {
  const { iteration, status, decidedBy, decidedAt, reasonCodes, decisionId } = line;
  const isApproved = status === 'APPROVE';
  const query = new URLSearchParams({ iteration: String(iteration) });
  return {
    key: decisionId,
    cells: [
      <GateLink key="gate" gate={line} mark={isApproved ? 'success' : 'failure'} query={query} />,
      String(iteration),
      isApproved ? 'approved' : 'rejected',
      decidedBy.people?.join(', ') ?? 'policy',
      reasonCodes.join(', '),
      <Ago key="when" at={decidedAt} />,
    ],
  };
}
