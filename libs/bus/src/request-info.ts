// Who asks, as the broker stamps it on a request that crosses from an account that shares itself. The broker overwrites what
// a client wrote under that name, so exactly one value under exactly that name is the broker's; anything else is nobody's.

import type { MsgHdrs } from '@nats-io/transport-node';

import { HEADER } from './wire.ts';

export interface RequestInfo {
  readonly account: string;
  /** The broker's user; null where it knows none by name. */
  readonly user: string | null;
  /** The client's name for itself: for logs, never for a decision. */
  readonly clientName: string | null;
}

export function parseRequestInfo(headers: MsgHdrs | undefined): RequestInfo | null {
  const values = headers?.values(HEADER.requestInfo) ?? [];
  const [value] = values;
  if (value === undefined || values.length > 1) return null;
  const info = parseObject(value);
  const account = info?.['acc'];
  if (info === null || typeof account !== 'string' || account === '') return null;
  return { account, user: textOf(info['user']), clientName: textOf(info['name']) };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
