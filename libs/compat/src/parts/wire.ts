// The wire as the contract declares it: channels by their address and messages by their name, whatever the document calls
// them, because that is what crosses.
import type { JsonObject } from '@dome/contracts/plain';

import { entriesAt } from '../document.ts';
import type { ContractDocument, Spot } from '../document.ts';
import { at, listOf, objectOf, textOf } from '../json.ts';
import { patternOf } from '@dome/contracts/plain';

export interface DeclaredChannel {
  /** Its key in the document. */
  readonly key: string;
  /** The address with `*` for each parameter; of a reply, that of the request and the word `reply`. */
  readonly identity: string;
  readonly spot: Spot;
  readonly declared: JsonObject;
  readonly settings: JsonObject;
  /** The names of its messages, by their keys in the document. */
  readonly messages: ReadonlyMap<string, string>;
}

export function channelsOf(document: ContractDocument): DeclaredChannel[] {
  const entries = entriesAt(document, '/channels');
  const requests = requestsOf(document);
  return entries.map(([key, declared, spot]) => {
    const address = textOf(declared['address']);
    const identity = address === undefined ? `reply of ${requests.get(key) ?? key}` : patternOf(address);
    const messages = Object.keys(objectOf(declared['messages'])).map((each): [string, string] => [
      each,
      nameOf(document, each),
    ]);
    return {
      key,
      identity,
      spot,
      declared,
      settings: objectOf(declared['x-dome-channel']),
      messages: new Map(messages),
    };
  });
}

/** The name that crosses the wire, for a message by its key. */
function nameOf({ asyncapi }: ContractDocument, key: string): string {
  return textOf(at(asyncapi, `/components/messages/${key}/name`)) ?? key;
}

/** The address that a reply channel answers, by the key of the reply channel. */
function requestsOf(document: ContractDocument): Map<string, string> {
  const found = entriesAt(document, '/operations').flatMap(([, operation]): [string, string][] => {
    const reply = lastOf(objectOf(objectOf(operation['reply'])['channel'])['$ref']);
    const channel = lastOf(objectOf(operation['channel'])['$ref']);
    const address = textOf(at(document.asyncapi, `/channels/${channel}/address`));
    return reply === '' || address === undefined ? [] : [[reply, patternOf(address)]];
  });
  return new Map(found);
}

const lastOf = (ref: unknown): string => textOf(ref)?.split('/').at(-1) ?? '';

export interface DeclaredMessage {
  readonly key: string;
  readonly name: string;
  readonly spot: Spot;
  readonly declared: JsonObject;
  /** The kinds of the channels that carry it. */
  readonly kinds: ReadonlySet<string>;
}

export function messagesOf(document: ContractDocument): DeclaredMessage[] {
  const channels = channelsOf(document);
  return entriesAt(document, '/components/messages').map(([key, declared, spot]) => ({
    key,
    name: textOf(declared['name']) ?? key,
    spot,
    declared,
    kinds: new Set(
      channels.filter(({ messages }) => messages.has(key)).map(({ settings }) => textOf(settings['kind']) ?? ''),
    ),
  }));
}

export interface DeclaredOperation {
  /** Who does what on which channel. */
  readonly identity: string;
  readonly action: string;
  readonly spot: Spot;
}

export function operationsOf(document: ContractDocument): DeclaredOperation[] {
  const channels = channelsOf(document);
  return entriesAt(document, '/operations').map(([, declared, spot]) => {
    const key = lastOf(objectOf(declared['channel'])['$ref']);
    const channel = channels.find((each) => each.key === key)?.identity ?? key;
    const action = textOf(declared['action']) ?? '';
    return { identity: `${textOf(declared['x-dome-participant']) ?? ''} ${action} ${channel}`, action, spot };
  });
}

/** Where the headers of a message are declared: by itself, or by a trait that it takes. */
export function headerSpots(document: ContractDocument, { declared, spot }: DeclaredMessage): Spot[] {
  const inner = 'headers' in declared ? [{ ...spot, pointer: `${spot.pointer}/headers` }] : [];
  const traits = listOf(declared['traits']).flatMap((trait) => {
    const pointer = textOf(objectOf(trait)['$ref'])?.replace(/^#/, '');
    return pointer !== undefined && at(document.asyncapi, `${pointer}/headers`) !== undefined
      ? [{ file: spot.file, pointer: `${pointer}/headers` }]
      : [];
  });
  return [...inner, ...traits];
}
