// Real processes and real pipes: how a slow reader, or one that is gone, affects the writer.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { expect, test } from 'vitest';

import { isReaderGone } from '../../src/terminal/outlet.ts';

const program = join(import.meta.dirname, '..', 'fixtures', 'writes-lines.ts');
const LINES = 400_000;
/** The lines alone are 80 MB: a writer that held them would die. */
const HEAP = '--max-old-space-size=32';

interface Report {
  readonly written: number;
  readonly isClosed: boolean;
  readonly isReaderGone: boolean;
}

async function reportOf(shell: string): Promise<{ readonly out: string; readonly report: Report }> {
  const env = { ...process.env, WRITER: `${process.execPath} ${HEAP} ${program} ${LINES}` };
  const child = spawn('bash', ['-c', shell], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { out, report: JSON.parse(err) as Report };
}

test('a slow reader gets every line, and memory stays bounded meanwhile', async () => {
  const { out, report } = await reportOf('$WRITER | (sleep 1; wc -l)');
  expect(Number(out)).toBe(LINES);
  expect(report).toMatchObject({ written: LINES, isClosed: false });
});

test('a reader that is gone costs nothing more, and is told apart from a failure', async () => {
  const { out, report } = await reportOf('$WRITER | head -n 2');
  expect(out.split('\n')).toHaveLength(3);
  expect(report).toMatchObject({ written: LINES, isClosed: true, isReaderGone: true });
  if (process.platform !== 'linux') return;
  const full = await reportOf('$WRITER > /dev/full');
  expect(full.report).toMatchObject({ isClosed: true, isReaderGone: false });
});

test('only a pipe or socket whose other end is closed counts as a reader that is gone', () => {
  const closedBy = (code: string) => ({ closed: AbortSignal.abort(Object.assign(new Error(code), { code })) });
  expect(['EPIPE', 'ECONNRESET', 'ENOSPC', 'EIO'].map((code) => isReaderGone(closedBy(code)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(isReaderGone({ closed: new AbortController().signal })).toBe(false);
});
