// A default of an input that its own schema refuses would refuse every run that leaves the input out.
import { escapeSegment, isJsonObject } from '@dome/contracts';
import { unfitMember } from '@dome/skill-schema';

import type { Fault } from './source.ts';

interface Default {
  /** From the schema of the inputs to the schema with the default. */
  readonly pointer: string;
  readonly path: string;
  readonly schema: Record<string, unknown>;
  readonly value: unknown;
}

/** How far down defaults are looked for: each level is compiled once more. */
const LEVELS = 4;

/** `inputs` compiles. All defaults are held against one schema that has each of them as a member. */
export function* defaultFaults(inputs: Record<string, unknown>): Generator<Fault> {
  const found = [...defaultsIn(inputs, { pointer: '', path: [] })];
  if (found.length === 0) return;
  const { $defs = {}, definitions = {} } = inputs;
  const properties = Object.fromEntries(found.map(({ schema }, index) => [String(index), schema]));
  const faultOf = unfitMember({ $defs, definitions, properties });
  for (const [index, { pointer, path, value }] of found.entries()) {
    const fault = faultOf?.(String(index), value);
    // A check that takes too many steps is none.
    if (fault === undefined || !fault.pointer.startsWith(`/${index}`)) continue;
    const below = fault.pointer.slice(String(index).length + 1);
    const where = below === '' ? '' : ` at ${below}`;
    yield { pointer: `/inputs${pointer}/default${below}`, message: `the default of ${path}${where} ${fault.says}` };
  }
}

interface Place {
  readonly pointer: string;
  readonly path: readonly string[];
}

function* defaultsIn(schema: Record<string, unknown>, at: Place): Generator<Default> {
  const { properties } = schema;
  if (!isJsonObject(properties) || at.path.length >= LEVELS) return;
  for (const [name, part] of Object.entries(properties)) {
    if (!isJsonObject(part)) continue;
    const place = { pointer: `${at.pointer}/properties/${escapeSegment(name)}`, path: [...at.path, name] };
    // Without its own default: Ajv would put that in the place of what is checked.
    const { default: value, ...rest } = part;
    if (value !== undefined) yield { pointer: place.pointer, path: place.path.join('.'), schema: rest, value };
    yield* defaultsIn(part, place);
  }
}
