// The events of one run, again and again as those of other runs, evenly in time.
import { setTimeout as pause } from 'node:timers/promises';

import { headers } from '@nats-io/nats-core';
import type { NatsConnection } from '@nats-io/nats-core';

export interface RecordedEvent {
  readonly stream: 'RUN_EVENTS' | 'JOB_EVENTS';
  readonly subject: string;
  readonly body: unknown;
  readonly runId: string;
}

type Replay = (of: { readonly events: number; readonly everyMs: number }) => Promise<void>;

const TICK_MS = 20;
/** Of the random part of a run's id. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const ID_CHARS = 8;

export function createReplay(
  recorded: readonly RecordedEvent[],
  writers: Readonly<Record<RecordedEvent['stream'], NatsConnection>>,
): Replay {
  const texts = recorded.map((event) => ({ ...event, text: JSON.stringify(event.body) }));
  let sent = 0;
  const send = (): void => {
    const [event, round] = [texts[sent % texts.length], Math.floor(sent / texts.length)];
    if (event === undefined) throw new Error('the run that was recorded has no events');
    const { stream, subject, text, runId } = event;
    const named = (old: string): string => old.replaceAll(runId, renamed(runId, round));
    const sentHeaders = headers();
    sentHeaders.set('Content-Type', 'application/cloudevents+json');
    writers[stream].publish(named(subject), named(text), { headers: sentHeaders });
    sent += 1;
  };
  return async ({ events, everyMs }) => {
    const startMs = performance.now();
    for (let done = 0; done < events;) {
      const due = Math.min(events, Math.floor((performance.now() - startMs) / everyMs));
      for (; done < due; done += 1) send();
      await pause(TICK_MS);
    }
    await Promise.all(Object.values(writers).map((writer) => writer.flush()));
  };
}

function renamed(runId: string, round: number): string {
  let text = '';
  for (let rest = round + 1, at = 0; at < ID_CHARS; at += 1, rest = Math.floor(rest / ALPHABET.length))
    text = `${ALPHABET[rest % ALPHABET.length] ?? ''}${text}`;
  return `${runId.slice(0, -ID_CHARS)}${text}`;
}
