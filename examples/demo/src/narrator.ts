// How the story is told: one line for each thing that happens, with the time since the start, what it is about, and a
// sentence. Details are indented below it.

import { harmless, padEnd } from '@dome/cli';
import type { Paint, Sink, Style } from '@dome/cli';

export type Mark = 'good' | 'bad' | 'warn' | 'again' | 'wait' | 'plain';

export interface Told {
  /** A person, a plane, a task, a gate, a wave. */
  readonly who: string;
  readonly mark?: Mark;
  readonly text: string;
  /** What says more about it. */
  readonly below?: readonly string[];
}

export interface Narrator {
  tell(told: Told): void;
  /** An act of the story begins. */
  act(title: string): void;
  /** A line without a time. */
  write(text?: string): void;
  readonly paint: Paint;
}

const MARKS: Readonly<Record<Mark, { readonly sign: string; readonly style: Style | undefined }>> = {
  good: { sign: '✔', style: 'green' },
  bad: { sign: '✖', style: 'red' },
  warn: { sign: '⚠', style: 'yellow' },
  again: { sign: '↻', style: 'yellow' },
  wait: { sign: '⏸', style: 'yellow' },
  plain: { sign: ' ', style: undefined },
};
const TIME_WIDTH = 7;
const WHO_WIDTH = 9;
const INDENT = ' '.repeat(TIME_WIDTH + 2 + WHO_WIDTH + 2 + 2);

/** @param nowMs a clock that starts at 0 with the story */
export function createNarrator(out: Sink, nowMs: () => number): Narrator {
  const { paint } = out;
  const write = (text = ''): void => void out.write(`${text}\n`);
  return {
    paint,
    write,
    act: (title) => write(`\n${paint('bold', title)}`),
    tell: ({ who, mark = 'plain', text, below = [] }) => {
      const time = paint('gray', `+${(nowMs() / 1_000).toFixed(1)}s`.padStart(TIME_WIDTH));
      const { sign, style } = MARKS[mark];
      const name = paint('cyan', padEnd(harmless(who), WHO_WIDTH));
      write(`${time}  ${name}  ${style === undefined ? sign : paint(style, sign)} ${harmless(text)}`);
      for (const line of below) write(`${INDENT}${paint('gray', harmless(line))}`);
    },
  };
}
