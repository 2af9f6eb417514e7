// The input of a skill against the skill's own schema, compiled once per descriptor digest, with the same settings as the
// daemon that will check it again: what is refused here is refused there, and the other way round. A schema that does
// not compile is a defect of the skill and says so; it never costs the caller more than its own request.

import { DomeError, escapeSegment } from '@dome/contracts';
import type { Descriptor } from '@dome/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { BoundedMap } from './bounded-map.ts';

const SCHEMAS_MAX = 512;

/** The first fault, or nothing. */
type Check = (input: unknown) => ErrorObject | undefined;

export interface InputChecks {
  /** @throws DomeError INPUT_INVALID with the pointer of the first fault in the input; MANIFEST_INVALID. */
  assertInput(descriptor: Descriptor, descriptorDigest: string, input: unknown): void;
}

export function createInputChecks(): InputChecks {
  const compiled = new BoundedMap<string, Check>(SCHEMAS_MAX);
  return {
    assertInput(descriptor, descriptorDigest, input) {
      let check = compiled.get(descriptorDigest);
      if (check === undefined) {
        check = compile(descriptor);
        compiled.set(descriptorDigest, check);
      }
      const fault = check(input);
      if (fault !== undefined) throw inputFault(descriptor, fault);
    },
  };
}

/** A compiler of its own for each schema: two skills may give their schemas the same `$id`. */
function compile(descriptor: Descriptor): Check {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, useDefaults: true, logger: false });
  addFormats.default(ajv);
  try {
    const validate = ajv.compile(descriptor.inputSchema);
    // Defaults are filled into a copy: the input that is sent keeps the digest it was given with.
    const fills = mentionsDefault(descriptor.inputSchema);
    return (input) => (validate(fills ? structuredClone(input) : input) ? undefined : validate.errors?.[0]);
  } catch (cause) {
    const detail = `The input schema of ${descriptor.name}@${descriptor.version} does not compile.`;
    throw new DomeError('MANIFEST_INVALID', { detail, skill: descriptor.name }, { cause });
  }
}

function inputFault(descriptor: Descriptor, fault: ErrorObject): DomeError {
  const params: Record<string, unknown> = fault.params;
  const member = params['missingProperty'] ?? params['additionalProperty'] ?? params['propertyName'];
  const below = typeof member === 'string' ? `/${escapeSegment(member)}` : '';
  const pointer = `${fault.instancePath}${below}`;
  const skill = `${descriptor.name}@${descriptor.version}`;
  const where = pointer === '' ? '' : ` at ${pointer}`;
  const detail = `The input of ${skill}${where} ${fault.message ?? 'is not valid'}${allowedOf(params)}.`;
  return new DomeError('INPUT_INVALID', { detail, pointer, hint: `See \`dome skill get ${descriptor.name}\`.` });
}

function allowedOf(params: Record<string, unknown>): string {
  const allowed = params['allowedValues'];
  return Array.isArray(allowed) ? `: ${allowed.map((value) => JSON.stringify(value)).join(', ')}` : '';
}

function mentionsDefault(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  return Object.hasOwn(node, 'default') || Object.values(node).some(mentionsDefault);
}
