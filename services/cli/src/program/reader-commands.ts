// Commands for readers of streams: events, and the cursors that the server keeps.

import type { Command } from 'commander';

import { cursorDelete, cursorList } from '../commands/cursor.ts';
import { events } from '../commands/events.ts';
import type { BeginAt } from '../reading/begin.ts';
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { beginAt, collect, limit, name } from './parse.ts';
import type { Bind } from './work.ts';

interface RawReader {
  readonly cursor?: string;
  readonly ack?: boolean;
}

interface RawEvents extends RawReader {
  readonly filter?: readonly string[];
  readonly from?: readonly BeginAt[];
  readonly follow: boolean;
}

export function addReaderCommands(program: Command, bind: Bind): void {
  program
    .command('events')
    .description('follow the events of runs and jobs')
    .option(
      '--filter <subject>',
      'only subjects that match, such as dome.evt.job.*.*.*.failed; may be repeated',
      collect,
    )
    .option('--cursor <name>', 'go on where the reader of this name stopped', name)
    .option('--ack', 'move the cursor as far as its lines come back on standard input')
    .option('--from <position>', 'where a new reader begins: now, first, or STREAM:SEQUENCE (default: now)', beginAt)
    .option('--no-follow', 'end when everything that is stored was read')
    .action(
      bind((context, raw: RawEvents) =>
        events(context, {
          filters: raw.filter ?? [],
          begin: raw.from ?? [],
          follow: raw.follow,
          ...readerOf(context, raw),
        }),
      ),
    );
  addCursor(program, bind);
}

/** @throws DomeError INVALID_REQUEST for `--ack` without a cursor, or without lines to acknowledge */
export function readerOf(
  { globals }: Context,
  { cursor, ack = false }: RawReader,
): { readonly cursor?: string; readonly isAcknowledged: boolean } {
  if (ack && cursor === undefined) throw usageError('--ack needs --cursor.', 'Name the cursor that moves.');
  if (ack && globals.output === 'table') {
    throw usageError('--ack needs output lines that carry cursors.', 'Choose -o jsonl.');
  }
  return { isAcknowledged: ack, ...(cursor === undefined ? {} : { cursor }) };
}

function addCursor(program: Command, bind: Bind): void {
  const cursor = program.command('cursor').description('where your readers go on');
  cursor
    .command('list')
    .alias('ls')
    .description('list your cursors')
    .option('--limit <count>', 'number of cursors', limit)
    .option('--after <token>', 'continue after this page')
    .action(bind((context, raw: { limit?: number; after?: string }) => cursorList(context, raw)));
  cursor
    .command('delete')
    .alias('rm')
    .description('forget a cursor: the next reader of its name begins anew')
    .argument('<name>', 'name of the cursor')
    .action(bind((context, _raw: object, given) => cursorDelete(context, given ?? '')));
}
