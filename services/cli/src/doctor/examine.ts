// Gathers what the checks judge, with whatever credentials there are. A fact that cannot be had is no error of the doctor.
import { readConsumerFacts, readSyncAlways, serverFacts } from '@dome/bus';
import { comparePassages } from '@dome/bus/prove';
import { declaredTopology, diffTopology, PROVISIONERS } from '@dome/bus/provision';
import type { TopologyAccount, TopologyDifference } from '@dome/bus/provision';
import { SYSTEM_USER, toDomeError, TOPOLOGY } from '@dome/contracts';

import { declaredFor } from '../topology/declared-for.ts';
import type { TopologySettings } from '../topology/declared-for.ts';
import type { Keyring } from '../connect/keyring.ts';
import type { PersonConnection } from '../connect/person-connection.ts';
import type { Io } from '../terminal/io.ts';
import { readStoredLaw } from '../law/stored-law.ts';
import { clockCheck, rightsCheck, serverChecks, syncCheck, topologyCheck } from './check.ts';
import { controlChecks, daemonChecks, diskChecks, versionsChecks } from './fleet-check.ts';
import { lawChecks } from './law-check.ts';
import type { Check } from './check.ts';

export interface Examination {
  readonly io: Io;
  readonly person: PersonConnection;
  readonly keyring: Keyring;
  readonly settings: TopologySettings;
}

export async function examine(examination: Examination): Promise<Check[]> {
  const { io, person, keyring } = examination;
  const { nc, client, target } = person;
  const roundTripMs = await nc.rtt();
  const { version } = serverFacts(nc);
  // The law before the replicas: none of them can be behind by what comes in between.
  const law = await orError(readStoredLaw(client));
  const replicas = await orError(client.instances.replicas());
  const daemons = await orError(client.instances.daemons());
  const announced = await orError(client.skills.listAll({}));
  const needed = await orError(client.versions.needed());
  const user = target.user ?? 'a user without a name';
  return [
    ...serverChecks({ version, address: target.servers, user, roundTripMs }),
    syncCheck(await asSystem(keyring, readSyncAlways)),
    rightsCheck(await asSystem(keyring, comparePassages)),
    clockCheck(await skewOf(person, io)),
    topologyCheck(await driftOf(examination)),
    ...controlChecks(replicas),
    ...lawChecks({ law, replicas: orNone(replicas), announced: orNone(announced) }),
    ...daemonChecks(daemons, announced),
    ...versionsChecks(needed),
    ...diskChecks([...orNone(replicas), ...orNone(daemons)]),
  ];
}

const orNone = <Item>(found: readonly Item[] | Error): readonly Item[] => (found instanceof Error ? [] : found);

async function orError<Value>(asked: Promise<Value>): Promise<Value | Error> {
  try {
    return await asked;
  } catch (error) {
    return toDomeError(error);
  }
}

/** Undefined where its password is not known. */
async function asSystem<Value>(
  keyring: Keyring,
  read: (nc: PersonConnection['nc']) => Promise<Value | undefined>,
): Promise<Value | undefined> {
  const nc = await keyring.connectAs(SYSTEM_USER);
  if (nc === undefined) return undefined;
  try {
    return await read(nc);
  } finally {
    await nc.close();
  }
}

/** By the durable of the control plane, which people may look at; half of the round trip is on either side. */
async function skewOf({ nc }: PersonConnection, io: Io): Promise<number | undefined> {
  const { stream, durable } = TOPOLOGY.consumers.domeEngine;
  const askedAt = io.now();
  const facts = await orError(readConsumerFacts(nc, { stream, durable, apiPrefix: 'DOME.API' }));
  if (facts === undefined || facts instanceof Error || facts.serverTimeMs === undefined) return undefined;
  return (askedAt + io.now()) / 2 - facts.serverTimeMs;
}

async function driftOf({ io, keyring, settings }: Examination): Promise<TopologyDifference[] | undefined> {
  const found: TopologyDifference[] = [];
  for (const account of Object.keys(PROVISIONERS) as TopologyAccount[]) {
    const nc = await keyring.connectAs(PROVISIONERS[account]);
    if (nc === undefined) return undefined;
    try {
      const declared = await declaredFor(io, settings, keyring.stack);
      found.push(...(await diffTopology(nc, declaredTopology({ account, ...declared }))));
    } finally {
      await nc.close();
    }
  }
  return found;
}
