// The whole terminal, for as long as a command draws on it: a screen of its own, so that what was there before is there
// again, and single keys instead of lines. However the process ends, the terminal is left as it was.
import { emitKeypressEvents } from 'node:readline';

import type { FullScreen } from './io.ts';

export interface ScreenStreams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  /** Called at the end of the process, whatever ends it, until disposed; only what is written at once arrives. */
  readonly atExit: (listener: () => void) => Disposable;
}

const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

export function openFullScreen({ input, output, atExit }: ScreenStreams): FullScreen {
  const stack = new DisposableStack();
  let drawn = '';
  const restore = (): void => {
    if (input.isTTY) input.setRawMode(false);
    output.write(LEAVE);
  };
  stack.defer(restore);
  stack.use(atExit(restore));
  if (input.isTTY) input.setRawMode(true);
  output.write(ENTER);
  return {
    draw: (lines) => {
      const text = `${HOME}${lines.map((line) => `${line}${CLEAR_LINE}`).join('\r\n')}${CLEAR_BELOW}`;
      // A blocked terminal misses frames; they are not queued for it.
      if (text === drawn || output.writableNeedDrain) return;
      output.write(text);
      drawn = text;
    },
    onKey: (listener) => {
      if (!input.isTTY) return;
      emitKeypressEvents(input);
      const hear = (_: string | undefined, key: PressedKey): void => listener(keyName(key));
      input.on('keypress', hear);
      input.resume();
      stack.defer(() => {
        input.off('keypress', hear);
        input.pause();
      });
    },
    onResize: (listener) => {
      const redraw = (): void => {
        drawn = '';
        listener();
      };
      output.on('resize', redraw);
      stack.defer(() => void output.off('resize', redraw));
    },
    [Symbol.dispose]: () => stack.dispose(),
  };
}

/** As Node gives it. */
interface PressedKey {
  readonly name?: string;
  readonly sequence?: string;
  readonly ctrl?: boolean;
  readonly shift?: boolean;
}

const keyName = ({ name, sequence, ctrl, shift }: PressedKey): string => {
  const plain = name ?? sequence ?? '';
  if (ctrl === true) return `ctrl+${plain}`;
  return shift === true && plain.length > 1 ? `shift+${plain}` : plain;
};
