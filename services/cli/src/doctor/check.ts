// What the doctor says of one thing, from facts that were gathered before. Pure.
import type { Passages } from '@dome/bus/prove';
import type { TopologyDifference } from '@dome/bus/provision';
import { isServerSupported, SERVER_VERSION_MIN } from '@dome/contracts';

/** `unknown`: whoever asks may not see it, and the check says who may. */
export type CheckStatus = 'ok' | 'warning' | 'failed' | 'unknown';

export interface Check {
  readonly name: string;
  readonly status: CheckStatus;
  /** What was found. */
  readonly found: string;
  /** What to do; for everything but ok. */
  readonly instead?: string;
}

export interface ServerSeen {
  readonly version: string;
  readonly address: string;
  readonly user: string;
  readonly roundTripMs: number;
}

export function serverChecks({ version, address, user, roundTripMs }: ServerSeen): Check[] {
  const connection = `${address} as ${user}, ${Math.max(1, Math.round(roundTripMs))} ms away`;
  return [
    { name: 'connection', status: 'ok', found: connection },
    isServerSupported(version)
      ? { name: 'server', status: 'ok', found: `nats-server ${version}` }
      : failed('server', `nats-server ${version}`, `Run nats-server ${SERVER_VERSION_MIN} or newer.`),
  ];
}

/** The setting of the server, undefined where it cannot be seen. */
export function syncCheck(syncsAlways: boolean | undefined): Check {
  const name = 'sync_always';
  if (syncsAlways === undefined)
    return unknown(
      name,
      'only a user of the system account sees it',
      'Ask whoever runs the server, or set DOME_PASSWORD_SYSTEM.',
    );
  if (syncsAlways) return { name, status: 'ok', found: 'every write is on disk before it is acknowledged' };
  return {
    name,
    status: 'warning',
    found: 'what was stored in the last minutes may be lost when the machine loses power',
    instead:
      'Set `sync_interval: always` in the jetstream block of every server of an installation; three servers also help.',
  };
}

/** @param passages undefined where they cannot be seen. */
export function rightsCheck(passages: Passages | undefined): Check {
  const name = 'rights';
  const prove = 'dome doctor --prove tries what each user may not do.';
  if (passages === undefined)
    return unknown(name, 'only a user of the system account sees what passes between the accounts', prove);
  const { undeclared, missing } = passages;
  const wrong = [
    ...undeclared.map((line) => `${line} is not declared`),
    ...missing.map((line) => `${line} is missing`),
  ];
  if (wrong.length === 0)
    return { name, status: 'ok', found: `only what is declared passes between the accounts; ${prove}` };
  return failed(name, wrong.join('; '), 'Render the accounts anew with `dome accounts render`, and reload the server.');
}

/** Leases are compared by the broker's time, but people compare logs. */
const SKEW_WARNED_MS = 1_000;

export function clockCheck(skewMs: number | undefined): Check {
  if (skewMs === undefined)
    return unknown(
      'clock',
      'the broker does not say its time',
      'Look whether the streams exist: `dome topology diff`.',
    );
  const found = `${Math.abs(Math.round(skewMs))} ms ${skewMs < 0 ? 'behind' : 'ahead of'} the broker`;
  if (Math.abs(skewMs) < SKEW_WARNED_MS) return { name: 'clock', status: 'ok', found };
  return { name: 'clock', status: 'warning', found, instead: 'Let this machine follow a time server.' };
}

/** @param differences undefined where no provisioner is known. */
export function topologyCheck(differences: readonly TopologyDifference[] | undefined): Check {
  const name = 'topology';
  if (differences === undefined)
    return unknown(
      name,
      'only a provisioner sees it',
      'Run `dome topology diff` with the credentials of each provisioner.',
    );
  const drift = differences.filter(({ action }) => action !== 'unchanged');
  if (drift.length === 0)
    return { name, status: 'ok', found: `${differences.length} streams, buckets and durables as declared` };
  return failed(
    name,
    `${drift.map((each) => each.name).join(', ')} differ from the contract`,
    'Look with `dome topology diff`, then `dome topology apply`.',
  );
}

export const failed = (name: string, found: string, instead: string): Check => ({
  name,
  status: 'failed',
  found,
  instead,
});

const unknown = (name: string, found: string, instead: string): Check => ({ name, status: 'unknown', found, instead });
