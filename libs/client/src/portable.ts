// What a browser takes of the client: followers and requests, without the validators of the contract.
export { followFiltered } from './follow-events.ts';
export type { Followed, FollowedEvent, StreamView } from './follow-events.ts';
export type { JobsOfInterest } from './follow-events.ts';
export type { LogStep } from './follow-logs.ts';
export type { LogItem, LogLines } from './log-order.ts';
export { CONTROL_API, RUNTIME_API } from './prefixes.ts';
export { createLeanAsk } from './lean-ask.ts';
export type { LeanAsk } from './lean-ask.ts';
