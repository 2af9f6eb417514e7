import type { Breaks, Severity } from '../../src/finding.ts';

import type { Draft } from '../draft.ts';

/** One edit of the contract, and what the judge must say of it. */
export interface Edit {
  readonly what: string;
  readonly make: (draft: Draft) => void;
  readonly severity: Severity;
  readonly kind: string;
  readonly breaks: Breaks;
  /** What the pointer of the finding ends with; `*` is a place in a list. */
  readonly at: string;
}

export type Made = readonly [what: string, make: (draft: Draft) => void, kind: string, at: string, breaks?: Breaks];

export const of =
  (severity: Severity, usual: Breaks) =>
  ([what, make, kind, at, breaks = usual]: Made): Edit => ({ what, make, severity, kind, breaks, at });

export const Y = 'asyncapi.yaml#';
export const TOPOLOGY = `${Y}/x-dome-topology`;
export const STREAMS = `${TOPOLOGY}/streams`;
export const ACCOUNTS = `${Y}/x-dome-accounts`;
export const STARTED = 'schemas/job/started.v1.json#';
export const COMMON = 'schemas/common.json#/$defs';
export const text = { type: 'string', maxLength: 64 };
export const optional = (file: string, name: string) => (draft: Draft) => draft.drop(`${file}/required`, name);
export const required = (file: string, name: string, schema: unknown) => (draft: Draft) => {
  draft.add(`${file}/properties/${name}`, schema);
  draft.push(`${file}/required`, name);
};

export const clone = (draft: Draft, from: string): unknown => structuredClone(draft.valueAt(from));
