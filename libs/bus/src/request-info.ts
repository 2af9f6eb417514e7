// Who asks, as the broker stamps it on a request that crosses from an account that shares its identity. The broker
// overwrites what a client wrote under that name, so exactly one value under exactly that name comes from the broker;
// anything else identifies nobody.

import type { MsgHdrs } from '@nats-io/transport-node';

import { parseObject } from './json-object.ts';
import { HEADER } from './wire.ts';

export interface RequestInfo {
  readonly account: string;
  /** The broker's user; undefined if it has no name. */
  readonly user: string | undefined;
  /** The client's own name: for logs, never for a decision. */
  readonly clientName: string | undefined;
}

export function parseRequestInfo(headers: MsgHdrs | undefined): RequestInfo | undefined {
  const values = headers?.values(HEADER.requestInfo) ?? [];
  const [value] = values;
  if (value === undefined || values.length > 1) return undefined;
  const info = parseObject(value);
  const account = info?.['acc'];
  if (info === undefined || typeof account !== 'string' || account === '') return undefined;
  return { account, user: textOf(info['user']), clientName: textOf(info['name']) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
