// Whether the law has changed since somebody asked for it, while a screen that shows it is open. A live message is a hint that it
// has; while the connection was away, nobody can tell.
import { listen } from '@dome/bus/portable';
import { filters } from '@dome/contracts/portable';
import { computed, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { link } from './link.ts';
import { session } from './session.ts';

const heard = signal(0);
/** Another text whenever it may have. */
export const lawMoves = computed(() => `${heard.value} ${link.value.state}`);

export function useLawWatch(): void {
  useEffect(() => {
    if (session.value === undefined) return undefined;
    const { nc } = session.value;
    const subscription = listen(nc, filters.liveLaw(), {
      onMessage: () => void (heard.value += 1),
      // Without hints it is as old as the last time that it was asked for.
      onRefused: () => undefined,
    });
    return () => subscription.unsubscribe();
  }, []);
}
