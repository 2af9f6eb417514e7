// How a folder of documents differs from the law in force.

import type { ControlClient } from '@dome/client';
import { DomeError, isName, isVersion, memberChanges, structureDigest } from '@dome/contracts';
import type { LawRef, LawVersionView, MemberChange } from '@dome/contracts';

import type { LawFile } from './folder.ts';
import { usageError } from '../errors.ts';
import { valueIn } from '../files.ts';

export interface LawDifference extends Pick<LawRef, 'kind' | 'name'> {
  /** Of the file. */
  readonly version?: string;
  readonly source?: string;
  readonly inForce?: string;
  /**
   * `changed`: the file would apply another version. `reused`: the version of the file was applied with other content,
   * and cannot be again. `only in law`: no file has it.
   */
  readonly state: 'same' | 'new' | 'changed' | 'reused' | 'only in law';
  readonly changes: readonly MemberChange[];
}

const KINDS: Readonly<Record<string, LawRef['kind']>> = {
  Policy: 'policy',
  Access: 'access',
  Environment: 'environment',
};

export async function lawDifferences(
  files: readonly LawFile[],
  law: Pick<ControlClient['law'], 'get'>,
  inForce: readonly LawVersionView[],
): Promise<LawDifference[]> {
  const proposed = files.map(proposedIn);
  const own = await Promise.all(proposed.map((one) => differenceOf(one, law, inForce)));
  const left = inForce
    .filter(({ kind, name }) => !proposed.some((one) => one.kind === kind && one.name === name))
    .map(({ kind, name, version }) => ({ kind, name, inForce: version, state: 'only in law', changes: [] }) as const);
  return [...own, ...left];
}

interface Proposed extends LawRef {
  readonly source: string;
  readonly document: Record<string, unknown>;
}

/** As much of it as a difference needs; whether it holds is for the control plane to say. */
function proposedIn({ name: source, text }: LawFile): Proposed {
  const document = valueIn(text, source);
  const members = typeof document === 'object' && document !== null ? { ...document } : {};
  const { kind, name, version }: { kind?: unknown; name?: unknown; version?: unknown } = members;
  const known = typeof kind === 'string' ? KINDS[kind] : undefined;
  const named = known === 'access' ? known : name;
  if (known === undefined || typeof named !== 'string' || !isName(named)) {
    throw usageError(
      `${source} is no document of law.`,
      'It says its kind (Policy, Access, Environment) and its name.',
    );
  }
  if (typeof version !== 'string' || !isVersion(version)) {
    throw usageError(`${source} has no version.`, 'A version is such as 1.0.0.');
  }
  return { kind: known, name: named, version, source, document: members };
}

async function differenceOf(
  proposed: Proposed,
  law: Pick<ControlClient['law'], 'get'>,
  inForce: readonly LawVersionView[],
): Promise<LawDifference> {
  const { kind, name, version, source, document } = proposed;
  const of = { kind, name, version, source };
  const current = inForce.find((one) => one.kind === kind && one.name === name);
  const applied = await law.get({ kind, name, version }).catch((error: unknown) => {
    if (error instanceof DomeError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  });
  const isOther = applied !== undefined && applied.entry.digest !== structureDigest(document);
  if (isOther) {
    return { ...of, ...inForceOf(current), state: 'reused', changes: memberChanges(applied.document, document) };
  }
  if (current === undefined) return { ...of, state: 'new', changes: [] };
  if (current.version === version) return { ...of, inForce: version, state: 'same', changes: [] };
  const { document: before } = await law.get({ kind, name, version: current.version });
  return { ...of, inForce: current.version, state: 'changed', changes: memberChanges(before, document) };
}

const inForceOf = (current: LawVersionView | undefined): { readonly inForce?: string } =>
  current === undefined ? {} : { inForce: current.version };
