// The measurement of the console under load, with few events: it reads the page as whoever looks at it, and must still find
// there what it waits for. What it measures is for a quiet machine, and is not judged here.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

import { expect, test, vi } from 'vitest';

import { needBrowser } from './browser.ts';

vi.setConfig({ testTimeout: 180_000 });

const program = resolve(import.meta.dirname, '../console-load/main.ts');
const WORDS = ['--rate', '6000', '--minutes', '0.02', '--events', '400', '--output', 'json'];

test('the measurement of the console follows what it publishes to the last event', async (context) => {
  needBrowser(context);
  // A long task on a busy machine ends it with 1; what it saw is told all the same.
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...WORDS]).catch(
    (failed: { readonly stdout: string }) => failed,
  );
  const told = JSON.parse(stdout) as {
    readonly missing: number;
    readonly parts: readonly { readonly events: number }[];
  };
  expect(told.missing).toBe(0);
  expect(told.parts.map(({ events }) => events)).toEqual([120, 120, 160]);
});
