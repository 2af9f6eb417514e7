// The fuzzer's targets, the user for each, and a good message there: made from the contract, so that additions to it are
// fuzzed as well.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ACCOUNTS, ENDPOINTS, EVENTS, subjects } from '@dome/contracts';
import type { EndpointName } from '@dome/contracts';
import { covers } from '@dome/contracts/plain';

import type { Dice } from '../../chaos/dice.ts';

export type FuzzUser = 'peggy' | 'oscar' | 'dome' | 'domed';

export interface Target {
  readonly name: string;
  readonly user: FuzzUser;
  readonly weight: number;
  readonly example: object;
  /** An endpoint must answer; a stored message is acknowledged by the broker alone. */
  readonly endpoint?: EndpointName;
  readonly subject: (dice: Dice) => string;
}

const EXAMPLES = join(import.meta.dirname, '../../../schemas/examples');
const NOISE_WEIGHT = 2;
const EVENT_WEIGHT = 1;
const REQUEST_WEIGHT = 6;

export function targets(): Target[] {
  return [...requests(), ...events(), ...buckets(), ...noise()];
}

function exampleOf(name: string): object {
  const value: unknown = JSON.parse(readFileSync(join(EXAMPLES, `${name}.json`), 'utf8'));
  return typeof value === 'object' && value !== null ? value : {};
}

/** Where a user may publish, in the contract's notation. */
function mayPublish(user: string, subject: string): boolean {
  const rights = Object.values(ACCOUNTS).flatMap(({ users }) => users[user]?.publish ?? []);
  return rights.some((right) => covers(right, subject));
}

/** Each person has the rights that the contract gives to people. */
const asDeclared = (user: FuzzUser): string => (user === 'peggy' || user === 'oscar' ? peopleName() : user);
const peopleName = (): string => Object.keys(ACCOUNTS['PEOPLE']?.users ?? {})[0] ?? '';

function requests(): Target[] {
  const endpoints = Object.keys(ENDPOINTS).filter((name): name is EndpointName => Object.hasOwn(ENDPOINTS, name));
  return endpoints.flatMap((endpoint) => {
    const { address, request, messages } = ENDPOINTS[endpoint];
    const example = request === undefined ? {} : exampleOf(messages.request);
    const subject = (dice: Dice): string => filledIn(address, dice);
    const place = address.replaceAll(/\{\w+\}/g, 'x');
    const people = (['peggy', 'oscar'] as const).filter((user) => mayPublish(asDeclared(user), place));
    // The control plane asks with the same credentials, so its user is fuzzed only where nobody else may ask.
    const users = people.length > 0 ? people : (['dome'] as const);
    return users.map((user) => ({ name: endpoint, user, weight: REQUEST_WEIGHT, example, endpoint, subject }));
  });
}

function filledIn(address: string, dice: Dice): string {
  return address
    .replaceAll(
      '{instance}',
      dice.pick(address.startsWith('dome.svc.dome.') ? ['dome-1', 'dome-2'] : ['domed-1', 'domed-2']),
    )
    .replaceAll('{upload}', `nobodys-${dice.between(1, 9)}`);
}

/** Events as a plane writes them, in runs that do not exist. */
function events(): Target[] {
  const names = readdirSync(EXAMPLES).filter((name) => name.startsWith('dev.dome.'));
  return names.flatMap((file): Target[] => {
    const type = file.replace(/\.json$/, '');
    const event = Object.entries(EVENTS).find(([name]) => name === type)?.[1];
    if (event === undefined) return [];
    const example = exampleOf(type);
    const { channel, kind } = event;
    const user = kind === 'run' || kind === 'command' ? 'dome' : 'domed';
    const phase = 'phase' in event ? event.phase : '';
    const subject = (dice: Dice): string => eventSubject(channel, phase, dice);
    return [{ name: type, user, weight: EVENT_WEIGHT, example, subject }];
  });
}

/** Some of them name the same run and job, so that they follow each other in a chain. */
function eventSubject(channel: string, phase: string, dice: Dice): string {
  const runId = `fuzz-${dice.between(1, 50)}`;
  const job = `${runId}.fuzz-${dice.between(1, 5_000)}`;
  if (channel === 'skillExecute')
    return subjects.skillExecute({ pool: 'default', skill: dice.pick(['count-node', 'tree-fix']) });
  if (channel === 'jobLog') return `dome.log.${job}`;
  // Not of the control plane: the broker refuses it.
  if (channel === 'lawEvent') return `dome.evt.law.${dice.pick(['policy', 'access'])}.fuzz.${phase}`;
  if (channel === 'runEvent') return `dome.evt.run.fuzz.${runId}.${phase}`;
  return channel === 'jobNote' ? `dome.evt.job.fuzz.${job}.note.${phase}` : `dome.evt.job.fuzz.${job}.${phase}`;
}

/** Invalid announcements, descriptors, ledger entries, cursors and drains, under keys that nobody uses. */
function buckets(): Target[] {
  const of = (bucket: string, key: string): Target => ({
    name: bucket,
    user: 'domed',
    weight: EVENT_WEIGHT,
    example: exampleOf('CapabilityListReply'),
    subject: (dice) => `$KV.${bucket}.${key}${dice.between(1, 50)}`,
  });
  return [
    of('domed_capabilities', 'default.fuzz.domed-fuzz'),
    of('domed_descriptors', 'fuzz-'),
    of('domed_idempotency', 'fuzz-'),
    of('domed_cursors', 'peggy.fuzz-'),
    of('domed_drains', 'default.fuzz-'),
  ];
}

const NOISE: readonly (readonly [FuzzUser, string])[] = [
  ['peggy', 'dome.svc.dome.nothing.here'],
  ['peggy', 'dome.svc.dome.run'],
  ['peggy', 'dome.svc.dome.health.more'],
  ['oscar', 'dome.svc.domed.artifact.put.more'],
  ['oscar', 'dome.svc.domed.artifact.chunk.domed-1.x.y'],
  ['oscar', 'dome.svc.domed.capability.'.concat('x'.repeat(400))],
  ['peggy', '$SRV.INFO.domed'],
  ['peggy', '$SRV.STATS'],
  ['oscar', '$SRV.PING.dome.nobody'],
  ['oscar', 'DOMED.API.DIRECT.GET.JOB_EVENTS'],
  ['oscar', 'DOME.API.DIRECT.GET.RUN_EVENTS'],
  ['domed', 'dome.evt.job.x'],
  ['domed', 'dome.evt.job.fuzz.fuzz-1.fuzz-1.unheard-of'],
  ['domed', 'dome.evt.job.fuzz.fuzz-1.fuzz-1.note.unheard-of.more'],
  ['domed', 'dome.log.only-one'],
  ['dome', 'dome.evt.run.fuzz.fuzz-1.unheard-of'],
  ['dome', 'dome.cmd.skill.execute.default.nobody-has-it'],
  ['dome', 'dome.svc.domed.job.get.more'],
];

function noise(): Target[] {
  return NOISE.map(([user, subject]) => ({
    name: 'elsewhere',
    user,
    weight: NOISE_WEIGHT,
    example: { seq: 1 },
    subject: () => subject,
  }));
}
