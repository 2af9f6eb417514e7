import type { ControlClient } from '@dome/client';
import { DomeError, isId } from '@dome/contracts';

import { usageError } from '../errors.ts';

/** Searches the newest ten thousand runs; the id of an older one has to be typed out. */
const PAGES_MAX = 20;
const SHOWN = 5;

/**
 * The run's id, given in full, as an unambiguous prefix, or as `@latest`.
 * @throws DomeError NOT_FOUND, INVALID_REQUEST (the prefix fits several runs)
 */
export async function resolveRun(client: ControlClient, ref: string): Promise<string> {
  if (ref === '@latest') return await latestRun(client);
  if (!isId(ref)) throw usageError(`${JSON.stringify(ref)} is not a run id`, 'List the runs with `dome run list`.');
  const exact = await client.runs.get(ref).catch((error: unknown) => {
    if (error instanceof DomeError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  });
  return exact?.runId ?? (await runThatBegins(client, ref));
}

async function latestRun(client: ControlClient): Promise<string> {
  const [newest] = (await client.runs.list({ limit: 1 })).runs;
  if (newest !== undefined) return newest.runId;
  throw new DomeError('NOT_FOUND', {
    detail: 'There are no runs yet.',
    hint: 'Submit one with `dome run submit -f plan.yaml`.',
  });
}

async function runThatBegins(client: ControlClient, prefix: string): Promise<string> {
  const found: string[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX; page++) {
    const reply = await client.runs.list({ limit: 500, ...(after === undefined ? {} : { after }) });
    found.push(...reply.runs.map(({ runId }) => runId).filter((runId) => runId.startsWith(prefix)));
    after = reply.next;
    if (after === undefined) break;
  }
  const [only, ...others] = found;
  if (only === undefined) {
    throw new DomeError('NOT_FOUND', {
      detail: after === undefined ? `No run begins with ${prefix}.` : `None of the newest runs begins with ${prefix}.`,
      hint: 'List them with `dome run list`.',
    });
  }
  if (others.length === 0) return only;
  const shown = found.slice(0, SHOWN).join(', ');
  throw usageError(`${found.length} runs begin with ${prefix}: ${shown}${found.length > SHOWN ? ', …' : ''}`);
}
