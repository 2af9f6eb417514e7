// What a plane answers, asked again whenever what it is about changes. One question at a time: what changes meanwhile is
// asked after it, and the old answer stays until the new one is there.
import { toDomeError } from '@dome/contracts/portable';
import type { DomeError } from '@dome/contracts/portable';
import { effect, signal } from '@preact/signals';
import type { ReadonlySignal, Signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';

import type { Session } from '../nats/connection.ts';
import { session } from './session.ts';

export interface LastAnswer<Value> {
  /** The last one that there was; absent: there was none yet. */
  readonly value?: Value;
  /** Why there is no newer one. */
  readonly fault?: DomeError;
}

export interface LiveQuestion<Value> {
  /** Reads the signals that it is about. */
  readonly about: () => unknown;
  readonly ask: (session: Session) => Promise<Value>;
}

/** Tuning: a plane that starts again is back within seconds. */
const AGAIN_MS = 2_000;
const PASSING: readonly string[] = ['UNAVAILABLE', 'TIMEOUT', 'QUEUE_FULL'];

/** Until the returned function is called, or nobody is signed in. */
export function keepAnswer<Value>(into: Signal<LastAnswer<Value>>, { about, ask }: LiveQuestion<Value>): () => void {
  let wanted = 0;
  let isAsking = false;
  const over = new AbortController();
  const answer = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    for (let asked = -1; asked !== wanted && !over.signal.aborted;) {
      asked = wanted;
      // Outside of the effect: what is read for the question is not what it is about.
      await Promise.resolve();
      const by = session.peek();
      if (by === undefined) continue;
      const found = await answerOf(() => ask(by));
      if (session.peek() !== by || over.signal.aborted) continue;
      into.value = found.fault === undefined ? found : { ...into.peek(), ...found };
      if (found.fault !== undefined && PASSING.includes(found.fault.code)) setTimeout(again, AGAIN_MS);
    }
    isAsking = false;
  };
  const again = (): void => {
    wanted += 1;
    if (!over.signal.aborted) void answer();
  };
  const stop = effect(() => {
    about();
    if (session.value === undefined) into.value = {};
    again();
  });
  return () => {
    over.abort();
    stop();
  };
}

async function answerOf<Value>(ask: () => Promise<Value>): Promise<LastAnswer<Value>> {
  try {
    return { value: await ask() };
  } catch (error) {
    return { fault: toDomeError(error) };
  }
}

/** As long as a screen is shown. The question is that of the first time it is shown. */
export function useAnswer<Value>(question: LiveQuestion<Value>): ReadonlySignal<LastAnswer<Value>> {
  const into = useMemo(() => signal<LastAnswer<Value>>({}), []);
  useEffect(() => keepAnswer(into, question), []);
  return into;
}
