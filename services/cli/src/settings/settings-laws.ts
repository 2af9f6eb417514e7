// What no schema says of the settings. Pure.
import { isAbsolute, normalize } from 'node:path';

import { durationMs, escapeSegment, LIMITS } from '@dome/contracts';

import { HOUR_MS } from '../durations.ts';
import { withoutPassword } from '../shown-address.ts';
import type { OwnContext, CliSettings } from './settings.ts';

export interface SettingsFault {
  readonly pointer: string;
  /** Follows the name of the member. */
  readonly says: string;
  readonly hint?: string;
}

const KINDS = ['server', 'nats', 'stack'] as const;

/** A context leads to exactly one place. */
export function contextFault({ contexts = {} }: CliSettings): SettingsFault | undefined {
  for (const [name, context] of Object.entries(contexts)) {
    const pointer = `/contexts/${escapeSegment(name)}`;
    const kinds = KINDS.filter((kind) => context[kind] !== undefined);
    if (kinds.length !== 1)
      return {
        pointer,
        says: kinds.length === 0 ? 'leads nowhere' : `leads to more than one place: ${kinds.join(' and ')}`,
        hint: 'A context has one of server (an address), nats (a context of the nats command line) and stack (a folder).',
      };
    if (hasUnusedCreds(context))
      return {
        pointer: `${pointer}/creds`,
        says: 'is for a server',
        hint: 'A nats context and a stack have their own.',
      };
  }
  return undefined;
}

const hasUnusedCreds = ({ server, creds }: OwnContext): boolean => creds !== undefined && server === undefined;

/** A file is copied and shown more freely than a secret is. */
export function addressFault({ server, contexts = {} }: CliSettings): SettingsFault | undefined {
  const places = [
    { pointer: '/server', address: server },
    ...Object.entries(contexts).map(([name, one]) => ({
      pointer: `/contexts/${escapeSegment(name)}/server`,
      address: one.server,
    })),
  ];
  const named = places.find(({ address }) => address !== undefined && withoutPassword(address) !== address);
  if (named === undefined) return undefined;
  return {
    pointer: named.pointer,
    says: 'has a login in it, and no password stands in this file',
    hint: 'Name a credentials file (creds), or a context of the nats command line (nats).',
  };
}

/** Credentials stand beside the server that they are for, and go to no other. */
export function loginFault({ server, user, creds }: CliSettings): SettingsFault | undefined {
  const lonely = (['user', 'creds'] as const).find((member) => ({ user, creds })[member] !== undefined);
  if (server !== undefined || lonely === undefined) return undefined;
  return { pointer: `/${lonely}`, says: 'stands without the server that it is for', hint: 'Set server, or a context.' };
}

/** As `--timeout`. */
export function timeoutFault({ timeout }: CliSettings): SettingsFault | undefined {
  const ms = timeout === undefined ? undefined : durationMs(timeout);
  if (ms === undefined || (ms > 0 && ms <= LIMITS.waitMsMax)) return undefined;
  return { pointer: '/timeout', says: `must be longer than 0 and at most ${LIMITS.waitMsMax / HOUR_MS}h` };
}

/** What a repository names is a part of it: a workspace elsewhere would send a person's files. */
export function insideFault({ run = {} }: CliSettings): SettingsFault | undefined {
  for (const member of ['plan', 'policy', 'workspace'] as const) {
    const path = run[member];
    if (path !== undefined && leadsOut(path))
      return { pointer: `/run/${member}`, says: 'must be a path inside the folder of this file' };
  }
  return undefined;
}

function leadsOut(path: string): boolean {
  const way = normalize(path);
  return isAbsolute(way) || way.startsWith('~') || way === '..' || /^\.\.[/\\]/.test(way);
}
