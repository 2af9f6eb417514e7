import type { ContractFinding } from '../finding.ts';
import { compareSchemas } from '../schema/compare.ts';
import { placeAt } from '../schema/place.ts';
import type { Surface } from '../schema/surface.ts';
import { breaking, findingOf, inside, prose, settingFindings } from './change.ts';
import type { Contracts, SettingRule, ChangeVerdict } from './change.ts';
import { headerSpots, messagesOf } from './wire.ts';
import type { DeclaredMessage } from './wire.ts';

/** A message is one by its name: what it is called in the document is for generators. */
export function messageChanges(contracts: Contracts, scope: 'all' | 'stored'): ContractFinding[] {
  const after = messagesOf(contracts.head);
  return messagesOf(contracts.base).flatMap((old) => {
    const message = after.find(({ name }) => name === old.name);
    // That it is gone is said by the channels that carried it.
    if (message === undefined) return [];
    if (scope === 'stored') return surfaceOf(old).role === 'record' ? payloadFindings(contracts, old, message) : [];
    return [
      ...payloadFindings(contracts, old, message),
      ...headerFindings(contracts, old, message),
      ...wordFindings(contracts, old, message),
    ];
  });
}

const EXCHANGED = new Set(['service', 'reply']);

function surfaceOf({ name, kinds }: DeclaredMessage): Surface {
  const isExchange = [...kinds].every((kind) => EXCHANGED.has(kind));
  return {
    name,
    role: isExchange ? 'exchange' : 'record',
    missedBy: kinds.has('service') || kinds.has('command') ? 'writer' : 'reader',
  };
}

function payloadFindings(contracts: Contracts, old: DeclaredMessage, message: DeclaredMessage): ContractFinding[] {
  const [was, is] = ['payload' in old.declared, 'payload' in message.declared];
  const spot = inside(message.spot, 'payload');
  if (was !== is)
    return [
      findingOf(contracts, { spot, baseSpot: inside(old.spot, 'payload'), touches: old.name }, rewritten('payload')),
    ];
  if (!was) return [];
  const base = placeAt(contracts.base, inside(old.spot, 'payload'));
  return compareSchemas(base, placeAt(contracts.head, spot), surfaceOf(message));
}

/** A contract that declared no headers said nothing of them. */
function headerFindings({ base, head }: Contracts, old: DeclaredMessage, message: DeclaredMessage): ContractFinding[] {
  const [before] = headerSpots(base, old);
  const [after] = headerSpots(head, message);
  if (before === undefined) return [];
  const surface = { ...surfaceOf(message), name: `headers of ${message.name}` };
  if (after === undefined)
    return [
      findingOf(
        { base, head },
        { spot: inside(message.spot, 'headers'), baseSpot: before, touches: surface.name },
        rewritten('headers'),
      ),
    ];
  return compareSchemas(placeAt(base, before), placeAt(head, after), surface);
}

const rewritten = (what: string): ChangeVerdict =>
  breaking(`message-${what}-changed`, 'both', {
    says: `Those in service expect the ${what} that it had.`,
    instead: 'Keep it, and bring a new major version of the message beside it.',
  });

const fixed =
  (what: string): SettingRule =>
  () =>
    rewritten(what);

const WORDS: Readonly<Record<string, SettingRule>> = {
  ...Object.fromEntries(
    ['title', 'summary', 'description', 'tags', 'examples', 'bindings', 'traits', 'correlationId'].map((name) => [
      name,
      prose,
    ]),
  ),
  // Compared as schemas.
  payload: prose,
  headers: prose,
  name: prose,
  contentType: fixed('content-type'),
  'x-dome-message': fixed('kind'),
};

function wordFindings(contracts: Contracts, old: DeclaredMessage, message: DeclaredMessage): ContractFinding[] {
  const change = { spot: message.spot, baseSpot: old.spot, touches: old.name };
  return settingFindings(contracts, change, { rules: WORDS, before: old.declared, after: message.declared });
}
