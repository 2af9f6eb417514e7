// What tools of AsyncAPI show of an operation and its messages: one tag of the document, a summary, and for an endpoint the
// queue group of those who answer it.
import type { Contract, ContractSources, JsonSchema, OperationDeclaration } from '../generate/document.ts';

export function operationFindings({ contract, schemas }: ContractSources): string[] {
  const operations = Object.entries(contract.operations);
  return [
    ...operations.flatMap(([key, operation]) => findingsOf(contract, key, operation)),
    ...unusedTags(contract),
    ...undescribed(schemas),
  ];
}

function findingsOf(contract: Contract, key: string, operation: OperationDeclaration): string[] {
  const { summary, tags = [], channel, action, bindings } = operation;
  const place = `operation ${key}`;
  const [tag, ...others] = tags;
  const declared = contract.channels[channel.$ref.split('/').at(-1) ?? ''];
  const isEndpoint = action === 'receive' && declared?.['x-dome-channel'].kind === 'service';
  // Where the subject names the instance, that one answers, and no group.
  const isShared = isEndpoint && !declared.address?.includes('{instance}');
  const queue = bindings?.nats.queue;
  return [
    ...(summary === undefined ? [`${place}: it has no summary`] : []),
    ...(tag === undefined || others.length > 0 ? [`${place}: it has ${tags.length} tags, not one`] : []),
    ...tags.filter(({ name }) => !isTag(contract, name)).map(({ name }) => `${place}: info has no tag ${name}`),
    ...(isShared === (queue !== undefined)
      ? []
      : [
          `${place}: ${isShared ? 'its binding names no queue group' : 'it has a queue group, and is answered by one instance'}`,
        ]),
  ];
}

const isTag = ({ info }: Contract, tag: string): boolean => info.tags.some(({ name }) => name === tag);

function unusedTags({ info, operations }: Contract): string[] {
  const used = new Set(Object.values(operations).flatMap(({ tags = [] }) => tags.map(({ name }) => name)));
  return info.tags.flatMap(({ name, description }) => [
    ...(used.has(name) ? [] : [`info: no operation has the tag ${name}`]),
    ...(description === undefined ? [`info: the tag ${name} has no description`] : []),
  ]);
}

/** A message is described by its payload. */
function undescribed(schemas: ReadonlyMap<string, JsonSchema>): string[] {
  return [...schemas].flatMap(([path, { description }]) =>
    description === undefined && PAYLOAD.test(path) ? [`schemas/${path}: it has no description`] : [],
  );
}

const PAYLOAD = /^(job|run|law|log|service|skill)\//;
