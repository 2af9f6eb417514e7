export { chainClaims } from './chains.ts';
export { claim } from './claim.ts';
export type { Claim } from './claim.ts';
export { decisionClaims } from './decisions.ts';
export { logClaims } from './logs.ts';
export { peopleClaims } from './people.ts';
export { provenanceClaims } from './provenance.ts';
export type { Found } from './provenance.ts';
/** @public The start of a check of one's own, as in the demo's tests. */
export { ofType } from './record.ts';
export { readRecord } from './record.ts';
export type { RunRecord } from './record.ts';
export { takeOverClaim } from './take-over.ts';
export type { LostAttempt } from './take-over.ts';
export { wayBack } from './way-back.ts';
