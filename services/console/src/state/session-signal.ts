// Signals of what a person was shown: whoever signs in next begins without it.
import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';

const resets: (() => void)[] = [];

export function sessionSignal<Value>(initial: Value): Signal<Value> {
  const made = signal(initial);
  resets.push(() => void (made.value = initial));
  return made;
}

export function forgetShown(): void {
  for (const reset of resets) reset();
}
