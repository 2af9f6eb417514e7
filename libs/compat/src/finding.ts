// What the judge says of one change.

/**
 * - `breaking`: somebody in service stops working. Only a new major version beside the old one can bring it.
 * - `loosening`: a right grows over something that was there already. Nobody breaks, but somebody may do more.
 * - `ordered`: it works if the readers are upgraded before the writers.
 * - `additive`: nobody notices who does not want to.
 */
export const SEVERITIES = ['breaking', 'loosening', 'ordered', 'additive'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Who in service stops working: those who read, those who write, or both. */
export type Breaks = 'reader' | 'writer' | 'both' | 'nobody';

/**
 * What an operator does for a change of what the broker holds: apply it in place, make the object anew, or deliver again
 * what the change missed.
 */
export type Need = 'apply' | 'recreation' | 'replay';

export interface ContractFinding {
  readonly severity: Severity;
  /** One word for this kind of change, such as `member-removed`. */
  readonly kind: string;
  /** `schemas/plan.json#/properties/name`, in the later contract, or in the earlier one if it is gone. */
  readonly pointer: string;
  /** The value there in the earlier and in the later contract; absent where there was or is none. */
  readonly before?: unknown;
  readonly after?: unknown;
  readonly breaks: Breaks;
  /** What it means, as a sentence. */
  readonly says: string;
  /** What to do instead, or first. */
  readonly instead: string;
  readonly needs?: Need;
  /** What of the contract the change reaches: messages, documents, buckets. */
  readonly touches: readonly string[];
}

/** Whether a gate lets it pass only with a reason. */
export const isRefused = ({ severity }: ContractFinding): boolean =>
  severity === 'breaking' || severity === 'loosening';

/** One finding for each place and kind, whatever it reaches; the gravest first. */
export function gathered(findings: readonly ContractFinding[]): ContractFinding[] {
  const byPlace = new Map<string, ContractFinding>();
  for (const finding of findings) {
    const key = `${finding.pointer} ${finding.kind} ${finding.severity}`;
    const known = byPlace.get(key);
    byPlace.set(key, known === undefined ? finding : joined(known, finding));
  }
  const rank = ({ severity }: ContractFinding): number => SEVERITIES.indexOf(severity);
  return [...byPlace.values()].toSorted((a, b) => rank(a) - rank(b));
}

function joined(one: ContractFinding, two: ContractFinding): ContractFinding {
  const touches = [...new Set([...one.touches, ...two.touches])];
  const says = one.says.includes(two.says) ? one.says : `${one.says} ${two.says}`;
  return { ...one, breaks: eitherOf(one.breaks, two.breaks), says, touches };
}

function eitherOf(one: Breaks, two: Breaks): Breaks {
  if (one === two || two === 'nobody') return one;
  return one === 'nobody' ? two : 'both';
}
