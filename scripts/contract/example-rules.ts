// Every declared message has one example, which is valid against the schemas and spells each member as they do: data
// objects are open for readers, so a misspelt member would otherwise pass.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { OPEN_ENUM } from '@dome/compat';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

import type { ContractSources, JsonSchema, MessageDeclaration } from '../generate/document.ts';

const BASE = 'https://dome.dev/schemas/';
const NOT_OF_MESSAGES = 'asyncapi-extensions.json';

export function exampleFindings(sources: ContractSources, root: string): string[] {
  const folder = join(root, 'schemas/examples');
  const present = existsSync(folder) ? readdirSync(folder) : [];
  const messages = Object.values(sources.contract.components.messages);
  const strangers = present
    .filter((file) => !messages.some(({ name }) => file === `${name}.json`))
    .map((file) => `schemas/examples/${file}: no message has that name`);
  const ajv = validatorOf(sources);
  return [
    ...strangers,
    ...messages.flatMap((message) => {
      const file = `schemas/examples/${message.name}.json`;
      if (!present.includes(`${message.name}.json`)) return [`${file}: the message has no example`];
      return findingsOf(ajv, message, JSON.parse(readFileSync(join(root, file), 'utf8'))).map((f) => `${file}${f}`);
    }),
  ];
}

function validatorOf({ schemas }: ContractSources): Ajv2020 {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, validateSchema: false });
  ajv.addVocabulary([OPEN_ENUM]);
  // The plug-in is CommonJS, and its callable export differs from its types.
  (formats as unknown as (ajv: Ajv2020) => void)(ajv);
  for (const [path, schema] of schemas) {
    if (path === NOT_OF_MESSAGES) continue;
    ajv.addSchema(path === 'envelope.json' ? schema : (closed(schema) as JsonSchema));
  }
  return ajv;
}

function findingsOf(ajv: Ajv2020, message: MessageDeclaration, example: unknown): string[] {
  if (message.payload === undefined) return bytesFindings(example);
  const validate = compiled(ajv, message.payload);
  if (typeof validate === 'string') return [`: its schema cannot be compiled: ${validate}`];
  if (validate(example)) return message.name.startsWith('dev.dome.') ? eventFindings(message, example) : [];
  const error = validate.errors?.[0];
  return [`${error?.instancePath}: ${error?.message} ${JSON.stringify(error?.params)}`];
}

function compiled(ajv: Ajv2020, payload: Record<string, unknown>): ValidateFunction | string {
  try {
    return ajv.compile(absolute(payload) as JsonSchema);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Raw bytes are shown as base64 beside their headers. */
function bytesFindings(example: unknown): string[] {
  const shown = typeof example === 'object' && example !== null && 'base64' in example && 'headers' in example;
  return shown ? [] : [': bytes are shown as headers and base64'];
}

function eventFindings({ name, 'x-dome-message': { kind } }: MessageDeclaration, example: unknown): string[] {
  const { subject, correlationid, data } = example as {
    subject: string;
    correlationid: string;
    data: Record<string, unknown>;
  };
  if (kind === 'law') {
    const document = `${String(data['kind'])}_${String(data['name'])}`;
    return [subject, correlationid].every((id) => id === document) ? [] : [`: ${name} is about ${document}`];
  }
  const about = kind === 'run' ? 'runId' : 'jobId';
  const found: string[] = [];
  if (data[about] !== subject) found.push(`: the subject of ${name} is its ${about}`);
  if (data['runId'] !== correlationid) found.push(': correlationid is the runId');
  return found;
}

/** The payload as asyncapi.yaml states it, with absolute file references. */
function absolute(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(absolute);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? value.replace('./schemas/', BASE) : absolute(value),
    ]),
  );
}

function closed(node: unknown, isMap = false): unknown {
  if (Array.isArray(node)) return node.map((item) => closed(item));
  if (typeof node !== 'object' || node === null) return node;
  const inner = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      closed(value, !isMap && (key === 'properties' || key === '$defs')),
    ]),
  );
  const open = !isMap && 'properties' in inner && !('additionalProperties' in inner);
  return open ? { ...inner, additionalProperties: false } : inner;
}
