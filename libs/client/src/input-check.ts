// The input of a skill against the skill's own schema, compiled once per descriptor digest. A schema that does not
// compile is a defect of the skill and says so; it never costs the caller more than its own request.

import { DomeError } from '@dome/contracts';
import type { Descriptor } from '@dome/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

import { BoundedMap } from './bounded-map.ts';

const SCHEMAS_MAX = 512;

export interface InputChecks {
  /** @throws DomeError INPUT_INVALID with the pointer of the first fault below `/input`; MANIFEST_INVALID. */
  assertInput(descriptor: Descriptor, descriptorDigest: string, input: unknown): void;
}

export function createInputChecks(): InputChecks {
  const compiled = new BoundedMap<string, ValidateFunction>(SCHEMAS_MAX);
  return {
    assertInput(descriptor, descriptorDigest, input) {
      let validate = compiled.get(descriptorDigest);
      if (validate === undefined) {
        validate = compile(descriptor);
        compiled.set(descriptorDigest, validate);
      }
      if (validate(input)) return;
      throw inputFault(descriptor, validate.errors?.[0]);
    },
  };
}

/** A compiler of its own for each schema: two skills may give their schemas the same `$id`. */
function compile(descriptor: Descriptor): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: false, logger: false });
  // The module is CommonJS: its default export is the function itself, or holds it under `default`.
  const plugin = typeof addFormats === 'function' ? addFormats : addFormats.default;
  plugin(ajv);
  try {
    return ajv.compile(descriptor.inputSchema);
  } catch (cause) {
    const detail = `The input schema of ${descriptor.name}@${descriptor.version} does not compile.`;
    throw new DomeError('MANIFEST_INVALID', { detail, skill: descriptor.name }, { cause });
  }
}

function inputFault(descriptor: Descriptor, fault: ErrorObject | null | undefined): DomeError {
  const params: Record<string, unknown> = fault?.params ?? {};
  const member = params['missingProperty'] ?? params['additionalProperty'];
  const below = typeof member === 'string' ? `/${member.replaceAll('~', '~0').replaceAll('/', '~1')}` : '';
  const pointer = `/input${fault?.instancePath ?? ''}${below}`;
  const skill = `${descriptor.name}@${descriptor.version}`;
  const what = fault?.message ?? 'is not valid';
  const detail = `${pointer} ${what}${allowedOf(params)} (schema of ${skill})`;
  return new DomeError('INPUT_INVALID', { detail, pointer, hint: `See \`dome skill get ${descriptor.name}\`.` });
}

function allowedOf(params: Record<string, unknown>): string {
  const allowed = params['allowedValues'];
  return Array.isArray(allowed) ? `: ${allowed.map((value) => JSON.stringify(value)).join(', ')}` : '';
}
