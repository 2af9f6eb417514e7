import { spaceCheck } from '@dome/bus';
import { cutText, LIMITS } from '@dome/contracts';
import type { HealthCheck, HealthReply, StoreSpace } from '@dome/contracts';
import type { ProcessFacts } from '@dome/runtime';

import type { LawState } from '../law/law-state.ts';
import type { SettlerCounts } from '../drive/settler.ts';
import type { ServiceParts } from './parts.ts';

export interface Vitals {
  readonly instance: string;
  readonly version: string;
  readonly settler: Readonly<SettlerCounts>;
  /** Unreadable deliveries. */
  readonly undecodable: () => number;
  /** Runs that cannot go on, with the reason. */
  readonly stuck: () => ReadonlyMap<string, string>;
  /** How the folder of this replica differs from the law. */
  readonly lawDrift: () => readonly string[];
  readonly inHand: () => number;
  /** Whether the connection for work has a server. */
  readonly isConnected: () => boolean;
  readonly isDraining: () => boolean;
  readonly process: () => ProcessFacts;
  /** The space of everything that this plane stores on the broker. */
  readonly space: () => readonly StoreSpace[];
  /** Why pulling from the durables fails, or undefined while it works. */
  readonly pullFault: () => string | undefined;
}

/** The same answer whether anybody was asked, or this replica by its name. */
export function health(parts: ServiceParts, vitals: Vitals): () => Promise<HealthReply> {
  return async () => {
    const fault = vitals.pullFault();
    const { settled, unknownRuns, unknownTasks } = vitals.settler;
    const checks: HealthCheck[] = [
      brokerCheck(vitals.isConnected()),
      { name: 'deliveries', ok: fault === undefined, detail: fault ?? 'dome-engine and dome-runs are pulled from' },
      lawCheck(parts.law.law, vitals.lawDrift()),
      tasksCheck(unknownTasks),
      runsCheck(vitals.stuck()),
      spaceCheck(vitals.space()),
    ];
    const ok = checks.every((check) => check.ok);
    return {
      instance: vitals.instance,
      version: vitals.version,
      status: vitals.isDraining() ? 'draining' : ok ? 'ok' : 'degraded',
      checks,
      counts: {
        openRuns: parts.index.openCount,
        tasksSettled: settled,
        unknownRuns,
        unknownTasks,
        undecodable: vitals.undecodable(),
        deliveriesInHand: vitals.inHand(),
      },
      space: [...vitals.space()],
      law: lawFacts(parts.law.law, vitals.lawDrift()),
      ...vitals.process(),
    };
  };
}

/** Requests have a connection of their own, so this can be asked while the other is away. */
const brokerCheck = (isConnected: boolean): HealthCheck => ({
  name: 'broker',
  ok: isConnected,
  detail: isConnected ? 'connected' : 'not connected',
});

/** A folder that differs is said and no fault: the law is what was applied. */
function lawCheck(law: LawState, drift: readonly string[]): HealthCheck {
  const differs = drift.length === 0 ? '' : `; DOME_LAW differs: ${drift.join('; ')}`;
  const detail = cutText(`at ${law.sequence}, access ${law.access.digest}${differs}`, LIMITS.healthDetailChars);
  return { name: 'law', ok: true, detail };
}

function lawFacts({ sequence }: LawState, drift: readonly string[]): NonNullable<HealthReply['law']> {
  const said = drift.slice(0, LIMITS.healthDriftMax);
  return { sequence, drift: said.map((one) => cutText(one, LIMITS.healthDetailChars)) };
}

/** Ends of jobs that claim to belong to our runs and do not: someone writes under our names. */
const tasksCheck = (unknown: number): HealthCheck => ({
  name: 'unknown-tasks',
  ok: unknown === 0,
  detail: unknown === 0 ? 'every end of a job found its task' : `${unknown} ends of jobs found no task in their run`,
});

const RUNS_NAMED = 3;

/** A run that no replica can advance waits for a person, and must not wait unnoticed. */
function runsCheck(stuck: ReadonlyMap<string, string>): HealthCheck {
  const named = [...stuck].slice(0, RUNS_NAMED).map(([runId, reason]) => `${runId} (${reason})`);
  const detail = stuck.size === 0 ? 'every run goes on' : `${stuck.size} cannot go on: ${named.join('; ')}`;
  return { name: 'runs', ok: stuck.size === 0, detail: cutText(detail, LIMITS.healthDetailChars) };
}
