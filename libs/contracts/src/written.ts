// Documents that people write, held against their schemas: everything that is wrong with one at once, in sentences that
// speak of the document and not of its schema. Services check what they exchange with one error (document.ts); here a
// person wants to mend the whole text in one go.
import type * as types from './generated/types.ts';
import type { Validate } from './generated/validators.js';
import * as validators from './generated/written-validators.js';
import { membersAtFault, wordsFor } from './written-words.ts';
import type { SchemaError, WrittenFinding } from './written-words.ts';

export type { WrittenFinding } from './written-words.ts';

export interface WrittenDocuments {
  readonly Access: types.Access;
  readonly Environment: types.Environment;
  readonly Plan: types.Plan;
  readonly Policy: types.Policy;
  readonly SkillManifest: types.SkillManifest;
}

export type WrittenName = keyof WrittenDocuments;

export type WrittenChecked<Name extends WrittenName> =
  | { readonly ok: true; readonly value: WrittenDocuments[Name] }
  /** In the order of the schema; `left` counts those that were not looked at. */
  | { readonly ok: false; readonly findings: readonly WrittenFinding[]; readonly left: number };

const VALIDATORS = {
  Access: validators.findAccessErrors,
  Environment: validators.findEnvironmentErrors,
  Plan: validators.findPlanErrors,
  Policy: validators.findPolicyErrors,
  SkillManifest: validators.findSkillManifestErrors,
} satisfies Record<WrittenName, Validate>;

/** A text with more faults is better mended in parts, and each costs time. */
const LOOKED_AT_MAX = 256;

/** Accepts exactly what `checkDocument` accepts. */
export function checkWritten<Name extends WrittenName>(name: Name, value: unknown): WrittenChecked<Name> {
  const validate = VALIDATORS[name];
  if (validate(value)) return { ok: true, value: value as WrittenDocuments[Name] };
  const errors: readonly SchemaError[] = validate.errors ?? [];
  const seen = errors.slice(0, LOOKED_AT_MAX);
  return { ok: false, findings: findingsOf(seen), left: errors.length - seen.length };
}

/** One finding for each member: an error that only follows from another one is left out. */
function findingsOf(errors: readonly SchemaError[]): WrittenFinding[] {
  const findings = membersAtFault(errors);
  const pointers = new Set(findings.map(({ pointer }) => pointer));
  for (const error of errors) {
    if (error.keyword === 'required' || error.keyword === 'additionalProperties') continue;
    if (pointers.has(error.instancePath)) continue;
    pointers.add(error.instancePath);
    findings.push(wordsFor(error));
  }
  return findings;
}
