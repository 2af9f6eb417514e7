// The only compiler of the schemas of skills and plans. domed checks values against them, and so do the client before
// it sends a command and dome before it stores a run: all three with these settings, so that they accept and refuse the
// same values, and no schema can hold any of them up (L11).
import { BoundedMap, LIMITS, canonicalText, cutText, schemaFault, sha256Digest } from '@dome/contracts';
import type { SchemaFault } from '@dome/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Options, ValidateFunction } from 'ajv/dist/2020.js';

import { addMeteredKeywords } from './keywords.ts';
import { SchemaRefused, refuse } from './defect.ts';
import type { SchemaDefect } from './defect.ts';
import { meteredFormats } from './formats.ts';
import { Meter, OutOfSteps } from './meter.ts';
import type { SharedSteps } from './meter.ts';
import type { Pattern } from './pattern.ts';
import { prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';

export type SchemaChecked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: SchemaFault };

/** The value with the defaults of the schema filled in; the argument is not modified. It never throws. */
export type SchemaCheck = <Value>(value: Value, shared?: SharedSteps) => SchemaChecked<Value>;

export type CompiledSchema =
  | { readonly ok: true; readonly check: SchemaCheck }
  | { readonly ok: false; readonly defect: SchemaDefect };

const known = new WeakMap<object, CompiledSchema>();
const kept = new BoundedMap<string, CompiledSchema>(LIMITS.schemasKept);
let compiled = 0;

/** @public How many schemas this process has compiled. */
export const schemasCompiled = (): number => compiled;

/** Compiled once per schema, however often and in whichever copy of its text it is requested. */
export function compileSchema(schema: Record<string, unknown>): CompiledSchema {
  const before = known.get(schema);
  if (before !== undefined) return before;
  const made = byDigest(schema);
  known.set(schema, made);
  return made;
}

function byDigest(schema: Record<string, unknown>): CompiledSchema {
  try {
    const key = sha256Digest(textOf(schema));
    const before = kept.get(key);
    if (before !== undefined) return before;
    const made = compile(schema);
    kept.set(key, made);
    return made;
  } catch (thrown) {
    if (thrown instanceof SchemaRefused) return { ok: false, defect: thrown.defect };
    throw thrown;
  }
}

function textOf(schema: Record<string, unknown>): string {
  try {
    return canonicalText(schema);
  } catch (cause) {
    return refuse('', `cannot be digested: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function compile(schema: Record<string, unknown>): CompiledSchema {
  compiled += 1;
  try {
    const meter = new Meter();
    const prepared = prepare(schema, meter);
    assertMeta(schema);
    const validate = compilerFor(prepared, meter).compile(prepared.schema);
    return { ok: true, check: checkOf(validate, prepared, meter) };
  } catch (thrown) {
    if (thrown instanceof SchemaRefused) return { ok: false, defect: thrown.defect };
    // Ajv reports what it does not accept by an error without a place.
    const says = thrown instanceof Error ? thrown.message.slice(0, 1_024) : String(thrown);
    return { ok: false, defect: { pointer: '', says } };
  }
}

/** One per schema, because a compiler keeps everything that it has compiled. */
function compilerFor(prepared: Prepared, meter: Meter): Ajv2020 {
  const ajv = new Ajv2020({
    ...OPTIONS,
    formats: meteredFormats(meter),
    ownProperties: prepared.needsOwnMembers,
    code: { optimize: false, regExp: Object.assign((text: string) => engineOf(text, prepared), { code: 'engineOf' }) },
  });
  addMeteredKeywords(ajv, meter);
  return ajv;
}

/** Every pattern was read when the schema was. */
function engineOf(text: string, { patterns }: Prepared): Pattern {
  const pattern = patterns.get(text);
  if (pattern === undefined) throw new Error(`the pattern ${text} was never read`);
  return pattern;
}

/** Neither `allErrors` nor `$data`: the first error ends a check, and a value is never a part of its own schema. */
const OPTIONS: Options = {
  strict: false,
  strictNumbers: true,
  useDefaults: true,
  logger: false,
  // Inlining at every reference would grow with the product of both.
  inlineRefs: false,
  meta: false,
  validateSchema: false,
};

let meta: Ajv2020 | undefined;

/** The meta-schema is compiled once, on first use. @throws SchemaRefused */
function assertMeta(schema: Record<string, unknown>): void {
  meta ??= new Ajv2020({ logger: false, validateFormats: false });
  const { $schema: dialect = DIALECT } = schema;
  if (typeof dialect !== 'string' || dialect.replace(/#$/, '') !== DIALECT) {
    const named = cutText(JSON.stringify(dialect) ?? '', DIALECT_CHARS_MAX);
    refuse(
      '/$schema',
      `names the dialect ${named}: schemas are JSON Schema 2020-12`,
      `Write ${DIALECT}, or leave it out.`,
    );
  }
  const { $schema: _, $id: __, ...rest } = schema;
  if (meta.validateSchema(rest) === true) return;
  const { pointer, says } = schemaFault(meta.errors?.[0]);
  refuse(pointer, says);
}

/** How much of a name that somebody made up an error repeats. */
const DIALECT_CHARS_MAX = 128;
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

function checkOf(validate: ValidateFunction, { fillsDefaults }: Prepared, meter: Meter): SchemaCheck {
  return (value, shared) => {
    try {
      const candidate = fillsDefaults ? structuredClone(value) : value;
      if (meter.check(() => validate(candidate), shared)) return { ok: true, value: candidate };
      const fault = schemaFault(validate.errors?.[0]);
      // oxlint-disable-next-line unicorn/no-null -- what Ajv itself writes there
      validate.errors = null;
      return { ok: false, fault };
    } catch (thrown) {
      if (thrown instanceof OutOfSteps) return { ok: false, fault: TOO_MUCH };
      if (thrown instanceof RangeError) return { ok: false, fault: TOO_DEEP };
      throw thrown;
    }
  };
}

const TOO_MUCH: SchemaFault = {
  pointer: '',
  says: `cannot be held against the schema in ${LIMITS.schemaSteps} steps`,
};
const TOO_DEEP: SchemaFault = { pointer: '', says: 'is nested deeper than the schema can be followed' };
