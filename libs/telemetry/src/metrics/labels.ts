/**
 * The labels of metrics, each with what it may hold, so that the number of time series has a bound. An id, a path, a text
 * or a person is never a label. A value that does not belong is counted under `other`: the sum stays right.
 */
import { BUCKETS, ERRORS, LIMITS } from '@dome/contracts';

export const OTHER = 'other';

/** How tasks, jobs and runs end. */
const RESULTS = ['success', 'failure', 'error', 'timeout', 'cancellation', 'skip'];

export const LABELS = {
  /** The plane of a process. */
  plane: { values: ['dome', 'domed'] },
  /** Dome's own version: one for each process. */
  version: { atMost: 1 },
  /** The name of a plan. People make it up. */
  plan: { atMost: LIMITS.metricPlans },
  /** The name of an environment of the law. */
  environment: { atMost: LIMITS.metricEnvironments },
  /** The name of a skill, whatever its version. */
  skill: { from: 'the catalogue of the daemon' },
  /** Of the daemon: one for each process. */
  pool: { atMost: 1 },
  result: { values: RESULTS },
  /** How the cancel of a job ended. */
  outcome: { values: ['not_started', 'stopped_clean', 'killed', 'finished_first'] },
  /** What a decision says. */
  verdict: { values: ['APPROVE', 'REJECT', 'NEEDS_HUMAN'] },
  /** What a person says. */
  vote: { values: ['approve', 'reject'] },
  guard: { values: ['mount-namespace', 'pid-namespace', 'process-group', 'none'] },
  /** Of the catalogue of errors, or `ok`. */
  code: { values: ['ok', ...Object.keys(ERRORS)] },
  /** As `nats service` names it. */
  endpoint: { from: 'the service of the plane' },
  /** A stream, a bucket or an object store of the contract. */
  stream: { from: 'the topology of the contract' },
  /** One that every daemon has a copy of. */
  bucket: { values: [BUCKETS.domed_capabilities, BUCKETS.domed_drains] },
  /** Logs have a publisher of their own, so that no event waits behind them. */
  publisher: { values: ['events', 'logs'] },
  /** How a write ended. */
  write: { values: ['stored', 'conflict', 'failed'] },
  /** Of a long turn of the event loop: how much it exceeded, in seconds. */
  over: { values: ['0.05', '0.25'] },
} as const satisfies Readonly<Record<string, LabelBound>>;

export type LabelBound = ValuesBound | CountBound | KnownBound;
/** All the values that there are. */
interface ValuesBound {
  readonly values: readonly string[];
}
/** Values that nobody knows beforehand: so many of them are told apart, the first that come. */
interface CountBound {
  readonly atMost: number;
}
/** Values that the process knows once it has read them, from what is named. */
interface KnownBound {
  readonly from: string;
}

export type LabelName = keyof typeof LABELS;

export interface LabelFold {
  /** The value itself, or `other`. */
  fold(label: LabelName, value: string): string;
  /** The values of a label that the process had to read first. */
  know(label: LabelName, values: readonly string[]): void;
}

export function createLabelFold(): LabelFold {
  const kept = new Map<string, Set<string>>();
  const keptOf = (label: LabelName): Set<string> => {
    const known = kept.get(label);
    if (known !== undefined) return known;
    const bound: LabelBound = LABELS[label];
    const made = new Set<string>('values' in bound ? bound.values : []);
    kept.set(label, made);
    return made;
  };
  return {
    fold: (label, value) => {
      const values = keptOf(label);
      if (values.has(value)) return value;
      const bound: LabelBound = LABELS[label];
      if (!('atMost' in bound) || values.size >= bound.atMost) return OTHER;
      values.add(value);
      return value;
    },
    know: (label, values) => {
      const known = keptOf(label);
      for (const value of values) known.add(value);
    },
  };
}
