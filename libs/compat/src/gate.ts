// Whether a contract may pass: nothing that breaks, unless nothing was released yet and the change is named with its reason.
import { isJsonObject } from '@dome/contracts/plain';

import type { ContractDocument } from './document.ts';
import { gathered, isRefused } from './finding.ts';
import type { ContractFinding } from './finding.ts';
import { textOf } from './json.ts';
import { judge } from './judge.ts';

export interface Release {
  readonly document: ContractDocument;
  /** Nobody relies on it yet: what breaks it may pass with a reason. */
  readonly isPreRelease: boolean;
}

/** A change that somebody decided to make, and why. */
export interface AcceptedChange {
  readonly pointer: string;
  readonly kind: string;
  readonly reason: string;
}

export interface Judgement {
  readonly findings: readonly ContractFinding[];
  /** Those that the gate does not let pass. */
  readonly refused: readonly ContractFinding[];
  /** Named changes that nobody made, or that may not be made any more. */
  readonly stale: readonly AcceptedChange[];
}

/** @param releases the oldest first; everything stored under any of them must stay readable. */
export function gate(
  releases: readonly Release[],
  head: ContractDocument,
  accepted: readonly AcceptedChange[],
): Judgement {
  const last = releases.at(-1);
  if (last === undefined) return { findings: [], refused: [], stale: accepted };
  // Nobody ever relied on a pre-release that a release followed.
  const relied = releases.slice(0, -1).filter(({ isPreRelease }) => !isPreRelease);
  const earlier = relied.flatMap(({ document }) => judge(document, head, 'stored'));
  const findings = gathered([...judge(last.document, head), ...earlier]);
  const isNamed = (finding: ContractFinding): boolean =>
    last.isPreRelease && accepted.some(({ pointer, kind }) => pointer === finding.pointer && kind === finding.kind);
  const grave = findings.filter(isRefused);
  return {
    findings,
    refused: grave.filter((finding) => !isNamed(finding)),
    stale: accepted.filter(
      ({ pointer, kind }) =>
        !last.isPreRelease || !grave.some((each) => each.pointer === pointer && each.kind === kind),
    ),
  };
}

/**
 * The named changes, as `schemas/released/accepted.yaml` lists them.
 * @throws Error that says which entry lacks its pointer, kind or reason.
 */
export function acceptedOf(value: unknown): AcceptedChange[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Error('accepted changes are a list');
  return value.map((entry: unknown, index) => {
    const [pointer, kind, reason] = ['pointer', 'kind', 'reason'].map((name) =>
      isJsonObject(entry) ? textOf(entry[name]) : undefined,
    );
    if (pointer === undefined || kind === undefined || reason === undefined || reason.trim() === '')
      throw new Error(`accepted change ${index + 1} has no pointer, kind or reason`);
    return { pointer, kind, reason };
  });
}
