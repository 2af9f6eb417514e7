import type { MsgHdrs } from '@nats-io/nats-core';

import { lastHeader } from './received-headers.ts';
import { HEADER } from './wire.ts';

/** The stream sequence of a live message, 0 if the broker did not say it. */
export function republishedSequence(headers: MsgHdrs | undefined): number {
  const sequence = Number(lastHeader(headers, HEADER.sequence));
  return Number.isSafeInteger(sequence) ? sequence : 0;
}
