// How far bytes are on their way, on a terminal, for people who wait for them; nothing anywhere else.
import type { Context } from '../context.ts';
import { createFrame } from '../render/frame.ts';
import { transferLine } from '../render/transfer-line.ts';

/** Tuning: ten lines a second look smooth and cost little. */
const LINE_MS = 100;

export interface ToldTransfer extends Disposable {
  /** So many bytes are done. */
  at(doneBytes: number): void;
}

/** @param of what people know the bytes by, and how many there are if somebody said; disposed, it leaves no line behind */
export function tellTransfer(
  { io, globals }: Pick<Context, 'io' | 'globals'>,
  of: { readonly name: string; readonly bytes: number | undefined },
): ToldTransfer {
  const isShown = io.err.isTerminal && !globals.quiet && globals.output === 'table';
  const frame = isShown ? createFrame(io.err) : undefined;
  const begunMs = io.now();
  let shownMs = begunMs;
  return {
    at(doneBytes) {
      const nowMs = io.now();
      if (nowMs - shownMs < LINE_MS) return;
      shownMs = nowMs;
      frame?.draw([transferLine({ ...of, doneBytes, elapsedMs: nowMs - begunMs }, io.err.columns)]);
    },
    [Symbol.dispose]: () => frame?.end([]),
  };
}
