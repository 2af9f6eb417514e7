// The events of all runs and jobs, as they are stored. Each stream is in order; between the two streams there is no order.

import type { ReadableStream } from '@dome/bus';
import { eventStreamsOf } from '@dome/bus';
import type { FilteredStream, Followed } from '@dome/client';
import { cursorAfter, cursorText } from '@dome/contracts';

import type { PersonConnection } from '../connect/person-connection.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { beginIn, requirePositions } from '../reading/begin.ts';
import type { BeginAt } from '../reading/begin.ts';
import { openPosition } from '../reading/position.ts';
import type { Position } from '../reading/position.ts';
import { tellGap } from '../reading/tell-gap.ts';
import { storedEventText } from '../render/stored-event-text.ts';
import { typedCommand } from '../typed-command.ts';
import { merge } from '../watch/merge.ts';

export interface EventsOptions {
  /** Filters of subjects, in the syntax of the broker; none means every event. */
  readonly filters: readonly string[];
  readonly begin: readonly BeginAt[];
  readonly follow: boolean;
  /** The name under which the server keeps the position. */
  readonly cursor?: string;
  readonly isAcknowledged: boolean;
}

export async function events(context: Context, options: EventsOptions): Promise<number> {
  const { io } = context;
  const sources = [...eventStreamsOf(options.filters)].map(([stream, filters]) => ({ stream, filters }));
  requirePositions(options.begin, sources);
  await using connection = await context.connect();
  const letGo = new AbortController();
  using _ = io.onInterrupt(() => letGo.abort());
  await using position = await openPosition(context, connection, {
    isAcknowledged: options.isAcknowledged,
    reads: sources.flatMap(({ filters }) => filters),
    begin: () => beginIn(connection, sources, options.begin),
    ...(options.cursor === undefined ? {} : { cursor: options.cursor }),
  });
  const signal = AbortSignal.any([letGo.signal, io.out.closed, position.lost]);
  for await (const { stream, item } of followAll(context, { connection, sources, position, signal, ...options })) {
    const cursor = { stream, next: cursorAfter(item.sequence) };
    await io.out.write(storedEventText(context.globals.output, cursor, item));
    if (!io.out.closed.aborted) position.wrote(cursor, context.globals.output !== 'table');
  }
  await position.finish({ isOver: !signal.aborted, signal });
  if (io.out.closed.aborted) return EXIT.success;
  tellResume(context, position, options);
  return letGo.signal.aborted ? EXIT.interrupted : EXIT.success;
}

interface Following extends EventsOptions {
  readonly connection: PersonConnection;
  readonly sources: readonly FilteredStream[];
  readonly position: Position;
  readonly signal: AbortSignal;
}

interface Read {
  readonly stream: ReadableStream;
  readonly item: Followed;
}

async function* followAll(context: Context, of: Following): AsyncGenerator<Read, void> {
  const { connection, sources, position, follow } = of;
  const stop = new AbortController();
  const signal = AbortSignal.any([of.signal, stop.signal]);
  async function* read(source: FilteredStream): AsyncGenerator<Read, void> {
    const { stream } = source;
    const items = connection.client.followFiltered(source, {
      signal,
      from: position.from(stream),
      untilCaughtUp: !follow,
      onGap: (gap) => tellGap(context, stream, gap),
    });
    for await (const item of items) yield { stream, item };
  }
  yield* merge(sources.map(read), stop);
}

function tellResume(context: Context, position: Position, { cursor, filters, isAcknowledged }: EventsOptions): void {
  const from =
    cursor === undefined
      ? [...position.reached].flatMap(([stream, next]) => ['--from', cursorText({ stream, next })])
      : ['--cursor', cursor];
  const words = ['events', ...filters.flatMap((filter) => ['--filter', filter]), ...from];
  context.note(`Resume:  ${typedCommand(context.globals, [...words, ...(isAcknowledged ? ['--ack'] : [])])}`);
}
