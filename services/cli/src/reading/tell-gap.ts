import type { StreamGap } from '@dome/bus';

import type { Context } from '../context.ts';
import { recordText } from '../render/record-text.ts';

/** A line of output, in its order: what was discarded before it was read. */
export function tellGap({ io, globals }: Context, stream: string, { from, to }: StreamGap): void {
  const { output } = globals;
  const words = from === to ? `${from} is` : `${from} to ${to} are`;
  const text =
    output === 'table' ? `… ${stream} ${words} no longer stored\n` : recordText({ gap: { stream, from, to } }, output);
  void io.out.write(text);
}
