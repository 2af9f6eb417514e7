export { ERRORS, isErrorCode } from './error-catalogue.ts';
export type { Disposition, ErrorCode } from './error-catalogue.ts';
export { DomeError, docsOf, toDomeError } from './errors.ts';
export type { ErrorFields, ProblemBody } from './errors.ts';
export { CLOCKS, LANES, LIMITS, RETRY_DEFAULT } from './limits.ts';
export type { LaneName } from './limits.ts';
export { asDigest, asJobId, asName, asRunId, base32, isDigest, isId, isName } from './ids.ts';
export { jobIdFor, runIdFor, taskIdempotencyKey } from './ids.ts';
export type { Digest, JobId, Name, RunId } from './ids.ts';
export { BoundedMap } from './bounded-map.ts';
export { showSize, sizeBytes } from './byte-size.ts';
export { cutText } from './cut-text.ts';
export { escapeSegment, segmentsOf, unescapeSegment, valueAt } from './json-pointer.ts';
export { schemaFault } from './schema-fault.ts';
export type { SchemaFault } from './schema-fault.ts';
export { parseSkillUse, RANGE_DEFAULT, rangeFault, selectSkill } from './skill-selection.ts';
export type { SelectionRefusal } from './skill-selection.ts';
export { createThrottle } from './throttle.ts';
export type { Throttle } from './throttle.ts';
export { canonicalText, commandMessageId, createDigest, requestDigestOf } from './digest.ts';
export { sha256Digest, structureDigest } from './digest.ts';
export type { RequestIdentity } from './digest.ts';
export {
  CONTENT_TYPE,
  checkEvent,
  eventOf,
  faultOf,
  isEvent,
  isEventType,
  openEvent,
  parseJson,
  sealEvent,
} from './event.ts';
export type { AnyEvent, DomeEvent, EventSource, HeaderReader } from './event.ts';
export { checkDocument, openReply, openRequest } from './document.ts';
export type { DocumentName } from './document.ts';
export {
  JOB_PHASE_NAMES,
  JOB_PHASES,
  JOB_TRANSITIONS,
  checkChain,
  isLegalTransition,
  isTerminal,
  startCounts,
} from './job-chain.ts';
export type { ChainFinding, ChainLink, ChainRule, JobPhase, JobTransition, TerminalPhase } from './job-chain.ts';
export { parseSubject } from './parse-subject.ts';
export type { ParsedSubject } from './parse-subject.ts';
export { SYSTEM_USER, inboxPrefixOf, renderAccounts } from './broker-config.ts';
export type { AccountsOptions } from './broker-config.ts';
export type { AccountDeclaration, ExportDeclaration, UserDeclaration } from './account-declaration.ts';
export { ACCOUNTS } from './generated/accounts.ts';
export { CONTRACT_DIGEST, CONTRACT_VERSION } from './generated/contract.ts';
export { ENDPOINTS, EVENTS } from './generated/messages.ts';
export type { EndpointName, EndpointTypes, EventData, EventType } from './generated/messages.ts';
export { CHANNELS, filters, subjects } from './generated/subjects.ts';
export type { ChannelName } from './generated/subjects.ts';
export { BUCKETS, OBJECT_STORES, STREAMS, TOPOLOGY } from './generated/topology.ts';
export type * from './generated/types.ts';
