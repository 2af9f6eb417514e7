// What a browser takes of the client: followers and requests, without the validators of the contract.
export { followFiltered } from './follow-events.ts';
export type { Followed, FollowedEvent, StreamView } from './follow-events.ts';
export type { JobsOfInterest } from './follow-events.ts';
export type { LogStep } from './follow-logs.ts';
export type { LogItem, LogLines } from './log-order.ts';
export { CONTROL_API, RUNTIME_API } from './prefixes.ts';
export { inputBases, planOfOne } from './plan-of-one.ts';
export { allPages } from './all-pages.ts';
export { createBacklogs } from './backlog.ts';
export { createInstances } from './instances.ts';
export type { InstanceHealth } from './instances.ts';
export { askedAt, rowsOf } from './fleet-rows.ts';
export type { BacklogRow, DaemonRow, FleetRows, ReplicaRow } from './fleet-rows.ts';
export { NOTHING_HEARD, sampleFleet, withSample } from './seen-fleet.ts';
export type { FleetBacklog, FleetSample, FleetSource, PartName, SeenFleet } from './seen-fleet.ts';
export { createLeanAsk, createLeanPut } from './lean-ask.ts';
export type { LeanAsk } from './lean-ask.ts';
