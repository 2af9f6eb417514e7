// What the contract says besides its messages: the headers of each kind of message, the documents that no channel carries,
// and what a changed setting needs.
import type { Contract, ContractSources, JsonSchema } from '../generate/document.ts';

/** The headers of a message follow from its kind. */
const TRAIT_OF: Readonly<Record<string, string>> = {
  command: 'event',
  transition: 'event',
  note: 'event',
  log: 'event',
  run: 'event',
  law: 'event',
  request: 'request',
  reply: 'reply',
  bytes: 'bytes',
};

export function declarationFindings({ contract, schemas }: ContractSources): string[] {
  return [...headerFindings(contract), ...digestFindings(contract, schemas), ...settingFindings(contract)];
}

function headerFindings(contract: Contract): string[] {
  return Object.entries(contract.components.messages).flatMap(([key, message]) => {
    const trait = key === 'Problem' ? 'problem' : (TRAIT_OF[message['x-dome-message'].kind] ?? '');
    const [taken, ...others] = (message.traits ?? []).map(({ $ref }) => $ref);
    return taken === `#/components/messageTraits/${trait}` && others.length === 0
      ? []
      : [`message ${key}: its headers are those of the trait ${trait}, and it takes ${taken ?? 'none'}`];
  });
}

/** A digest is of use only where something refers to it. */
function digestFindings(contract: Contract, schemas: ReadonlyMap<string, JsonSchema>): string[] {
  const names = new Set([...schemas.values()].flatMap(membersOf));
  return Object.entries(contract['x-dome-documents']).flatMap(([name, { digest }]) =>
    digest === undefined || names.has(digest) ? [] : [`document ${name}: no message has the member ${digest}`],
  );
}

function membersOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(membersOf);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'properties' && typeof value === 'object' && value !== null
      ? [...Object.keys(value), ...Object.values(value).flatMap(membersOf)]
      : membersOf(value),
  );
}

/** A setting that no entry has is misspelt. */
function settingFindings(contract: Contract): string[] {
  const { changes, ...tables } = contract['x-dome-topology'];
  const settings = Object.entries(tables).flatMap(([table, entries]) =>
    Object.values<object>(entries).flatMap((entry) => Object.keys(entry).map((name) => `${table}.${name}`)),
  );
  return Object.entries(changes).flatMap(([need, names]) =>
    names
      .filter((name) => !settings.includes(name))
      .map((name) => `topology changes, ${need}: nothing has the setting ${name}`),
  );
}
