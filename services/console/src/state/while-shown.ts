// What a screen asks for again and again, as long as somebody looks at it.
import { useEffect } from 'preact/hooks';

import type { Session } from '../nats/connection.ts';
import { session } from './session.ts';

/** Tuning: figures of a few seconds ago are still those of the moment. */
const AGAIN_MS = 2_000;

/** Asks at once, and again some time after each answer. What cannot be had is for `ask` to tell. */
export function useWhileShown(ask: (session: Session) => Promise<void>): void {
  useEffect(() => {
    const opened = session.value;
    if (opened === undefined) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const next = async (): Promise<void> => {
      if (!document.hidden) await ask(opened);
      if (!isOver) timer = setTimeout(() => void next(), AGAIN_MS);
    };
    void next();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [ask]);
}
