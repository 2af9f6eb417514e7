// Documents that no channel carries: those that people write, those that buckets hold, and the structures that a digest
// covers.
import type { JsonObject } from '@dome/contracts/plain';

import { entriesAt, refSpot } from '../document.ts';
import type { ContractDocument, Spot } from '../document.ts';
import type { ContractFinding } from '../finding.ts';
import { textOf } from '../json.ts';
import { compareSchemas } from '../schema/compare.ts';
import { keywordsOf, placeAt } from '../schema/place.ts';
import type { Surface } from '../schema/surface.ts';
import { additive, breaking, findingOf, inside, listChange, prose, settingFindings } from './change.ts';
import type { Contracts, SettingRule, ChangeVerdict } from './change.ts';

export function documentChanges(contracts: Contracts): ContractFinding[] {
  return [...declaredFindings(contracts), ...bucketFindings(contracts)];
}

const changed = (what: string): ChangeVerdict =>
  breaking(`document-${what}-changed`, 'both', {
    says: `Those in service rely on its ${what}.`,
    instead: 'Keep it, and declare another document beside it.',
  });

const SETTINGS: Readonly<Record<string, SettingRule>> = {
  description: prose,
  // Compared as a schema.
  schema: prose,
  writers: (before, after) => {
    const { gone } = listChange(before, after);
    return gone.length === 0 ? additive('document-writer-added', 'Others may write it, too.') : changed('writers');
  },
  readers: (before, after) => {
    const { gone } = listChange(before, after);
    return gone.length === 0 ? additive('document-reader-added', 'Others read it, too.') : changed('readers');
  },
  unknownMembers: () => changed('openness'),
  digest: () => changed('digest'),
};

function declaredFindings(contracts: Contracts): ContractFinding[] {
  const before = entriesAt(contracts.base, '/x-dome-documents');
  const after = entriesAt(contracts.head, '/x-dome-documents');
  const gone = before
    .filter(([name]) => !after.some(([other]) => other === name))
    .map(([name, , spot]) =>
      findingOf(
        contracts,
        { spot, touches: name },
        breaking('document-removed', 'both', { says: `Nobody reads a ${name} any more.`, instead: 'Keep it.' }),
      ),
    );
  const added = after
    .filter(([name]) => !before.some(([other]) => other === name))
    .map(([name, , spot]) =>
      findingOf(contracts, { spot, touches: name }, additive('document-added', `The document ${name} is added.`)),
    );
  const kept = before.flatMap(([name, old]) => {
    const [, now, spot] = after.find(([other]) => other === name) ?? [];
    if (now === undefined || spot === undefined) return [];
    return [
      ...settingFindings(contracts, { spot, touches: name }, { rules: SETTINGS, before: old, after: now }),
      ...schemaFindings(contracts, { name, old, now }),
    ];
  });
  return [...gone, ...added, ...kept];
}

interface Kept {
  readonly name: string;
  readonly old: JsonObject;
  readonly now: JsonObject;
}

function schemaFindings({ base, head }: Contracts, { name, old, now }: Kept): ContractFinding[] {
  const digest = textOf(old['digest']);
  const surface: Surface = {
    name,
    role: old['unknownMembers'] === 'refused' ? 'document' : 'record',
    missedBy: 'writer',
    ...(digest === undefined ? {} : { digest }),
  };
  const [before, after] = [schemaSpot(old['schema']), schemaSpot(now['schema'])];
  return [
    ...compareSchemas(placeAt(base, before), placeAt(head, after), surface),
    ...openedFindings({ base, head }, after, name),
  ];
}

/** A closed document that is opened lets a typo pass. */
function openedFindings(contracts: Contracts, spot: Spot, name: string): ContractFinding[] {
  const isClosed = (document: ContractDocument): boolean =>
    keywordsOf(placeAt(document, spot))['additionalProperties'] === false;
  if (!isClosed(contracts.base) || isClosed(contracts.head)) return [];
  const change = { spot: inside(spot, 'additionalProperties'), touches: name };
  return [findingOf(contracts, change, changed('openness'))];
}

function bucketFindings(contracts: Contracts): ContractFinding[] {
  const after = entriesAt(contracts.head, '/x-dome-topology/buckets');
  return entriesAt(contracts.base, '/x-dome-topology/buckets').flatMap(([name, old]) => {
    const [, now, spot] = after.find(([other]) => other === name) ?? [];
    if (now === undefined || spot === undefined || old['value'] === undefined) return [];
    const surface = { name: `bucket ${name}`, role: 'record', missedBy: 'reader' } as const;
    if (now['value'] === undefined)
      return [findingOf(contracts, { spot: inside(spot, 'value'), touches: surface.name }, changed('schema'))];
    return compareSchemas(
      placeAt(contracts.base, schemaSpot(old['value'])),
      placeAt(contracts.head, schemaSpot(now['value'])),
      surface,
    );
  });
}

/** `./schemas/plan.json`, as asyncapi.yaml spells it. */
const schemaSpot = (path: unknown): Spot => refSpot('asyncapi.yaml', textOf(path) ?? '');
