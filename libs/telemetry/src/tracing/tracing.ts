import type { TraceContext } from '@dome/contracts';

import type { ToldSpan } from './span.ts';

/** Where a plane tells its spans. Telling one never fails, never waits, and changes nothing else that the plane does. */
export interface Tracing {
  /** Whether anybody listens at all. */
  readonly isOn: boolean;
  /** Whether spans of this trace are exported from here: a caller that has much to put together asks first. */
  records(trace: Pick<TraceContext, 'traceId' | 'isSampled'>): boolean;
  tell(span: ToldSpan): void;
}

/** Nobody listens. */
export const NO_TRACING: Tracing = { isOn: false, records: () => false, tell: () => {} };
