// The probes of a service, as those who run containers ask them. `/livez` tells that the event loop turns and nothing
// else: a restart cures a process that hangs, never a broker that is away. `/readyz` tells whether work should come here.
import type { HttpAnswer, HttpQuestion, HttpRoute } from './http-listener.ts';
import type { Readiness } from './readiness.ts';

/** `/readyz` for programs. Members may be added. */
export interface ReadyzReply {
  readonly ready: boolean;
  /** All of them, in the order of a start. */
  readonly checks: readonly ReadyzCheck[];
}

export interface ReadyzCheck {
  readonly name: string;
  readonly ok: boolean;
  /** One sentence that says what is missing; absent if nothing is. */
  readonly detail?: string;
}

export function probeRoutes(readiness: Readiness): { readonly '/livez': HttpRoute; readonly '/readyz': HttpRoute } {
  return {
    '/livez': () => ({ status: 200, text: 'ok\n' }),
    '/readyz': (question) => readyAnswer(readinessNow(readiness), question),
  };
}

function readinessNow(readiness: Readiness): ReadyzReply {
  const checks = readiness.checks.map(({ part: name, lack }): ReadyzCheck => {
    return lack === undefined ? { name, ok: true } : { name, ok: false, detail: lack };
  });
  return { ready: checks.every(({ ok }) => ok), checks };
}

/** The status is the same in every form: a probe reads nothing else. */
function readyAnswer(reply: ReadyzReply, { query, accept }: HttpQuestion): HttpAnswer {
  const format = query.get('format') ?? (asksForJson(accept) ? 'json' : 'text');
  const status = reply.ready ? 200 : 503;
  switch (format) {
    case 'json':
      return { status, text: `${JSON.stringify(reply)}\n`, contentType: 'application/json' };
    case 'text':
      return { status, text: readyText(reply, query.has('verbose')) };
    default:
      return { status: 400, text: 'The parameter format is json or text.\n' };
  }
}

/** The lines that kubectl users know: `[+]bus ok`, `[-]topology: …`. A failure always has them. */
function readyText({ ready, checks }: ReadyzReply, isVerbose: boolean): string {
  if (ready && !isVerbose) return 'ok\n';
  const lines = checks.map(({ name, ok, detail = '' }) => (ok ? `[+]${name} ok` : `[-]${name}: ${detail}`));
  return `${[...lines, `readyz check ${ready ? 'passed' : 'failed'}`].join('\n')}\n`;
}

/** Only by its name: whoever takes anything, as kubelet and curl do, gets the text. */
function asksForJson(accept: string): boolean {
  return accept.split(',').some((range) => {
    const [type, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return type === 'application/json' && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}
