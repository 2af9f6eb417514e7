// L6: one rule decides which announced skill a reference means, whoever asks.
//
// A range takes the highest version that satisfies it. It takes a pre-release only if it names one of that same
// version, as in npm: `^1.2.0-rc.1` takes 1.2.0-rc.2, `*` takes none. If one version has several descriptors, the one
// that most daemons announce wins, among equals the one that was announced last, and then the smaller digest, so that the
// order of the answers never decides.
// A version that is drained is for those who are locked to it: no range takes it.
// A lock takes exactly the descriptor that it names.
import { compareBuild, satisfies, valid, validRange } from 'semver';

import type { ErrorCode } from './error-catalogue.ts';
import type { SkillRef } from './generated/types.ts';
import { parseSkillUse } from './skill-use.ts';

/** What a selection needs to know of an announcement. */
export type Announced = Readonly<SkillRef> & {
  readonly pool?: string;
  readonly announcedAt?: string;
  /** Undefined: new runs may choose it. */
  readonly drained?: object | undefined;
};

export interface RangeWish {
  readonly name: string;
  readonly range: string;
  /** For whoever only looks: also what new runs do not choose. */
  readonly evenDrained?: boolean;
}

export type SkillWish = (RangeWish | Readonly<SkillRef>) & {
  /** Undefined means any pool. */
  readonly pool?: string | undefined;
};

export interface SelectionRefusal {
  readonly code: Extract<ErrorCode, 'CAPABILITY_MISSING' | 'DESCRIPTOR_DRIFT' | 'INVALID_REQUEST'>;
  /** The part of the reference that cannot be met. */
  readonly part: 'name' | 'pool' | 'range' | 'version' | 'digest';
  /** A clause that begins in lower case and has no full stop. */
  readonly detail: string;
  readonly hint?: string;
}

export type Selection<One> =
  | { readonly ok: true; readonly chosen: One }
  | { readonly ok: false; readonly refusal: SelectionRefusal };

/** Whether a range can ever mean this version: the schema lets through what only looks like one, such as 1.0.0-01. */
export const isVersion = (text: string): boolean => valid(text) !== null;

/** Negative if `a` is the lower one, by semantic versioning; what is no version is the lowest. */
export function compareVersions(a: string, b: string): number {
  return isVersion(a) && isVersion(b) ? compareBuild(a, b) : Number(isVersion(a)) - Number(isVersion(b));
}

/** The highest version in the range, by the rule of skills; undefined if there is none. */
export function highestVersion(versions: readonly string[], range: string): string | undefined {
  return versions.filter((version) => satisfies(version, range)).toSorted((a, b) => compareBuild(b, a))[0];
}

/** Whether a reference (`name@range`) takes in this version of this name, as a list of law means it. */
export function isMeantBy(use: string, of: { readonly name: string; readonly version: string }): boolean {
  const { name, range } = parseSkillUse(use);
  return name === of.name && satisfies(of.version, range);
}

/** Why the text is not a version range, or undefined if it is one. */
export function rangeFault(name: string, range: string): SelectionRefusal | undefined {
  if (validRange(range) !== null) return undefined;
  return {
    code: 'INVALID_REQUEST',
    part: 'range',
    detail: `${range} is not a version range`,
    hint: `Write ${name}@^1, ${name}@1.2.0 or ${name}@*.`,
  };
}

/** The announcement that is meant, or why there is none. */
export function selectSkill<One extends Announced>(announced: readonly One[], wish: SkillWish): Selection<One> {
  const serving = announced.filter(({ name, pool }) => name === wish.name && (wish.pool ?? pool) === pool);
  const chosen = 'range' in wish ? best(serving, wish) : serving.find((one) => isLockedTo(wish, one));
  if (chosen !== undefined) return { ok: true, chosen };
  if (serving.length === 0) return refused(notServed(announced, wish));
  return refused('range' in wish ? outOfRange(serving, wish) : drifted(serving, wish));
}

function best<One extends Announced>(
  serving: readonly One[],
  { range, evenDrained = false }: RangeWish,
): One | undefined {
  const choosable = serving.filter(({ drained }) => evenDrained || drained === undefined);
  const newest = highestVersion(
    choosable.map(({ version }) => version),
    range,
  );
  const votes = new Map<string, number>();
  const lastMs = new Map<string, number>();
  const candidates = choosable.filter(({ version }) => version === newest);
  for (const { descriptorDigest: digest, announcedAt } of candidates) {
    votes.set(digest, (votes.get(digest) ?? 0) + 1);
    lastMs.set(digest, Math.max(lastMs.get(digest) ?? 0, announcedAt === undefined ? 0 : Date.parse(announcedAt)));
  }
  const more = (of: ReadonlyMap<string, number>, a: string, b: string): number => (of.get(b) ?? 0) - (of.get(a) ?? 0);
  return candidates.toSorted(
    ({ descriptorDigest: a }, { descriptorDigest: b }) =>
      more(votes, a, b) || more(lastMs, a, b) || (a < b ? -1 : Number(a > b)),
  )[0];
}

const isLockedTo = ({ version, descriptorDigest }: SkillRef, one: Announced): boolean =>
  one.descriptorDigest === descriptorDigest && one.version === version;

const refused = (refusal: SelectionRefusal): { ok: false; refusal: SelectionRefusal } => ({ ok: false, refusal });

function notServed(announced: readonly Announced[], { name, pool }: SkillWish): SelectionRefusal {
  const pools = listed(announced.flatMap((one) => (one.name === name ? [one.pool ?? ''] : [])));
  if (pools !== '' && pool !== undefined) {
    const detail = `${name} is served in ${pools}, not in the pool ${pool}`;
    return { code: 'CAPABILITY_MISSING', part: 'pool', detail };
  }
  const where = pool === undefined ? '' : ` in the pool ${pool}`;
  return { code: 'CAPABILITY_MISSING', part: 'name', detail: `no daemon announces the skill ${name}${where}` };
}

function outOfRange(
  serving: readonly Announced[],
  { name, range }: { readonly name: string; readonly range: string },
): SelectionRefusal {
  const fault = rangeFault(name, range);
  if (fault !== undefined) return fault;
  const wanted = `${name} is announced as ${versionsOf(serving)}; ${range} is wanted`;
  const drained = highestVersion(
    serving.filter((one) => one.drained !== undefined).map(({ version }) => version),
    range,
  );
  if (drained !== undefined) {
    const hint = `Drained versions are for open runs: \`dome skill undrain ${name}@${drained}\` lets new ones choose it again.`;
    return { code: 'CAPABILITY_MISSING', part: 'version', detail: wanted, hint };
  }
  const [preRelease] = serving
    .map(({ version }) => version)
    .filter((version) => satisfies(version, range, { includePrerelease: true }))
    .toSorted((a, b) => compareBuild(b, a));
  if (preRelease === undefined) return { code: 'CAPABILITY_MISSING', part: 'version', detail: wanted };
  return {
    code: 'CAPABILITY_MISSING',
    part: 'version',
    detail: `${wanted}, which takes no pre-release`,
    hint: `Name the pre-release: ${name}@${preRelease}.`,
  };
}

function drifted(serving: readonly Announced[], { name, version, descriptorDigest }: SkillRef): SelectionRefusal {
  const digests = listed(serving.flatMap((one) => (one.version === version ? [one.descriptorDigest] : [])));
  if (digests === '') {
    const detail = `${name} is announced as ${versionsOf(serving)}, not as ${version}`;
    return { code: 'CAPABILITY_MISSING', part: 'version', detail };
  }
  const detail = `${name}@${version} is announced with the descriptor ${digests}, not with the locked ${descriptorDigest}`;
  return { code: 'DESCRIPTOR_DRIFT', part: 'digest', detail };
}

const versionsOf = (serving: readonly Announced[]): string =>
  listed(serving.map(({ version, drained }) => (drained === undefined ? version : `${version} (drained)`)));

const listed = (words: readonly string[]): string => [...new Set(words)].toSorted().join(', ');
