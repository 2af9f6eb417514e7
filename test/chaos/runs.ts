// Runs from the raw stream, and what must be true of each whatever happened to the control plane (L7, L10).
import { structureDigest } from '@dome/contracts';
import type { RawMessage } from '@dome/testkit';

import { dataOf } from '../e2e/chains.ts';

export interface RunEvent {
  readonly phase: string;
  readonly sequence: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** By run, oldest first. */
export function runsOf(messages: readonly RawMessage[]): ReadonlyMap<string, readonly RunEvent[]> {
  const runs = new Map<string, RunEvent[]>();
  for (const message of messages) {
    const [, , , , runId = '', phase = ''] = message.subject.split('.');
    const events = runs.get(runId) ?? [];
    events.push({ phase, sequence: message.sequence, data: dataOf(message) });
    runs.set(runId, events);
  }
  return runs;
}

export function isOpen(events: readonly RunEvent[]): boolean {
  return !events.some(({ phase }) => phase === 'finished');
}

/** What is wrong with the events of one run. */
export function runFaults(runId: string, events: readonly RunEvent[]): string[] {
  const said = (fault: string): string => `${runId}: ${fault}`;
  const phases = events.map(({ phase }) => phase);
  const faults: string[] = [];
  if (phases[0] !== 'submitted') faults.push(said(`begins with ${phases[0]}`));
  if (phases.at(-1) !== 'finished') faults.push(said(`ends with ${phases.at(-1)}`));
  for (const once of ['submitted', 'promotion-decided', 'finished']) {
    const times = phases.filter((phase) => phase === once).length;
    if (times > 1) faults.push(said(`${once} ${times} times`));
  }
  return [...faults, ...repeated(events).map(said), ...decisionFaults(events).map(said)];
}

/** Each of these occurs once in a run: an intent, a settlement, a start, a request, a vote. */
function repeated(events: readonly RunEvent[]): string[] {
  const facts = events.flatMap(({ phase, data }): string[] => {
    const { iteration, wave, gate, tasks, by } = data;
    const fact = (...words: unknown[]): string => [phase, ...words.map((word) => JSON.stringify(word))].join(' ');
    switch (phase) {
      case 'iteration-started':
        return [fact(iteration)];
      case 'wave-started':
        return [fact(iteration, wave)];
      case 'approval-requested':
      case 'approval-expired':
        return [fact(gate, iteration)];
      case 'approval-given':
        return [fact(gate, iteration, by)];
      case 'tasks-dispatched':
      case 'tasks-settled':
        return itemsOf(tasks).map((task) => fact(task['taskId'], task['iteration']));
      default:
        return [];
    }
  });
  return facts.filter((fact, at) => facts.indexOf(fact) !== at).map((fact) => `${fact} is there again`);
}

/** By policy at most once for each gate and iteration, by people at most once after it, and each says which it is. */
function decisionFaults(events: readonly RunEvent[]): string[] {
  const faults: string[] = [];
  const byGate = new Map<string, { status: unknown; kind: unknown }[]>();
  for (const { phase, data } of events) {
    if (phase !== 'gate-decided' && phase !== 'promotion-decided') continue;
    const decision = recordOf(data['decision']);
    const { decisionId, ...rest } = decision;
    if (structureDigest(rest) !== decisionId)
      faults.push(`the decision ${String(decisionId)} is not the digest of its rest`);
    if (phase === 'promotion-decided') continue;
    const key = `${String(data['gate'])} ${String(data['iteration'])}`;
    byGate.set(key, [
      ...(byGate.get(key) ?? []),
      { status: decision['status'], kind: recordOf(decision['decidedBy'])['kind'] },
    ]);
  }
  for (const [key, decisions] of byGate) {
    const words = decisions.map(({ status, kind }) => `${String(status)} by ${String(kind)}`);
    const isOne = decisions.length === 1 && decisions[0]?.kind === 'policy';
    const isTwo =
      decisions.length === 2 && decisions[0]?.status === 'NEEDS_HUMAN' && decisions[1]?.status !== 'NEEDS_HUMAN';
    if (!isOne && !isTwo) faults.push(`${key} is decided ${words.join(', then ')}`);
  }
  return faults;
}

type Json = Readonly<Record<string, unknown>>;
const recordOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {});
const itemsOf = (value: unknown): Json[] => (Array.isArray(value) ? value.map(recordOf) : []);
