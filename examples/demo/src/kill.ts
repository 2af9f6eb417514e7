// The kill: the daemon that starts the awaited job is killed at the moment its start event is received, so that it dies in
// the middle of the job, whichever daemon it is.

import type { StackPlane } from '@dome/cli';
import { headersOf, listen, republishedSequence } from '@dome/bus';
import { filters, isEvent, openEvent } from '@dome/contracts';
import type { NatsConnection } from '@nats-io/transport-node';

export interface Blow {
  /** The daemon. */
  readonly victim: StackPlane;
  readonly jobId: string;
  /** The attempt that dies, by the sequence of its start. */
  readonly epoch: number;
}

export interface KillOptions {
  readonly nc: NatsConnection;
  readonly planes: readonly StackPlane[];
  /** The job whose start is awaited. */
  readonly taskId: string;
  readonly iteration: number;
  readonly onBlow: (blow: Blow) => void;
}

/** Listens from now on; once disposed, it kills nothing. */
export async function armKill(options: KillOptions): Promise<Disposable> {
  const { nc, planes, taskId, iteration } = options;
  const starts = listen(nc, filters.liveJob({ phase: 'started' }), {
    onRefused: () => undefined,
    onMessage: (message) => {
      const event = openEvent(message.data);
      if (!isEvent(event, 'dev.dome.job.started.v1')) return;
      const { data } = event;
      if (data.taskId !== taskId || data.iteration !== iteration || data.attempt !== 1) return;
      const victim = planes.find(({ name }) => name === data.worker.instance);
      if (victim === undefined) return;
      starts.unsubscribe();
      void victim.end('SIGKILL');
      options.onBlow({ victim, jobId: data.jobId, epoch: republishedSequence(headersOf(message)) });
    },
  });
  // A subscription gets no answer; once this request is answered, the subscription is active.
  await nc.flush();
  return {
    [Symbol.dispose]: () => {
      if (!starts.isClosed()) starts.unsubscribe();
    },
  };
}
