import type { ContractSources } from './document.ts';

/** The process protocol, and the names of the headers of each kind of message: no other file spells them. */
export function generateProcess({ contract }: ContractSources): string {
  return `/** What a skill is given, prints and answers: docs/process-protocol.md. */
export const PROCESS_PROTOCOL = ${JSON.stringify(contract['x-dome-process'], undefined, 2)} as const;
`;
}

export function generateHeaders({ contract }: ContractSources): string {
  const names = Object.values(contract.components.messageTraits).flatMap(({ headers }) =>
    Object.keys(headers.properties ?? {}),
  );
  const table = Object.fromEntries([...new Set(names)].map((name) => [name, name]));
  return `/** Headers of messages, by their names; those of JetStream alone are not among them. */
export const MESSAGE_HEADERS = ${JSON.stringify(table)} as const;
`;
}
