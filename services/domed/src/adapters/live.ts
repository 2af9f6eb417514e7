// Live messages about jobs: transitions that may end an attempt of this daemon, and requests to cancel. Each costs the
// broker a copy per daemon, and the transitions of this daemon's own jobs come back here too. So the daemon subscribes
// to `started` only for skills served here, and not to `succeeded` at all: only the attempt of the last `started` can
// write it, so anyone it could concern has received that. Of a message only its subject is parsed unless more is
// needed.
import { flushed, headersOf, listen, onStatus, republishedSequence } from '@dome/bus';
import { CHANNELS, filters, JOB_PHASE_NAMES, openEvent } from '@dome/contracts';
import type { Logger } from '@dome/runtime';

import type { LiveCancel, LiveJobs, LiveTransition } from '../ports.ts';
import type { Bus } from './bus.ts';
import { headerReader } from './headers.ts';
import { cancelOfEvent } from './job-messages.ts';

const tokens = CHANNELS.liveJob.address.split('.');
const [skillAt, runAt, jobAt, phaseAt] = ['{skill}', '{runId}', '{jobId}', '{phase}'].map((name) =>
  tokens.indexOf(name),
);

export interface ListeningJobs extends LiveJobs, Disposable {
  /** Resolves when the broker has the subscriptions; await it before anything is pulled. */
  readonly ready: Promise<void>;
}

export interface ListenOptions {
  /** The skills served here. */
  readonly skills: readonly string[];
  readonly logger: Logger;
}

export function listenToJobs(nc: Bus, { skills, logger }: ListenOptions): ListeningJobs {
  const onTransition = new Set<(of: LiveTransition) => void>();
  const onCancel = new Set<(of: LiveCancel) => void>();
  const onGap = new Set<() => void>();
  const subscriptions = [
    ...heardTransitions(skills).map((subject) =>
      listen(nc, subject, {
        onMessage: (message) => {
          const transition = { ...refOf(message.subject), sequence: () => republishedSequence(headersOf(message)) };
          for (const listener of onTransition) listener(transition);
        },
        onRefused: (err) => logger.error({ err, subject }, 'transitions are not heard any more'),
        logger,
      }),
    ),
    listen(nc, filters.liveNote({ note: 'cancel-requested' }), {
      onMessage: (message) => {
        const cancel = cancelIn(message, logger);
        if (cancel === undefined) return;
        const { phase: _note, ...ref } = refOf(message.subject);
        for (const listener of onCancel) listener({ ...ref, cancel });
      },
      onRefused: (err) => logger.error({ err }, 'cancel requests are not heard any more'),
      logger,
    }),
  ];
  const status = onStatus(nc, ({ type }) => {
    if (type === 'reconnect' || type === 'slowConsumer') for (const listener of onGap) listener();
  });
  return {
    ready: flushed(nc),
    onTransition: (listener) => added(onTransition, listener),
    onCancel: (listener) => added(onCancel, listener),
    onGap: (listener) => added(onGap, listener),
    [Symbol.dispose]: () => {
      status[Symbol.dispose]();
      for (const subscription of subscriptions) if (!subscription.isClosed()) subscription.unsubscribe();
    },
  };
}

function heardTransitions(skills: readonly string[]): string[] {
  return JOB_PHASE_NAMES.flatMap((phase) => {
    if (phase === 'succeeded') return [];
    return phase === 'started' ? skills.map((skill) => filters.liveJob({ skill, phase })) : filters.liveJob({ phase });
  });
}

function added<Listener>(listeners: Set<Listener>, listener: Listener): Disposable {
  listeners.add(listener);
  return { [Symbol.dispose]: () => void listeners.delete(listener) };
}

function refOf(subject: string): { skill: string; runId: string; jobId: string; phase: string } {
  const parts = subject.split('.');
  const at = (index: number | undefined): string => parts[index ?? -1] ?? '';
  return { skill: at(skillAt), runId: at(runAt), jobId: at(jobAt), phase: at(phaseAt) };
}

/**
 * Foreign bytes must not end the subscription: what is unreadable is only logged, and the next heartbeat reads the
 * chain.
 */
function cancelIn(message: Parameters<typeof headersOf>[0], logger: Logger) {
  try {
    return cancelOfEvent(openEvent(message.data, headerReader(headersOf(message))));
  } catch (err) {
    logger.warn({ err }, 'a cancel request cannot be read');
    return undefined;
  }
}
