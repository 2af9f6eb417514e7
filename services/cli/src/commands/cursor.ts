import type { CursorListRequest } from '@dome/contracts';
import { DomeError } from '@dome/contracts';

import type { Context } from '../context.ts';
import { showAge } from '../durations.ts';
import { EXIT } from '../exit-codes.ts';
import { table } from '../render/columns.ts';
import { harmless } from '../terminal/style.ts';
import { typedCommand } from '../typed-command.ts';

export async function cursorList(context: Context, { limit, after }: CursorListRequest): Promise<number> {
  const { io, globals } = context;
  await using connection = await context.connect();
  const { cursors, next } = await connection.client.cursors.list({
    ...(limit === undefined ? {} : { limit }),
    ...(after === undefined ? {} : { after }),
  });
  const rows = cursors.map(({ name, cursors: positions, movedAt, reads }) => [
    name,
    positions.join(' '),
    showAge(io.now() - Date.parse(movedAt)),
    harmless(reads.join(' ')),
  ]);
  const head = ['CURSOR', 'NEXT', 'MOVED', 'READS'];
  const text = (): string =>
    rows.length === 0
      ? 'No cursors.\n'
      : table({ head, rows, width: io.out.columns, spare: ['MOVED'], lastWidthMin: 12 });
  context.show({ value: { cursors, next }, items: cursors, text });
  if (next !== undefined && globals.output === 'table') {
    const size = limit === undefined ? [] : ['--limit', String(limit)];
    context.note(`More:    ${typedCommand(globals, ['cursor', 'list', ...size, '--after', next])}`);
  }
  return EXIT.success;
}

export async function cursorDelete(context: Context, name: string): Promise<number> {
  await using connection = await context.connect();
  const { existed } = await connection.client.cursors.delete(name);
  if (!existed) {
    throw new DomeError('NOT_FOUND', {
      detail: `You have no cursor ${name}.`,
      hint: 'List yours with `dome cursor list`.',
    });
  }
  context.show({ value: { name, deleted: true }, text: () => `${name} deleted\n` });
  return EXIT.success;
}
