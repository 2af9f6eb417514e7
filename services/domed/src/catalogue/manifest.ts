// Reads skill.yaml from bytes to a checked manifest. An error is reported where it is, as file:line:column, because its
// reader has the file open (L12).
import { DomeError, LIMITS, checkDocument, isVersion, readLockKey, toDomeError } from '@dome/contracts';
import type { SkillManifest } from '@dome/contracts';
import { readDocument } from '@dome/documents';
import type { DocumentFault } from '@dome/documents';
import { memberFault } from '@dome/runtime';

import { isReserved } from '../variable-names.ts';

export interface ManifestFile {
  readonly manifest: SkillManifest;
  /** An error at the member that the pointer names. */
  readonly fault: (pointer: string, what: string, options?: Omit<FaultOptions, 'pointer' | 'at'>) => DomeError;
}

const BOUNDS = { bytesMax: LIMITS.manifestBytes, depthMax: LIMITS.jsonDepth };

/**
 * A manifest that the schema allows and whose `runs` fits its kind.
 * @throws DomeError MANIFEST_INVALID whose detail begins with file:line:column.
 */
export function parseManifest(bytes: Uint8Array, file: string): ManifestFile {
  const read = readDocument(bytes, BOUNDS);
  if (!read.ok) throw documentFault(file, read.fault);
  const { value, positionOf } = read.document;
  const fault: ManifestFile['fault'] = (pointer, what, options = {}) =>
    faultAt(file, what, { at: positionOf(pointer), pointer, ...options });
  const manifest = checked(value, fault);
  try {
    assertVersion(manifest);
    assertRuns(manifest);
    assertLocks(manifest);
    assertSecrets(manifest);
    return { manifest, fault };
  } catch (thrown) {
    const error = toDomeError(thrown);
    throw fault(error.fields.pointer ?? '', error.message, { hint: error.fields.hint, cause: error });
  }
}

function checked(value: unknown, fault: ManifestFile['fault']): SkillManifest {
  try {
    return checkDocument('SkillManifest', value);
  } catch (thrown) {
    const cause = toDomeError(thrown);
    const { pointer, message } = memberFault(cause, { value, document: 'SkillManifest', known: FIELDS });
    throw fault(pointer, `SkillManifest ${pointer === '' ? '' : `${pointer} `}${message}`, { cause });
  }
}

/** Every member that a manifest may have, at whatever depth. */
const FIELDS = `
  apiVersion kind name version title description tags annotations inputSchema outputSchema docs examples input output
  runs using command main isolation grace needs workspace network permissions sideEffects materials from unpack
  secrets as
  timeouts queue execution heartbeat total logs size rate artifacts path mediaType optional
  retry initialInterval backoffCoefficient maximumInterval maximumAttempts nonRetryable locks key mode waitMs
  readOnlyHint destructiveHint idempotentHint openWorldHint
`
  .trim()
  .split(/\s+/);

/** An error in the text itself, before there is a value. */
function documentFault(file: string, fault: DocumentFault): DomeError {
  const { pointer, message, hint, cause } = fault;
  return faultAt(file, message, { at: fault, ...(pointer === '' ? {} : { pointer }), hint, cause });
}

/** A skill whose version no range can mean would be announced and never run. */
function assertVersion({ version }: SkillManifest): void {
  if (isVersion(version)) return;
  const detail = `${version} is no semantic version: no part is empty, and no number begins with 0`;
  throw new DomeError('MANIFEST_INVALID', { detail, pointer: '/version' });
}

/** The schema lists the members of both kinds; which of them belong together is checked here. */
function assertRuns({ runs, needs, materials = [] }: SkillManifest): void {
  const refuse = (pointer: string, detail: string): never => {
    throw new DomeError('MANIFEST_INVALID', { detail, pointer });
  };
  if (runs.using === 'process') {
    if (runs.command === undefined) refuse('/runs', 'runs.command is missing: using: process starts a command');
    if (runs.main !== undefined) refuse('/runs/main', 'runs.main belongs to using: node');
    if (runs.isolation !== undefined) refuse('/runs/isolation', 'runs.isolation belongs to using: node');
  } else {
    if (runs.main === undefined) refuse('/runs', 'runs.main is missing: using: node imports a module');
    if (runs.command !== undefined) refuse('/runs/command', 'runs.command belongs to using: process');
    const needsFolder = (needs?.workspace ?? 'none') !== 'none' || materials.length > 0;
    if (runs.isolation === 'none' && needsFolder)
      refuse('/runs/isolation', 'a skill inside the daemon gets no workspace and no materials: use isolation: runner');
  }
}

/** A lock is lost by killing whoever holds it, and a skill inside the daemon cannot be killed. */
function assertLocks({ locks = [], runs }: SkillManifest): void {
  const refuse = (pointer: string, detail: string): never => {
    throw new DomeError('MANIFEST_INVALID', { detail, pointer });
  };
  for (const [index, { key }] of locks.entries()) {
    const reading = readLockKey(key);
    if (!reading.ok) refuse(`/locks/${index}/key`, reading.says);
  }
  if (locks.length > 0 && runs.isolation === 'none')
    refuse('/locks', 'a skill inside the daemon holds no locks, because it cannot be killed: use isolation: runner');
}

function assertSecrets({ secrets = [], runs }: SkillManifest): void {
  const refuse = (index: number, detail: string): never => {
    throw new DomeError('MANIFEST_INVALID', { detail, pointer: `/secrets/${index}/name` });
  };
  for (const [index, { name }] of secrets.entries()) {
    if (secrets.findIndex((other) => other.name === name) !== index) refuse(index, `the secret ${name} is named twice`);
    if (isReserved(name))
      refuse(index, `${name} cannot be the name of a secret: it is a variable of the protocol or the system`);
  }
  if (runs.isolation !== 'none' || secrets.length === 0) return;
  const detail = 'a skill inside the daemon gets no secrets: use isolation: runner';
  throw new DomeError('MANIFEST_INVALID', { detail, pointer: '/runs/isolation' });
}

interface FaultOptions {
  readonly at?: { readonly line: number; readonly column: number };
  readonly pointer?: string;
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

export function faultAt(file: string, what: string, { at, pointer, hint, cause }: FaultOptions = {}): DomeError {
  const place = at === undefined ? file : `${file}:${at.line}:${at.column}`;
  const fields = {
    detail: `${place}: ${what}`,
    file,
    ...(at === undefined ? {} : { line: at.line, column: at.column }),
    ...(pointer === undefined ? {} : { pointer }),
    ...(hint === undefined ? {} : { hint }),
  };
  return new DomeError('MANIFEST_INVALID', fields, { cause });
}
