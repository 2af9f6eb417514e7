// A document that people write against its schema: what is wrong is said at its place in the text, in words of the document.
import { DomeError, checkDocument, segmentsOf, valueAt } from '@dome/contracts';
import type { Access, Plan, Policy } from '@dome/contracts';
import { nearestName } from '@dome/runtime';

import type { Fault, Source } from './source.ts';

interface Written {
  Plan: Plan;
  Policy: Policy;
  Access: Access;
}

/** @throws DomeError PLAN_INVALID with line, column and pointer. */
export function checkSource<Name extends keyof Written>(source: Source, name: Name): Written[Name] {
  const { kind } = objectIn(source.value);
  // In a document of another kind, every other error would only distract from that.
  if (typeof kind === 'string' && kind !== name) {
    throw source.error({ pointer: '/kind', message: `is ${kind}: a document of the kind ${name} is wanted here` });
  }
  try {
    return checkDocument(name, source.value);
  } catch (error) {
    if (!(error instanceof DomeError)) throw error;
    throw schemaError(source, error);
  }
}

/** The contract's message for the error, without the pointer that its place repeats. */
function schemaError(source: Source, error: DomeError): DomeError {
  const pointer = error.fields.pointer ?? '';
  const field = pointer.split('/').at(-1) ?? '';
  const worded = error.message.replace(/^(Plan|Policy|Access) /, '');
  const said = pointer === '' ? worded : worded.replace(`${pointer} `, '');
  if (said.includes('additional properties')) return source.error(unknownField(pointer, field), error);
  if (!said.includes('required property')) return source.error({ pointer, message: said }, error);
  // A missing field is often there under another name, which is the better place to point at.
  const parent = pointer.slice(0, -field.length - 1);
  const near = nearestName(field, Object.keys(objectIn(valueAt(source.value, segmentsOf(parent)))));
  if (near === undefined) return source.error({ pointer: parent, message: `${field} is missing` }, error);
  const message = `is not a field here; did you mean ${field}?`;
  return source.error({ pointer: `${parent}/${near}`, message }, error);
}

function unknownField(pointer: string, field: string): Fault {
  const others = FIELDS.filter((known) => known !== field);
  const near = nearestName(field, others);
  return { pointer, message: `is not a field here${near === undefined ? '' : `; did you mean ${near}?`}` };
}

function objectIn(value: unknown): { readonly kind?: unknown } {
  return typeof value === 'object' && value !== null ? value : {};
}

const FIELDS = [
  ...['apiVersion', 'kind', 'name', 'version', 'title', 'description', 'inputs', 'tasks', 'partialFailure', 'gates'],
  ...['loop', 'promotion', 'uses', 'pool', 'needs', 'input', 'timeouts', 'maxIterations', 'remedy', 'task', 'subject'],
  ...['from', 'to', 'artifact', 'queue', 'execution', 'heartbeat', 'total', 'id', 'rules', 'human', 'expression'],
  ...['otherwise', 'reasonCode', 'risk', 'note', 'role', 'always', 'deadline'],
  ...['users', 'roles', 'permissions', 'submit', 'cancel', 'decide'],
];
