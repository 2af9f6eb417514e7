// Documents that people write or services exchange, checked by the validators of the contract.
import * as validators from './generated/validators.js';
import { ENDPOINTS } from './generated/messages.ts';
import type { EndpointName, EndpointTypes } from './generated/messages.ts';
import type * as types from './generated/types.ts';
import { DomeError } from './errors.ts';
import { validationError } from './event.ts';
import { parseJson } from './parse-json.ts';

interface Documents {
  Access: types.Access;
  Announcement: types.Announcement;
  CursorEntry: types.CursorEntry;
  Decision: types.Decision;
  Descriptor: types.Descriptor;
  DrainList: types.DrainList;
  Environment: types.Environment;
  EnvironmentTurn: types.EnvironmentTurn;
  LedgerEntry: types.LedgerEntry;
  LockTable: types.LockTable;
  Plan: types.Plan;
  Policy: types.Policy;
  Problem: types.Problem;
  SkillManifest: types.SkillManifest;
}

export type DocumentName = keyof Documents;

const VALIDATORS = {
  Access: validators.isAccess,
  Announcement: validators.isAnnouncement,
  CursorEntry: validators.isCursorEntry,
  Decision: validators.isDecision,
  Descriptor: validators.isDescriptor,
  DrainList: validators.isDrainList,
  Environment: validators.isEnvironment,
  EnvironmentTurn: validators.isEnvironmentTurn,
  LedgerEntry: validators.isLedgerEntry,
  LockTable: validators.isLockTable,
  Plan: validators.isPlan,
  Policy: validators.isPolicy,
  Problem: validators.isProblem,
  SkillManifest: validators.isSkillManifest,
} satisfies Record<DocumentName, validators.Validate>;

/**
 * Types a parsed value as a document of the contract.
 * @throws DomeError INVALID_REQUEST with the pointer of the first error.
 */
export function checkDocument<Name extends DocumentName>(name: Name, value: unknown): Documents[Name] {
  const validate = VALIDATORS[name];
  if (!validate(value)) throw validationError(validate.errors?.[0], name);
  return value as Documents[Name];
}

type JsonRequest<Name extends EndpointName> = EndpointTypes[Name]['request'];
type JsonReply<Name extends EndpointName> = EndpointTypes[Name]['reply'];

/**
 * The request of an endpoint; an empty payload means an empty object, so that `nats request` needs none.
 * @throws DomeError INVALID_REQUEST with the pointer of the first error.
 */
export function openRequest<Name extends EndpointName>(endpoint: Name, payload: Uint8Array): JsonRequest<Name> {
  const { request } = ENDPOINTS[endpoint];
  if (request === undefined) return payload;
  const value = payload.byteLength === 0 ? {} : parseJson(payload);
  if (!request(value)) throw validationError(request.errors?.[0], `the request of ${ENDPOINTS[endpoint].endpoint}`);
  return value as JsonRequest<Name>;
}

/**
 * The reply of an endpoint.
 * @throws DomeError INTERNAL when the service breaks the contract.
 */
export function openReply<Name extends EndpointName>(endpoint: Name, payload: Uint8Array): JsonReply<Name> {
  const { reply } = ENDPOINTS[endpoint];
  if (reply === undefined) return payload;
  const value = parseJson(payload);
  if (!reply(value)) {
    const cause = validationError(reply.errors?.[0], `the reply of ${ENDPOINTS[endpoint].endpoint}`);
    throw new DomeError('INTERNAL', { detail: cause.message }, { cause });
  }
  return value as JsonReply<Name>;
}
