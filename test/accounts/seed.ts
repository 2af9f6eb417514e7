import { headers } from '@nats-io/transport-node';
import type { NatsConnection } from '@nats-io/transport-node';

import { subjects } from '@dome/contracts';

import type { Arena } from './arena.ts';

/** The header that the broker adds to a request that crosses into the plane. */
export const STAMP = 'Nats-Request-Info';
export const JOB = { skill: 'echo', runId: 'release-x', jobId: 'release-x_echo_1' };
export const REQUEST_MS = 2_000;

/** Things to steal and to inject: a stored event in each stream, a waiting command, services that answer. */
export async function seed(arena: Arena): Promise<void> {
  const as = (user: string): NatsConnection => arena.as(user);
  const command = subjects.skillExecute({ pool: 'default', skill: 'echo' });
  for (const body of ['one', 'two', 'three', 'four', 'five', 'six']) await as('dome').request(command, body);
  await as('dome').request(subjects.runEvent({ plan: 'release', runId: 'release-x', phase: 'submitted' }), 'a run');
  await as('dome').request(subjects.lawEvent({ kind: 'policy', name: 'release', phase: 'applied' }), 'a law');
  const forged = headers();
  forged.set(STAMP, JSON.stringify({ acc: 'PEOPLE', user: 'grace' }));
  await as('domed').request(subjects.jobTransition({ ...JOB, phase: 'started' }), 'a job', {
    headers: forged,
    timeout: REQUEST_MS,
  });
  await as('domed').request(subjects.jobLog(JOB), 'a line');
  await as('domed').request('$KV.domed_capabilities.default.echo.d1', 'an announcement');
  await as('domed').request('$O.domed_artifacts.C.one', 'a chunk');
  as('domed').subscribe('dome.svc.domed.>', {
    // The worst a daemon could put on an answer: the stamp of somebody else.
    callback: (_error, message) => void message.respond('answered by domed', { headers: forged }),
  });
  await arena.quiet();
}
