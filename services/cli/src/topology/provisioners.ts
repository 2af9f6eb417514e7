// As whom each plane's topology is read and changed. Pure.
//
// - Whoever is named is taken at their word: a provisioner provisions its own plane, and anybody else the one that
//   `--account` names.
// - If nobody is named, both planes are meant, each by its provisioner; one without a password is an error, so that half an
//   installation is never taken for a whole one.

import { PROVISIONERS } from '@dome/bus/provision';
import type { TopologyAccount } from '@dome/bus/provision';
import { ACCOUNTS } from '@dome/contracts';

import type { Keyring } from '../connect/keyring.ts';
import { FOLDER_VARIABLE, variableOf } from '../connect/known-passwords.ts';
import type { Target } from '../connect/target.ts';
import { usageError } from '../errors.ts';

export interface Provisioning {
  readonly account: TopologyAccount;
  readonly target: Target;
}

export interface ProvisioningSources {
  readonly target: Target;
  /** By a flag. */
  readonly isNamed: boolean;
  /** Of the environment, where the broker is not named there or by a flag, too: its password goes nowhere. */
  readonly unheard: string | undefined;
  /** Of `--account`. */
  readonly account: TopologyAccount | undefined;
  readonly keyring: Pick<Keyring, 'stack' | 'targetAs'>;
}

const PLANES: readonly TopologyAccount[] = ['DOMED', 'DOME'];

/** @throws DomeError INVALID_REQUEST that says what is missing */
export function provisioningOf(sources: ProvisioningSources): Provisioning[] {
  const { target, isNamed, account } = sources;
  const own = accountOf(target.user);
  if (own !== undefined) {
    if (account === undefined || account === own) return [{ account: own, target }];
    throw usageError(
      `${target.user} has no right in ${account}.`,
      `Leave --account out, or name ${PROVISIONERS[account]}.`,
    );
  }
  if (!isNamed) return byProvisioners(sources);
  if (account !== undefined) return [{ account, target }];
  throw usageError('It is not clear which topology is meant.', 'Choose --account DOMED or --account DOME.');
}

function byProvisioners({ account, keyring, target, unheard }: ProvisioningSources): Provisioning[] {
  const planes = account === undefined ? PLANES : [account];
  const found = planes.flatMap((one) => {
    const own = keyring.targetAs(PROVISIONERS[one]);
    return own === undefined ? [] : [{ account: one, target: own }];
  });
  if (found.length === planes.length) return found;
  // Whoever the environment names has a name that the contract does not know: the operator's own accounts.
  if (account !== undefined && (target.user ?? target.creds) !== undefined) return [{ account, target }];
  const lacking = planes.filter((one) => !found.some((other) => other.account === one)).map((one) => PROVISIONERS[one]);
  if (found.length === 0 && unheard !== undefined)
    throw usageError(`NATS_USER is ${unheard}, and it is not said at which broker.`, 'Set NATS_URL, or give --server.');
  const nobody = target.user === undefined ? 'No provisioner is named' : `${target.user} is no provisioner`;
  throw usageError(
    found.length === 0
      ? `${nobody}, and no stack is running here.`
      : `The password of ${lacking.join(' and ')} is not known.`,
    `Set ${lacking.map(variableOf).join(' and ')}, or ${FOLDER_VARIABLE} to the folder of the passwords; for one plane, give --user and --password.`,
  );
}

function accountOf(user: string | undefined): TopologyAccount | undefined {
  if (user === undefined) return undefined;
  return PLANES.find((account) => Object.hasOwn(ACCOUNTS[account]?.users ?? {}, user));
}
