// What the doctor says of the law: that it can be read, that it names nothing which is not there, that enough people have
// the roles it asks for, and that every replica follows it. Pure.
import type { InstanceHealth } from '@dome/client';
import {
  checkDocument,
  DomeError,
  isJsonObject,
  isMeantBy,
  isPermitted,
  parseSkillUse,
  roleHolders,
} from '@dome/contracts';
import type { Access, Announcement, Environment, Policy } from '@dome/contracts';
import { BUILD } from '@dome/planning';

import { inForceIn, meantIn } from '../law/stored-law.ts';
import type { StoredLaw, StoredVersion } from '../law/stored-law.ts';
import type { Check } from './check.ts';

export interface LawSeen {
  readonly law: StoredLaw | Error;
  readonly replicas: readonly InstanceHealth[];
  readonly announced: readonly Pick<Announcement, 'name' | 'version'>[];
}

const CHANGE = 'Apply what is missing, or another version of the document, with `dome law apply`.';

export function lawChecks({ law, replicas, announced }: LawSeen): Check[] {
  if (law instanceof Error)
    return [problem('failed', law.message, 'Look whether the stream is there: `dome topology diff`.')];
  const inForce = inForceIn(law).map(readDocument);
  const access = inForce.map(({ access: own }) => own).find((own) => own !== undefined);
  if (access === undefined)
    return [
      problem('failed', 'there is none: no access document is in force', 'Start a replica with DOME_LAW: docs/law.md.'),
    ];
  const environments = inForce.flatMap(({ environment }) => environment ?? []);
  const found = [
    ...unreadable(law, inForce),
    ...environments.flatMap((environment) => ofEnvironment(environment, law)),
    ...environments.flatMap((environment) => ofSkills(environment, announced)),
    ...inForce.flatMap((document) => ofRoles(document, access)),
    ...ofKeepers(access),
    ...replicas.flatMap((replica) => ofReplica(replica, law.sequence)),
  ];
  return [{ name: 'law', status: 'ok', found: summary(law, inForce, access) }, ...found];
}

const problem = (status: 'failed' | 'warning', found: string, instead: string): Check => ({
  name: 'law',
  status,
  found,
  instead,
});

function summary({ sequence }: StoredLaw, inForce: readonly LawDocument[], { version }: Access): string {
  const count = (kind: StoredVersion['kind'], plural: string): string => {
    const { length } = inForce.filter(({ stored }) => stored.kind === kind);
    return `${length} ${length === 1 ? kind : plural}`;
  };
  return `at ${sequence}: access ${version}, ${count('policy', 'policies')}, ${count('environment', 'environments')}`;
}

interface LawDocument {
  readonly stored: StoredVersion;
  readonly access?: Access;
  readonly policy?: Policy;
  readonly environment?: Environment;
  readonly fault?: string;
}

const titleOf = ({ kind, name, version }: StoredVersion): string => `${kind} ${name}@${version}`;

function readDocument(stored: StoredVersion): LawDocument {
  const { document } = stored;
  try {
    switch (stored.kind) {
      case 'access':
        return { stored, access: checkDocument('Access', document) };
      case 'policy':
        return { stored, policy: checkDocument('Policy', document) };
      case 'environment':
        return { stored, environment: checkDocument('Environment', document) };
    }
  } catch (error) {
    if (error instanceof DomeError) return { stored, fault: error.message };
    throw error;
  }
}

function unreadable(law: StoredLaw, inForce: readonly LawDocument[]): Check[] {
  const instead = 'Upgrade this command, if the law was written by a later version.';
  return [
    ...law.unreadable.map((sequence) => problem('failed', `message ${sequence} cannot be read`, instead)),
    ...inForce.flatMap(({ stored, fault }) =>
      fault === undefined ? [] : [problem('failed', `${titleOf(stored)} cannot be read: ${fault}`, instead)],
    ),
  ];
}

function ofEnvironment({ name, policy: use, gates, promotesFrom }: Environment, law: StoredLaw): Check[] {
  const { name: policyName, range } = parseSkillUse(use);
  const meant = meantIn(law, { kind: 'policy', name: policyName }, range);
  const has = meant === undefined ? undefined : readDocument(meant).policy?.gates;
  const missing = [
    ...(meant === undefined ? [`policy ${use}`] : []),
    ...promotesFrom
      .filter((from) => from !== BUILD && meantIn(law, { kind: 'environment', name: from }) === undefined)
      .map((from) => `environment ${from}`),
    ...(meant === undefined || has === undefined
      ? []
      : gates.filter((gate) => !Object.hasOwn(has, gate)).map((gate) => `gate ${gate} in ${titleOf(meant)}`)),
  ];
  return missing.map((what) => problem('failed', `environment ${name} needs ${what}, and there is none`, CHANGE));
}

function ofSkills({ name, skills }: Environment, announced: LawSeen['announced']): Check[] {
  if (skills.some((use) => announced.some((version) => isMeantBy(use, version)))) return [];
  const found = `nobody serves ${skills.join(' or ')}: nothing can be promoted to ${name}`;
  return [problem('warning', found, 'Start a daemon that has one of them; `dome skill list` shows what is served.')];
}

function ofRoles({ stored, environment }: LawDocument, access: Access): Check[] {
  const holders = roleHolders(access);
  const asked = new Map<string, number>();
  const ask = (role: string, count: number): void => void asked.set(role, Math.max(count, asked.get(role) ?? 0));
  for (const role of environment?.submitters ?? []) ask(role, 1);
  for (const { role, count } of rolesIn(stored.document)) ask(role, count);
  return [...asked].flatMap(([role, count]) => {
    const people = Object.hasOwn(holders, role) ? (holders[role] ?? 0) : 0;
    if (people >= count) return [];
    const found = `${titleOf(stored)} asks for ${count === 1 ? 'somebody' : `${count} people`} with the role ${role}, and ${people === 0 ? 'nobody has it' : `${people} ${people === 1 ? 'has' : 'have'} it`}`;
    return [problem('warning', found, 'Give the role to more people in the access document.')];
  });
}

/** Wherever a document asks people: an object with a role, and how many there must be. */
function rolesIn(value: unknown): { role: string; count: number }[] {
  if (Array.isArray(value)) return value.flatMap(rolesIn);
  if (!isJsonObject(value)) return [];
  const { role, count } = value;
  const own = typeof role === 'string' ? [{ role, count: typeof count === 'number' ? count : 1 }] : [];
  return [...own, ...Object.values(value).flatMap(rolesIn)];
}

/** Nobody raises their own roles, so that with a single law keeper some changes have nobody who may make them. */
function ofKeepers(access: Access): Check[] {
  const [only, ...others] = Object.keys(access.users).filter((user) => isPermitted(access, 'law', user));
  if (only === undefined || others.length > 0) return [];
  const found = `${only} alone may change it, and nobody may give ${only} another role`;
  return [problem('warning', found, 'Give a second person a role that permissions.law names.')];
}

function ofReplica({ instance, health }: InstanceHealth, sequence: number): Check[] {
  if (health instanceof Error || health.law === undefined) return [];
  const { law } = health;
  return [
    ...(law.sequence < sequence
      ? [problem('failed', `${instance} has followed it only to ${law.sequence}`, 'Read the log of that replica.')]
      : []),
    ...law.drift.map((differs) =>
      problem(
        'warning',
        `DOME_LAW of ${instance} differs: ${differs}`,
        'Look with `dome law diff`, then `dome law apply`.',
      ),
    ),
  ];
}
