// The submitter of plans: a person's client submits a run and follows it until it has finished, as `dome run submit --wait`
// does.
import { connectBus } from '@dome/bus';
import { createControlClient } from '@dome/client';
import type { Plan } from '@dome/contracts';

import { runLoad } from '../load.ts';
import { STEPS } from '../steps.ts';
import { work } from '../work.ts';

const { BENCH_URL } = process.env;
const nc = await connectBus({
  servers: BENCH_URL ?? '',
  user: 'ada',
  password: 'bench',
  name: 'bench runs',
  inboxPrefix: '_INBOX_ada',
});
const client = createControlClient(nc);
const plan = JSON.stringify(planOf());

/** One task after the other, or all of them side by side. */
function planOf(): Plan {
  const ids = Array.from({ length: STEPS[work] }, (_, at) => `step${at}`);
  const needs = (at: number): { needs?: string[] } => (work === 'chain' && at > 0 ? { needs: [`step${at - 1}`] } : {});
  const tasks = Object.fromEntries(ids.map((id, at) => [id, { uses: 'noop@^1', ...needs(at) }]));
  return { apiVersion: 'dome/v1', kind: 'Plan', name: 'steps', version: '1.0.0', tasks };
}

await runLoad(async (n) => {
  const { runId } = await client.runs.submit({ plan, idempotencyKey: `steps-${n}` });
  for await (const item of client.followRun(runId)) {
    if (item.kind !== 'event' || item.event.type !== 'dev.dome.run.finished.v1') continue;
    if (item.event.data.result !== 'success') throw new Error(`run ${runId} ended with ${item.event.data.result}`);
  }
});
await nc.close();
