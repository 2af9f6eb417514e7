import type { RunResult } from '../exit-codes.ts';
import type { Paint, Style } from '../terminal/style.ts';
import type { Symbols } from '../terminal/symbols.ts';
import type { WatchedTask } from '../watch/watched-run.ts';

export interface MarkStyle {
  readonly symbols: Symbols;
  readonly paint: Paint;
  /** Grows with every frame; it turns the spinners. */
  readonly tick: number;
}

const STYLES: Readonly<Record<RunResult, Style>> = {
  success: 'green',
  skip: 'gray',
  failure: 'red',
  error: 'red',
  timeout: 'red',
  cancellation: 'yellow',
};

export function resultMark(result: RunResult, { symbols, paint }: MarkStyle): string {
  return paint(STYLES[result], resultSymbol(result, symbols));
}

export function resultSymbol(result: RunResult, symbols: Symbols): string {
  switch (result) {
    case 'success':
      return symbols.success;
    case 'skip':
      return symbols.skip;
    case 'cancellation':
      return symbols.cancellation;
    case 'error':
      return symbols.error;
    case 'failure':
    case 'timeout':
      return symbols.failure;
  }
}

export function spinner({ symbols, paint, tick }: MarkStyle): string {
  return paint('cyan', symbols.running[tick % symbols.running.length] ?? '');
}

export function taskMark({ task, state }: WatchedTask, style: MarkStyle): string {
  const { symbols, paint } = style;
  if (task.state === 'settled') return resultMark(task.settled.value.result, style);
  switch (state) {
    case 'running':
      return spinner(style);
    case 'retrying':
      return paint('yellow', symbols.retrying);
    case 'pending':
    case 'dispatched':
    case 'settled':
      return paint('gray', symbols.pending);
  }
}
