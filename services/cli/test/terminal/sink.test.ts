import { Writable } from 'node:stream';

import { expect, test } from 'vitest';

import { outletOf } from '../../src/terminal/outlet.ts';
import { sinkOf } from '../../src/terminal/sink.ts';

/** A stream like Node's standard output. */
function streamOf(more: object): NodeJS.WriteStream {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done() });
  return Object.assign(stream, { isTTY: false, columns: 0, rows: 0 }, more) as unknown as NodeJS.WriteStream;
}

test('a terminal that does not report its size gets the usual one, and a pipe gets whole lines', () => {
  const unsaid = sinkOf(outletOf(streamOf({ isTTY: true })), 'auto', {});
  expect([unsaid.columns, unsaid.rows]).toEqual([80, 24]);
  const said = sinkOf(outletOf(streamOf({ isTTY: true, columns: 120, rows: 50 })), 'auto', {});
  expect([said.columns, said.rows]).toEqual([120, 50]);
  expect(sinkOf(outletOf(streamOf({})), 'auto', {}).columns).toBe(Infinity);
});

test('nothing is redrawn in CI or on a terminal that cannot', () => {
  const terminal = outletOf(streamOf({ isTTY: true }));
  expect(sinkOf(terminal, 'auto', {}).isTerminal).toBe(true);
  expect(sinkOf(terminal, 'auto', { CI: 'true' }).isTerminal).toBe(false);
  expect(sinkOf(terminal, 'auto', { TERM: 'dumb' }).isTerminal).toBe(false);
});
