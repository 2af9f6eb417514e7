export { ERRORS, isErrorCode } from './error-catalogue.ts';
export type { ErrorCode } from './error-catalogue.ts';
export { DomeError, docsOf, toDomeError } from './errors.ts';
export type { ErrorFields, FaultBody, ProblemBody } from './errors.ts';
export { LANES } from './lane-limits.ts';
export type { LaneName } from './lane-limits.ts';
export { CLOCKS, LIMITS, RETRY_DEFAULT } from './limits.ts';
export { booleanHint } from './boolean-hint.ts';
export { nearestName } from './nearest-name.ts';
export { POOL_DEFAULT, asName, asRunId, isDigest, isId, isName } from './ids.ts';
export { jobIdFor, runIdFor, taskIdempotencyKey } from './ids.ts';
export type { Digest, JobId, JobRef, RunId } from './ids.ts';
export { isPermitted, PERMISSIONS, roleHolders, rolesOf, rolesWith } from './access-rights.ts';
export type { Permission, RoleHolders } from './access-rights.ts';
export { lockHash, lockKeyFor, readLockKey } from './lock-key.ts';
export { lockWaitOf } from './lock-wait.ts';
export { BoundedMap } from './bounded-map.ts';
export { showSize, sizeBytes } from './byte-size.ts';
export { clocksOf, clocksOver } from './clocks.ts';
export { cursorAfter, cursorAt, cursorText, parseCursor } from './cursor.ts';
export type { Cursor, StreamCursor } from './cursor.ts';
export { cutText } from './cut-text.ts';
export { durationMs, durationText } from './duration.ts';
export { escapeSegment, segmentsOf, unescapeSegment, valueAt } from './json-pointer.ts';
export { repeatedMember } from './repeated-member.ts';
export { schemaFault, UNKNOWN_MEMBER } from './schema-fault.ts';
export type { SchemaFault } from './schema-fault.ts';
export { isServerSupported, SERVER_VERSION_MIN } from './server-version.ts';
export {
  compareVersions,
  highestVersion,
  isMeantBy,
  isVersion,
  parseSkillUse,
  RANGE_DEFAULT,
  rangeFault,
  selectSkill,
} from './skill-selection.ts';
export type { Selection, SelectionRefusal } from './skill-selection.ts';
export { backoffMs, createRetryWait, tryAgain } from './backoff.ts';
export type { RetryTerms } from './backoff.ts';
export { expressionIn, hasTemplates, isMixed, templateOf, templatesIn } from './template.ts';
export { parseTraceparent, soundTrace, spanIdOf, traceFields, traceIdOf, traceparentOf } from './trace-context.ts';
export type { TraceContext, WrittenTrace } from './trace-context.ts';
export { createRepeats } from './repeats.ts';
export { whyUnusable } from './unreadable.ts';
export { createThrottle } from './throttle.ts';
export type { Throttle } from './throttle.ts';
export { canonicalText, commandMessageId, createDigest, requestDigestOf } from './digest.ts';
export { sha256Digest, shortDigest, structureDigest } from './digest.ts';
export { isJsonObject } from './json-object.ts';
export type { JsonObject } from './json-object.ts';
export type { RequestIdentity } from './digest.ts';
export { ARTIFACT_HEADERS } from './artifact-headers.ts';
export { CONTENT_TYPE, checkEvent, eventOf, isEvent, openEvent, parseJson, sealEvent } from './event.ts';
export type { AnyEvent, DomeEvent, HeaderReader } from './event.ts';
export { checkDocument, openReply, openRequest } from './document.ts';
export { JOB_PHASE_NAMES, JOB_PHASES, checkChain, isTerminal } from './job-chain.ts';
export type { ChainLink, JobPhase } from './job-chain.ts';
export { parseSubject } from './parse-subject.ts';
export type { ParsedSubject } from './parse-subject.ts';
export { SYSTEM_USER, accountsOf, inboxPrefixOf, passwordVariable, renderAccounts } from './broker-config.ts';
export type { AccountsOptions } from './broker-config.ts';
export type { AccountDeclaration } from './account-declaration.ts';
export { ACCOUNTS } from './generated/accounts.ts';
export { CONTRACT_DIGEST, CONTRACT_VERSION } from './generated/contract.ts';
export { ENDPOINTS, EVENTS, SERVICE_GROUP } from './generated/messages.ts';
export type { EndpointName, EndpointTypes, EventData, EventType } from './generated/messages.ts';
export { MESSAGE_HEADERS } from './generated/headers.ts';
export { PROCESS_PROTOCOL } from './generated/process.ts';
export { ADDRESSES } from './addresses.ts';
export { CHANNELS, filters, subjects } from './generated/subjects.ts';
export { BUCKETS, OBJECT_STORES, STREAMS, TOPOLOGY } from './generated/topology.ts';
export type * from './generated/types.ts';
export { PROMOTION_MEMBER, REHEARSAL_ENVIRONMENT, rehearsalLock } from './rehearsal.ts';
