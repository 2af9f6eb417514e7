// The ids of traces and spans that Dome derives. An id is a hash of what it stands for, and nothing else: every replica and
// every daemon that takes over finds the same one without asking, and a span that is sent twice is the same span.
import { hash } from 'node:crypto';

/** The same origin begins the same trace. */
export function traceIdOf(origin: string): string {
  return digits(`trace\n${origin}`, 32);
}

/** The names say which span of the trace it is. */
export function spanIdOf(traceId: string, ...names: readonly (string | number)[]): string {
  return digits(['span', traceId, ...names].join('\n'), 16);
}

/** All zeros would mean none; a hash that begins so has never been seen. */
function digits(text: string, count: number): string {
  const found = hash('sha256', text, 'hex').slice(0, count);
  return /[^0]/.test(found) ? found : found.replace(/.$/, '1');
}
