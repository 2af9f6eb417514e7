// What somebody is told of a gate: that it begins to wait, that people are reminded, that it is decided. Pure.
import { isEvent } from '@dome/contracts';
import type { AnyEvent, GateDetail } from '@dome/contracts';

/** The phases of run events that tell of it. */
export const GATE_PHASES = ['approval-requested', 'approval-reminded', 'gate-decided'] as const;

export interface GateNews {
  readonly what: 'waiting' | 'reminded' | 'decided';
  readonly runId: string;
  readonly gate: string;
  readonly iteration: number;
}

export interface GateNotification {
  /** Of the event: a notification that comes twice has the same one. */
  readonly id: string;
  readonly what: GateNews['what'];
  /** When it happened. */
  readonly at: string;
  /** Where a reader goes on after it. */
  readonly cursor: string;
  /** As it stands when this is sent: a gate that waited then may be decided by now. */
  readonly gate: Omit<GateDetail, 'you'>;
}

/** Undefined: the event says nothing of this, as when a gate has been decided to ask people. */
export function gateNews(event: AnyEvent): GateNews | undefined {
  const of = ({ runId, gate, iteration }: Omit<GateNews, 'what'>) => ({ runId, gate, iteration });
  if (isEvent(event, 'dev.dome.run.approval-requested.v1')) return { what: 'waiting', ...of(event.data) };
  if (isEvent(event, 'dev.dome.run.approval-reminded.v1')) return { what: 'reminded', ...of(event.data) };
  if (!isEvent(event, 'dev.dome.run.gate-decided.v1')) return undefined;
  return event.data.decision.status === 'NEEDS_HUMAN' ? undefined : { what: 'decided', ...of(event.data) };
}

export interface WhoseGates {
  /** Only gates that ask this role. */
  readonly role?: string;
  /** Only gates that wait for the reader's approval, and decided ones that asked for a role of the reader's. */
  readonly isMine: boolean;
}

export function isForReader(
  { asking, you }: GateDetail,
  what: GateNews['what'],
  { role, isMine }: WhoseGates,
): boolean {
  const asked = (asking?.required ?? []).map((one) => one.role);
  if (role !== undefined && !asked.includes(role)) return false;
  if (!isMine) return true;
  return what === 'decided' ? asked.some((one) => you.roles.includes(one)) : you.approve.allowed;
}

/** What a program finds in its environment, beside the notification on its standard input. */
export function notificationVariables({ id, what, cursor, gate }: GateNotification): Record<string, string> {
  const { runId, iteration, run, asking, decision } = gate;
  return {
    DOME_EVENT: what,
    DOME_EVENT_ID: id,
    DOME_CURSOR: cursor,
    DOME_RUN_ID: runId,
    DOME_GATE: gate.gate,
    DOME_ITERATION: String(iteration),
    DOME_PLAN: `${run.plan.name}@${run.plan.version}`,
    DOME_SUBMITTED_BY: run.submittedBy.user,
    DOME_GATE_STATE: gate.state,
    ...(asking === undefined ? {} : { DOME_DEADLINE: asking.deadline }),
    ...(decision === undefined ? {} : { DOME_DECISION: decision.status }),
  };
}
