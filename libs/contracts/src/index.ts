export * from './portable.ts';
export { jobIdFor, runIdFor, taskIdempotencyKey } from './derived-ids.ts';
export { lockHash, lockKeyFor, readLockKey } from './lock-key.ts';
export { clocksOf, clocksOver } from './clocks.ts';
export { repeatedMember } from './repeated-member.ts';
export { schemaFault, UNKNOWN_MEMBER } from './schema-fault.ts';
export type { SchemaFault } from './schema-fault.ts';
export { isServerSupported, SERVER_VERSION_MIN } from './server-version.ts';
export {
  compareVersions,
  highestVersion,
  isMeantBy,
  isVersion,
  rangeFault,
  selectSkill,
} from './skill-selection.ts';
export type { Selection, SelectionRefusal } from './skill-selection.ts';
export { spanIdOf, traceIdOf } from './trace-ids.ts';
export { whyUnusable } from './unreadable.ts';
export { canonicalText, commandMessageId, createDigest, requestDigestOf } from './digest.ts';
export { sha256Digest, shortDigest, structureDigest } from './digest.ts';
export type { RequestIdentity } from './digest.ts';
export { CONTENT_TYPE, checkEvent, eventOf, openEvent, sealEvent } from './event.ts';
export { checkDocument, openReply, openRequest } from './document.ts';
export { SYSTEM_USER, accountsOf, passwordVariable, renderAccounts } from './broker-config.ts';
export type { AccountsOptions } from './broker-config.ts';
export type { AccountDeclaration } from './account-declaration.ts';
export { ACCOUNTS } from './generated/accounts.ts';
export { ENDPOINTS, EVENTS, SERVICE_GROUP } from './generated/messages.ts';
export { PROCESS_PROTOCOL } from './generated/process.ts';
