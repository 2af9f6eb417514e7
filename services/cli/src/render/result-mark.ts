import type { RunResult } from '../exit-codes.ts';
import type { Paint, Style } from '../terminal/style.ts';
import type { Symbols } from '../terminal/symbols.ts';
import type { TaskModel } from '../watch/run-model.ts';

export interface Look {
  readonly symbols: Symbols;
  readonly paint: Paint;
  /** Grows with every frame; the spinners turn by it. */
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

export function resultMark(result: RunResult, { symbols, paint }: Look): string {
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

export function spinner({ symbols, paint, tick }: Look): string {
  return paint('cyan', symbols.running[tick % symbols.running.length] ?? '');
}

export function taskMark(task: TaskModel, look: Look): string {
  const { symbols, paint } = look;
  switch (task.state) {
    case 'settled':
      return resultMark(task.result ?? 'error', look);
    case 'running':
      return spinner(look);
    case 'retrying':
      return paint('yellow', symbols.retrying);
    case 'pending':
    case 'dispatched':
      return paint('gray', symbols.pending);
  }
}
