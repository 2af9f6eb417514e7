import type { WrittenTrace } from '@dome/contracts';

import type { Context } from '../context.ts';

/** The trace that the command was started in, as tools pass it on. */
export function traceOf({ io }: Context): WrittenTrace {
  const { TRACEPARENT: traceparent, TRACESTATE: tracestate } = io.env;
  return { traceparent, tracestate };
}
