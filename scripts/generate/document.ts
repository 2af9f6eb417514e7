// The contract as the generator reads it: asyncapi.yaml with its extensions, and every schema file. A schema with
// closed objects checks the extensions, so that a misspelt field is refused and not ignored.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

export type JsonSchema = Record<string, unknown> & { $id: string; title?: string };

export interface MessageDeclaration {
  name: string;
  contentType: string;
  payload?: Record<string, unknown> & { $ref?: string };
  traits?: { $ref: string }[];
  'x-dome-message': { kind: string; phase?: string; terminal?: boolean };
}

export interface ChannelDeclaration {
  address: string | null;
  description?: string;
  messages: Record<string, { $ref: string }>;
  parameters?: Record<string, { enum?: string[] }>;
  'x-dome-channel': {
    kind: string;
    writers: string[];
    readers: string[];
    stream?: string;
    liveOf?: string;
    service?: string;
    endpoint?: string;
  };
}

export interface StreamSource {
  account: string;
  description: string;
  subjects: string[];
  retention: string;
  discard: string;
  storage: string;
  maxAge: string;
  maxBytes: number;
  maxMessageBytes: number;
  duplicateWindow: string;
  allowDirect: boolean;
  compression?: string;
  republish?: { source: string; destination: string };
}

export interface TopologySource {
  changes: { recreation: string[]; replay: string[] };
  streams: Record<string, StreamSource>;
  buckets: Record<
    string,
    {
      account: string;
      description: string;
      value: string;
      maxAge?: string;
      maxBytes: number;
      perKeyTtl: boolean;
      republish?: string;
    }
  >;
  objectStores: Record<string, { account: string; description: string; maxAge: string; maxBytes: number }>;
  consumers: Record<
    string,
    {
      stream: string;
      durable: string;
      description: string;
      filters: string[];
      ackWait: string;
      maxDeliver: number;
      maxAckPending: number;
      each?: string;
    }
  >;
}

export interface ExportSource {
  service?: string;
  stream?: string;
  to: string[];
  as?: string;
  share?: boolean;
  response?: string;
}

export interface AccountSource {
  description: string;
  jetstream: boolean;
  exports: ExportSource[];
  users: Record<string, { description: string; publish: string[]; subscribe: string[]; responses?: boolean }>;
}

export interface DocumentSource {
  schema: string;
  description: string;
  writers: string[];
  readers: string[];
  unknownMembers: 'refused' | 'ignored';
  digest?: string;
}

export interface ProcessSource {
  version: number;
  environment: string[];
  exitCodes: Record<string, string>;
  commands: string[];
}

export interface OperationDeclaration {
  readonly action: 'send' | 'receive';
  readonly channel: { readonly $ref: string };
  readonly summary?: string;
  readonly tags?: readonly { readonly name: string }[];
  /** Those in one queue group share the messages. */
  readonly bindings?: { readonly nats: { readonly queue?: string } };
  readonly [member: string]: unknown;
}

export interface Contract {
  channels: Record<string, ChannelDeclaration>;
  operations: Record<string, OperationDeclaration>;
  components: {
    messages: Record<string, MessageDeclaration>;
    messageTraits: Record<string, { headers: { properties?: Record<string, unknown> } }>;
  };
  info: { version: string; tags: { name: string; description?: string }[] };
  'x-dome-documents': Record<string, DocumentSource>;
  'x-dome-process': ProcessSource;
  'x-dome-topology': TopologySource;
  'x-dome-accounts': Record<string, AccountSource>;
}

export interface ContractSources {
  readonly contract: Contract;
  /** By path below schemas/, for example `job/started.v1.json`. */
  readonly schemas: ReadonlyMap<string, JsonSchema>;
  /** Of asyncapi.yaml and every schema, by content. */
  readonly digest: string;
}

/** Examples and vectors show the contract, catalogues are generated, and a released contract is another one. */
const NOT_SCHEMAS = /^(examples|vectors|catalogues|released)\//;

export function readContract(root: string): ContractSources {
  const text = readFileSync(join(root, 'asyncapi.yaml'), 'utf8');
  const contract = parse(text) as Contract;
  const schemaRoot = join(root, 'schemas');
  const schemas = new Map<string, JsonSchema>();
  for (const entry of readdirSync(schemaRoot, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
    const path = relative(schemaRoot, join(entry.parentPath, entry.name));
    if (NOT_SCHEMAS.test(path)) continue;
    schemas.set(path, JSON.parse(readFileSync(join(schemaRoot, path), 'utf8')) as JsonSchema);
  }
  const sorted = new Map([...schemas].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  checkExtensions(contract, sorted);
  const state = createHash('sha256').update(JSON.stringify(contract));
  for (const [path, schema] of sorted) state.update(path).update(JSON.stringify(schema));
  return { contract, schemas: sorted, digest: `sha256:${state.digest('hex')}` };
}

/** @throws Error with the place in asyncapi.yaml and the unknown field of its extension. */
export function checkExtensions(contract: Contract, schemas: ReadonlyMap<string, JsonSchema>): void {
  const schema = schemas.get('asyncapi-extensions.json');
  if (schema === undefined) throw new Error('schemas/asyncapi-extensions.json is missing');
  const ajv = new Ajv2020({ strict: true, strictRequired: false });
  ajv.addSchema(schema);
  const check = (definition: string, value: unknown, place: string): void => {
    const validate = ajv.getSchema(`${schema.$id}#/$defs/${definition}`);
    if (validate === undefined) throw new Error(`no definition ${definition} for extensions`);
    if (validate(value) === true) return;
    const error = validate.errors?.[0];
    throw new Error(
      `asyncapi.yaml ${place}${error?.instancePath ?? ''}: ${error?.message} ${JSON.stringify(error?.params)}`,
    );
  };
  for (const [where, value] of extensions(contract, '')) check(value.name, value.value, where);
}

/** Every `x-dome-*` member anywhere in the document: one under an unknown name has no definition and is refused. */
function* extensions(node: unknown, place: string): Generator<[string, { name: string; value: unknown }]> {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key.startsWith('x-')) yield [`${place}/${key}`, { name: key, value }];
    else yield* extensions(value, `${place}/${key}`);
  }
}
