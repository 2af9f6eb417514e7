import type { AnyEvent, Digest, DomeEvent, EventType } from '@dome/contracts/portable';

export type RunEventType = Extract<EventType, `dev.dome.run.${string}`>;
export type RunEvent = { [Type in RunEventType]: DomeEvent<Type> }[RunEventType];

/** A run event as the stream holds it. */
export interface StoredRunEvent {
  readonly sequence: number;
  /** The digest of the stored bytes: decisions name the events they rest on by it. */
  readonly digest: Digest;
  readonly event: RunEvent;
}

export const isRunEvent = (event: AnyEvent): event is RunEvent => event.type.startsWith('dev.dome.run.');
