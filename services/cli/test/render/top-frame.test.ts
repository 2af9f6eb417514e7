import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { NOTHING_HEARD, rowsOf, withSample } from '@dome/client';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { topFrame } from '../../src/render/top-frame.ts';
import type { TopFrame } from '../../src/render/top-frame.ts';
import { plain, widthOf } from '../../src/terminal/style.ts';
import { symbolsFor } from '../../src/terminal/symbols.ts';
import { CONTROLS_AT_START, SECTIONS } from '../../src/top/controls.ts';
import { busyFleet, topNowMs } from './top-fixture.ts';

const look = { paint: plain, symbols: symbolsFor({ LANG: 'C.UTF-8' }), nowMs: topNowMs };
const frameOf = (of: Partial<TopFrame> = {}): TopFrame => ({
  rows: rowsOf(busyFleet),
  controls: CONTROLS_AT_START,
  user: 'grace',
  address: 'nats://127.0.0.1:4222',
  serverVersion: '2.15.1',
  asOfMs: topNowMs,
  intervalMs: 2_000,
  isAlone: false,
  ...of,
});
const shown = (of: Partial<TopFrame>, columns: number, rows: number): string =>
  topFrame(frameOf(of), { columns, rows }, look)
    .map((line) => `${line.trimEnd()}\n`)
    .join('');

test.each([
  [100, 30],
  [60, 20],
])('a frame for %i columns and %i rows', async (columns, rows) => {
  await expect(shown({}, columns, rows)).toMatchFileSnapshot(`golden/top-${columns}x${rows}.txt`);
});

test('the page of the command line shows a frame as it is', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../../docs/cli.md'), 'utf8');
  expect(page).toContain(`\`\`\`\n${shown({}, 100, 28)}\`\`\`\n`);
});

test('a frame is never larger than its terminal, whatever is looked at', () => {
  const controls = fc.record({
    focus: fc.constantFrom(...SECTIONS),
    offsets: fc.record({ daemons: fc.nat(9), backlog: fc.nat(9), runs: fc.nat(9), gates: fc.nat(9) }),
    orders: fc.record({ daemons: fc.nat(9), backlog: fc.nat(9), runs: fc.nat(9), gates: fc.nat(9) }),
    isPaused: fc.boolean(),
  });
  fc.assert(
    fc.property(
      controls,
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 60 }),
      (chosen, columns, rows) => {
        const lines = topFrame(frameOf({ controls: chosen }), { columns, rows }, look);
        expect(lines).toHaveLength(rows);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
      },
    ),
  );
});

test('a frame alone has every row, and no keys', () => {
  const text = shown({ isAlone: true }, Infinity, Infinity);
  for (const name of ['domed-4', 'promote', 'nightly-z0y7t4ww', 'release-9qwe4rty']) expect(text).toContain(name);
  expect(text).not.toContain('q quit');
});

test('the section that is looked at scrolls and is ordered by itself', () => {
  const controls = {
    ...CONTROLS_AT_START,
    focus: 'backlog' as const,
    offsets: { ...CONTROLS_AT_START.offsets, backlog: 3 },
    orders: { ...CONTROLS_AT_START.orders, backlog: 2 },
  };
  const text = shown({ controls }, 100, 30);
  expect(text).toContain('▸ BACKLOG  4-5 of 5, by name');
  expect(text).toMatch(/SERVED BY\n +pack .*\n +promote /);
});

test('what could not be heard again stays, with its age and the reason', () => {
  const heard = withSample(NOTHING_HEARD, busyFleet, topNowMs - 14_000);
  const fault = new Error('Nobody answers.');
  const stale = withSample(heard, { ...busyFleet, backlog: fault, gates: fault }, topNowMs);
  expect(stale.backlog).toBe(busyFleet.backlog);
  const text = shown({ rows: rowsOf(stale), lostAtMs: topNowMs - 3_000 }, 100, 30);
  expect(text).toContain('no connection for 3s');
  expect(text).toMatch(/BACKLOG .*14s old: Nobody answers\./);
  expect(text).not.toMatch(/RUNS .*old/);
  const again = rowsOf(withSample(stale, busyFleet, topNowMs));
  expect(shown({ rows: again }, 100, 30)).not.toMatch(/\d[smhd] old/);
});

test('what this user may not know is unknown, and not nothing', () => {
  const fault = new Error('The broker does not allow it.');
  const sample = { ...busyFleet, replicas: fault, daemons: fault, announcements: fault, backlog: fault };
  const text = shown({ rows: rowsOf(withSample(NOTHING_HEARD, sample, topNowMs)) }, 100, 30);
  expect(text).toContain('Control plane  replicas unknown; 4 runs open');
  expect(text).toContain('Runtime plane  daemons unknown, backlog unknown');
  expect(text).toContain('DAEMONS  unknown  never heard: The broker does not allow it.');
  expect(text).not.toMatch(/no daemon answers|no skill has a durable|0 waiting/);
});

test('an installation in which nobody answers says so', () => {
  const text = shown({ rows: rowsOf(NOTHING_HEARD) }, 100, 30);
  for (const said of ['no replica answers', 'no daemon answers', 'no run is open', 'no gate waits for a vote'])
    expect(text).toContain(said);
});
