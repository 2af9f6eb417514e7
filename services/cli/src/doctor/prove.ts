// Tries everything that the contract forbids, as each plane, as an observer and as the person who asks.
import { randomBytes } from 'node:crypto';

import { brokerUser, forbiddenAttempts, proveForbidden, watchAsPerson } from '@dome/bus/prove';
import type { ForbiddenAttempt } from '@dome/bus/prove';
import { ACCOUNTS } from '@dome/contracts';

import type { PersonConnection } from '../connect/person-connection.ts';
import { usageError } from '../errors.ts';
import type { Keyring } from './keyring.ts';
import { variableOf } from './keyring.ts';

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
 * @throws DomeError INVALID_REQUEST that names the variables of passwords which are not known: a proof of some users is
 * none.
 */
export async function prove(person: PersonConnection, keyring: Keyring): Promise<UserProof[]> {
  const missing = PLAYERS.filter((user) => !keyring.knows(user));
  if (missing.length > 0)
    throw usageError(
      `The passwords of ${missing.join(', ')} are not known.`,
      `Set ${missing.map(variableOf).join(', ')}, or run it beside a dome dev.`,
    );
  using witness = await watchAsPerson(person.nc);
  const proofs: UserProof[] = [];
  for (const user of PLAYERS) {
    const nc = await keyring.connectAs(user);
    if (nc === undefined) continue;
    try {
      proofs.push(await proofOf(user, nc, witness));
    } finally {
      await nc.close();
    }
  }
  const name = person.target.user;
  return name === undefined ? proofs : [...proofs, await proofOf(name, person.nc, witness)];
}

type Witness = Parameters<typeof proveForbidden>[2];

async function proofOf(user: string, nc: PersonConnection['nc'], witness: Witness): Promise<UserProof> {
  const mark = `proof-${randomBytes(MARK_BYTES).toString('hex')}`;
  const attempts = forbiddenAttempts({ user: brokerUser(user), mark });
  return { user, ...(await proveForbidden(nc, attempts, witness)) };
}

/** Nothing else is called so. */
const MARK_BYTES = 8;
