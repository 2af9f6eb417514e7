// The daemon's end of the channel to a runner. Input is read in bounded pieces, one per turn of the event loop, and
// accepted only as a message of the protocol. The first invalid one, or too much at once, is a breach: nothing more is
// read, and the owner of the runner kills it.
import type { Duplex } from 'node:stream';

import { LIMITS } from '@dome/contracts';
import type { Clock } from '@dome/runtime';

import { createFrameSplitter, frameOf } from './frames.ts';
import { readFromRunner } from './runner-protocol.ts';
import type { FromRunner, ToRunner } from './runner-protocol.ts';

export interface ChannelListener {
  /** False for a message at the wrong time. */
  take(message: FromRunner): boolean;
  /** Called at most once; with a phrase that follows "the runner", or without one if the channel was closed. */
  breach(why?: string): void;
}

export interface RunnerChannel {
  /** A message to a runner that is gone is dropped: its exit reports that. */
  send(message: ToRunner): void;
  close(): void;
  /** Settles when nothing more will be read. */
  readonly ended: Promise<void>;
}

export function openChannel(stream: Duplex, clock: Clock, listener: ChannelListener): RunnerChannel {
  const splitter = createFrameSplitter(LIMITS.runnerFrameBytes);
  const rate = createRate(clock);
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let isOpen = true;
  const close = (): void => {
    isOpen = false;
    end();
    stream.destroy();
  };
  const breach = (why?: string): void => {
    if (!isOpen) return;
    close();
    listener.breach(why);
  };
  const faultOf = (text: string | undefined): string | undefined => {
    if (text === undefined) return `sent a message of more than ${LIMITS.runnerFrameBytes} bytes`;
    if (rate.isOver(text.length)) return 'sent more messages than a runner has to say';
    const message = readFromRunner(text);
    if (message === undefined) return 'sent something that is not a runner message';
    return listener.take(message) ? undefined : `sent "${message.type}" out of its time`;
  };
  stream.on('data', (chunk: Buffer) => {
    for (const text of splitter.push(chunk)) {
      const fault = faultOf(text);
      if (fault !== undefined) return breach(fault);
      if (!isOpen) return;
    }
    // One piece per turn: other work is served in between.
    stream.pause();
    setImmediate(() => (isOpen ? stream.resume() : undefined));
  });
  const onEnd = (): void => breach();
  stream.on('error', onEnd).once('end', onEnd).once('close', onEnd);
  return {
    send: (message) => {
      if (stream.writable) stream.write(frameOf(message));
    },
    close,
    ended,
  };
}

const SECOND_MS = 1_000;

/** A runner that follows the protocol stays far below both limits; only what the skill's code writes reaches them. */
function createRate(clock: Clock): { isOver(chars: number): boolean } {
  let sinceMs = clock.monotonicMs();
  let [frames, chars] = [0, 0];
  return {
    isOver: (more) => {
      const nowMs = clock.monotonicMs();
      if (nowMs - sinceMs >= SECOND_MS) [sinceMs, frames, chars] = [nowMs, 0, 0];
      frames += 1;
      chars += more;
      return frames > LIMITS.runnerFramesPerSecond || chars > 2 * LIMITS.runnerFrameBytes;
    },
  };
}
