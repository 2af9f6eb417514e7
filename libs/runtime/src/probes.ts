// The probes of a service, as those who run containers ask them. `/livez` tells that the event loop turns and nothing
// else: a restart cures a process that hangs, never a broker that is away. `/readyz` tells whether work should come here.
import type { HttpAnswer, HttpRoute } from './http-listener.ts';
import type { Readiness } from './readiness.ts';

export function probeRoutes(readiness: Readiness): { readonly '/livez': HttpRoute; readonly '/readyz': HttpRoute } {
  return {
    '/livez': () => ({ status: 200, text: 'ok\n' }),
    '/readyz': (query) => readyAnswer(readiness, query.has('verbose')),
  };
}

/** The lines that kubectl users know: `[+]bus ok`, `[-]topology: …`. A failure always has them. */
function readyAnswer(readiness: Readiness, isVerbose: boolean): HttpAnswer {
  const { checks } = readiness;
  const isReady = checks.every(({ lack }) => lack === undefined);
  if (isReady && !isVerbose) return { status: 200, text: 'ok\n' };
  const lines = checks.map(({ part, lack }) => (lack === undefined ? `[+]${part} ok` : `[-]${part}: ${lack}`));
  const end = `readyz check ${isReady ? 'passed' : 'failed'}`;
  return { status: isReady ? 200 : 503, text: `${[...lines, end].join('\n')}\n` };
}
