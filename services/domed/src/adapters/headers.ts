// Headers as the contract reads them. Header lookup is case-sensitive on the wire; in the contract it is not.
import { headerOf } from '@dome/bus';
import type { Delivery } from '@dome/bus';
import { CONTENT_TYPE } from '@dome/contracts';
import type { HeaderReader } from '@dome/contracts';

export type WireHeaders = Delivery['headers'];

/** On every event that is published. */
export const EVENT_HEADERS = Object.freeze({ 'Content-Type': CONTENT_TYPE });

/** Undefined without headers: such a message can only be in structured mode. */
export function headerReader(headers: WireHeaders): HeaderReader | undefined {
  if (headers === undefined) return undefined;
  return (name) => headerOf(headers, name);
}
