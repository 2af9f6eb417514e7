// What a skill wrote to $DOME_OUTPUT, as one object: a JSON document, or lines `name=value` and `name<<END … END` with
// each value read as the type that the output schema gives it. Pure; the schema itself is checked afterwards.
import { DomeError } from '@dome/contracts';

import type { JsonObject } from '../execution.ts';

/** @throws DomeError OUTPUT_INVALID that names the line or the member. */
export function parseOutputFile(text: string, outputSchema: JsonObject): JsonObject {
  const trimmed = text.trimStart();
  if (trimmed === '') return {};
  if (trimmed.startsWith('{')) return parseDocument(trimmed);
  const values = parseLines(text);
  return Object.fromEntries([...values].map(([name, value]) => [name, coerce(name, value, outputSchema)]));
}

function parseDocument(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (cause) {
    throw refuse('the output file is not JSON', { hint: 'Write one JSON object, or lines name=value.' }, cause);
  }
  throw refuse('the output file is not one JSON object');
}

function parseLines(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    const heredoc = /^([^=<\s]+)<<(.+)$/.exec(line);
    if (heredoc !== null) {
      const [, name = '', end = ''] = heredoc;
      const until = lines.indexOf(end, at + 1);
      if (until === -1) throw refuse(`line ${at + 1} of the output file opens ${name} but ${end} never comes`);
      values.set(name, lines.slice(at + 1, until).join('\n'));
      at = until;
      continue;
    }
    const equals = line.indexOf('=');
    if (equals < 1) throw refuse(`line ${at + 1} of the output file is not name=value`);
    values.set(line.slice(0, equals).trim(), line.slice(equals + 1));
  }
  return values;
}

function coerce(name: string, text: string, outputSchema: JsonObject): unknown {
  const properties = outputSchema['properties'];
  const property = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  const type = isObject(property) ? property['type'] : undefined;
  const trimmed = text.trim();
  switch (type) {
    case 'integer':
    case 'number': {
      const value = Number(trimmed);
      if (trimmed === '' || !Number.isFinite(value)) throw refuse(`${name} is not a number`, { pointer: `/${name}` });
      return value;
    }
    case 'boolean':
      if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
      throw refuse(`${name} is neither true nor false`, { pointer: `/${name}` });
    case 'array':
    case 'object':
      try {
        const value: unknown = JSON.parse(trimmed);
        return value;
      } catch (cause) {
        throw refuse(`${name} is not JSON, but its schema wants an ${type}`, { pointer: `/${name}` }, cause);
      }
    default:
      return text;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(detail: string, fields: { pointer?: string; hint?: string } = {}, cause?: unknown): DomeError {
  return new DomeError('OUTPUT_INVALID', { detail, ...fields }, { cause });
}
