// What a promotion that stands rests on: its decision, and the messages which that names: the decisions of its gates, and where the
// artifact stood before. They are read from the stream and digested here, so that they are also known to be what was decided on.
import { readLasts } from '@dome/bus/portable';
import { CONTROL_API } from '@dome/client/portable';
import { DomeError, filters, STREAMS } from '@dome/contracts/portable';
import type { Decision, Evidence, StandingArtifact } from '@dome/contracts/portable';

import type { Session } from '../nats/connection.ts';
import { checkEvidence, evidencePlace } from './check-evidence.ts';
import type { CheckedEvidence } from './check-evidence.ts';
import { dataIn } from './stored-data.ts';

export interface Ground {
  readonly evidence: Evidence;
  readonly checked: CheckedEvidence;
  /** Of a gate; absent where it is something else. */
  readonly gate?: Decision;
  /** The end of the run that brought the artifact to where it came from; absent where it is something else. */
  readonly broughtBy?: string;
}

export interface Grounds {
  readonly decision: Decision;
  /** Of the decision, in RUN_EVENTS. */
  readonly sequence: number;
  /** In the order in which it came about. */
  readonly rests: readonly Ground[];
}

/** @throws DomeError NOT_FOUND if the stream no longer holds the decision */
export async function readGrounds(session: Session, { runId, decisionId }: StandingArtifact): Promise<Grounds> {
  const found = await readLasts(session.nc, {
    stream: STREAMS.RUN_EVENTS,
    apiPrefix: CONTROL_API,
    subjects: [filters.runEvent({ runId, phase: 'promotion-decided' })],
  });
  const decided = found.flatMap((message) => {
    const data = dataIn(message, 'dev.dome.run.promotion-decided.v1');
    return data?.decision.decisionId === decisionId ? [{ message, decision: data.decision }] : [];
  })[0];
  if (decided === undefined)
    throw new DomeError('NOT_FOUND', { detail: `RUN_EVENTS no longer holds the decision of ${runId} to promote it.` });
  const { decision, message } = decided;
  const checked = await checkEvidence(session, decision.evidence);
  const inOrder = decision.evidence.toSorted((a, b) => a.sequence - b.sequence);
  const rests = inOrder.map((evidence) => groundOf(evidence, checked.get(evidencePlace(evidence)) ?? { is: 'gone' }));
  return { decision, sequence: message.sequence, rests };
}

function groundOf(evidence: Evidence, checked: CheckedEvidence): Ground {
  const { message } = checked;
  const gate = message === undefined ? undefined : dataIn(message, 'dev.dome.run.gate-decided.v1');
  const ended = message === undefined ? undefined : dataIn(message, 'dev.dome.run.finished.v1');
  return {
    evidence,
    checked,
    ...(gate === undefined ? {} : { gate: gate.decision }),
    ...(ended === undefined ? {} : { broughtBy: ended.runId }),
  };
}
