// Checks a document that people write against its schema; an error has its place in the text and speaks in the document's
// terms.
import { DomeError, checkDocument } from '@dome/contracts';
import type { Access, Environment, Plan, Policy } from '@dome/contracts';
import { memberFault } from '@dome/runtime';

import type { SourceDocument } from './source.ts';

interface Written {
  Plan: Plan;
  Policy: Policy;
  Access: Access;
  Environment: Environment;
}

/** @throws DomeError PLAN_INVALID with line, column and pointer. */
export function checkSource<Name extends keyof Written>(source: SourceDocument, name: Name): Written[Name] {
  const { kind } = objectIn(source.value);
  // In a document of another kind, every other error would only distract from that.
  if (typeof kind === 'string' && kind !== name) {
    throw source.error({ pointer: '/kind', message: `is ${kind}: a document of the kind ${name} is wanted here` });
  }
  try {
    return checkDocument(name, source.value);
  } catch (error) {
    if (!(error instanceof DomeError)) throw error;
    throw source.error(memberFault(error, { value: source.value, document: name, known: FIELDS }), error);
  }
}

function objectIn(value: unknown): { readonly kind?: unknown } {
  return typeof value === 'object' && value !== null ? value : {};
}

const FIELDS = [
  'apiVersion',
  'kind',
  'name',
  'version',
  'title',
  'description',
  'inputs',
  'tasks',
  'partialFailure',
  'gates',
  'loop',
  'promotion',
  'uses',
  'pool',
  'needs',
  'input',
  'timeouts',
  'concurrency',
  'key',
  'max',
  'maxIterations',
  'remedy',
  'task',
  'subject',
  'from',
  'to',
  'artifact',
  'queue',
  'execution',
  'heartbeat',
  'total',
  'id',
  'rules',
  'human',
  'expression',
  'otherwise',
  'reasonCode',
  'risk',
  'note',
  'role',
  'always',
  'deadline',
  'users',
  'roles',
  'permissions',
  'submit',
  'cancel',
  'decide',
  'law',
  'promotesFrom',
  'policy',
  'plans',
  'skills',
  'submitters',
  'windows',
  'freezes',
  'approvals',
  'count',
  'onExpiry',
  'remindEvery',
  'independent',
  'concurrency',
  'days',
  'timeZone',
  'reason',
];
