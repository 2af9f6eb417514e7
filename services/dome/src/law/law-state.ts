// The law: everything that its events say, folded. Pure. Its events are one chain, written by compare-and-set over all of
// it, so a sequence names the whole law as it stood: who may change a document is itself law, and a change is judged
// under exactly the law that it follows. The fold records and does not judge; of two contents of one version the first
// counts.
import { highestVersion } from '@dome/contracts';
import type { Access, DomeEvent, Identity, LawApplied } from '@dome/contracts';
import { ACCESS, checkLawDocument, documentId } from '@dome/planning';
import type { LawDocuments, LawKind } from '@dome/planning';

import { accessRules } from './access.ts';
import type { AccessRules } from './access.ts';

export type LawEventType = 'dev.dome.law.applied.v1' | 'dev.dome.law.withdrawn.v1';
export type LawEvent = { [Type in LawEventType]: DomeEvent<Type> }[LawEventType];

/** An event of law as the stream holds it. */
export interface StoredLawEvent {
  readonly sequence: number;
  readonly timeMs: number;
  readonly event: LawEvent;
}

/** One change of one version. */
export interface VersionRecord {
  readonly sequence: number;
  readonly timeMs: number;
  readonly phase: 'applied' | 'withdrawn';
  readonly by: Identity;
  readonly reason: string | undefined;
}

export interface LawVersion<Kind extends LawKind = LawKind> {
  readonly kind: Kind;
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly document: LawDocuments[Kind];
  /** In order; the first applied it. */
  readonly records: readonly [VersionRecord, ...VersionRecord[]];
}

export interface LawState {
  /** Of the last event; 0 before the first. */
  readonly sequence: number;
  /** By kind, name and version. */
  readonly versions: ReadonlyMap<string, ReadonlyMap<string, LawVersion>>;
  /** The access document in force; nobody may do anything before there is one. */
  readonly access: AccessRules;
}

const NOBODY: Access = {
  apiVersion: 'dome/v1',
  kind: 'Access',
  version: '0.0.0',
  users: {},
  permissions: { submit: [], cancel: [], decide: [], law: [] },
};

export const EMPTY_LAW: LawState = { sequence: 0, versions: new Map(), access: accessRules(NOBODY) };

/** @throws DomeError INVALID_REQUEST for a document that does not hold. */
export function applyLawEvent(state: LawState, stored: StoredLawEvent): LawState {
  const { sequence, event } = stored;
  if (sequence <= state.sequence) return state;
  const after = { ...state, sequence };
  const id = documentId(event.data);
  const { version } = event.data;
  const changed = changedVersion(state.versions.get(id)?.get(version), stored);
  if (changed === undefined) return after;
  const versions = new Map(state.versions).set(id, new Map(state.versions.get(id)).set(version, changed));
  if (event.data.kind !== 'access') return { ...after, versions };
  const access = inForce({ versions }, ACCESS);
  return { ...after, versions, access: accessRules(access?.document ?? NOBODY) };
}

/** Passes over an event that this replica cannot read. */
export const passLawEvent = (state: LawState, sequence: number): LawState =>
  sequence <= state.sequence ? state : { ...state, sequence };

function changedVersion(
  before: LawVersion | undefined,
  { sequence, timeMs, event }: StoredLawEvent,
): LawVersion | undefined {
  const { by, reason } = event.data;
  const record = { sequence, timeMs, by, reason };
  if (event.type === 'dev.dome.law.applied.v1') return appliedVersion(before, event.data, record);
  if (before === undefined || isWithdrawn(before)) return undefined;
  return { ...before, records: [...before.records, { ...record, phase: 'withdrawn' as const }] };
}

function appliedVersion(
  before: LawVersion | undefined,
  { kind, name, version, digest, document }: LawApplied,
  record: Omit<VersionRecord, 'phase'>,
): LawVersion | undefined {
  if (before !== undefined && (before.digest !== digest || !isWithdrawn(before))) return undefined;
  const applied: VersionRecord = { ...record, phase: 'applied' };
  const records: LawVersion['records'] = before === undefined ? [applied] : [...before.records, applied];
  return { kind, name, version, digest, document: checkLawDocument(kind, document), records };
}

export const isWithdrawn = ({ records }: LawVersion): boolean => records.at(-1)?.phase === 'withdrawn';

/**
 * What a name and a range mean: the highest version that is not withdrawn. Without a range no pre-release is meant, as
 * with skills.
 */
export function inForce<Kind extends LawKind>(
  { versions }: Pick<LawState, 'versions'>,
  { kind, name }: { readonly kind: Kind; readonly name: string },
  range = '*',
): LawVersion<Kind> | undefined {
  const own = [...(versions.get(documentId({ kind, name }))?.values() ?? [])].filter((one) => !isWithdrawn(one));
  const highest = highestVersion(
    own.map(({ version }) => version),
    range,
  );
  return own.find((one): one is LawVersion<Kind> => one.version === highest && one.kind === kind);
}

/** Every version that was ever applied, in the order in which it was. */
export const versionsOf = ({ versions }: LawState): LawVersion[] =>
  [...versions.values()]
    .flatMap((own) => [...own.values()])
    .toSorted((a, b) => a.records[0].sequence - b.records[0].sequence);
