// Tries everything that the contract forbids, as each plane, as an observer, as each program with durables of its own, and
// as the person who asks.
import { randomBytes } from 'node:crypto';

import { brokerUser, forbiddenAttempts, proveForbidden, readersOf, watchAsPerson } from '@dome/bus/prove';
import type { BrokerUser, ForbiddenAttempt } from '@dome/bus/prove';
import { ACCOUNTS } from '@dome/contracts';

import type { Keyring } from '../connect/keyring.ts';
import { FOLDER_VARIABLE, variableOf } from '../connect/known-passwords.ts';
import type { PersonConnection } from '../connect/person-connection.ts';
import { usageError } from '../errors.ts';

export interface UserProof {
  readonly user: string;
  readonly tried: number;
  readonly gotThrough: readonly ForbiddenAttempt[];
}

const isProvisioner = (user: string): boolean => user.endsWith('-provisioner');

/** Whoever is declared by name, but for provisioners, who may do anything to what their plane owns. */
const PLAYERS = Object.values(ACCOUNTS)
  .flatMap(({ users }) => Object.keys(users))
  .filter((user) => !user.startsWith('{') && !isProvisioner(user));

/**
 * @param readers programs that have no durable yet; those that have one are found.
 * @throws DomeError INVALID_REQUEST that names the variables of passwords which are not known: a proof of some users is
 * none.
 */
export async function prove(
  person: PersonConnection,
  keyring: Keyring,
  readers: readonly string[],
): Promise<UserProof[]> {
  const reading = [...new Set([...(await readersOf(person.nc)), ...readers])];
  const players = [...PLAYERS.map((name) => brokerUser(name)), ...reading.map((name) => brokerUser(name, 'reader'))];
  const missing = players.map(({ name }) => name).filter((name) => !keyring.knows(name));
  if (missing.length > 0)
    throw usageError(
      `The passwords of ${missing.join(', ')} are not known.`,
      `Set ${missing.map(variableOf).join(', ')}, or ${FOLDER_VARIABLE} to the folder that has them, or run it beside a \`dome dev\`.`,
    );
  using witness = await watchAsPerson(person.nc);
  const proofs: UserProof[] = [];
  for (const user of players) {
    const nc = await keyring.connectAs(user.name);
    if (nc === undefined) continue;
    try {
      proofs.push(await proofOf(user, nc, witness));
    } finally {
      await nc.close();
    }
  }
  const name = person.target.user;
  return name === undefined ? proofs : [...proofs, await proofOf(brokerUser(name), person.nc, witness)];
}

type Witness = Parameters<typeof proveForbidden>[2];

async function proofOf(user: BrokerUser, nc: PersonConnection['nc'], witness: Witness): Promise<UserProof> {
  const mark = `proof-${randomBytes(MARK_BYTES).toString('hex')}`;
  const attempts = forbiddenAttempts({ user, mark });
  return { user: user.name, ...(await proveForbidden(nc, attempts, witness)) };
}

/** Nothing else is called so. */
const MARK_BYTES = 8;
