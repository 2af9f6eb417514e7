// A plane that cannot start or serve says why in one line, and the line is in the table of the installation's page.
import { createInterface } from 'node:readline';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from '@dome/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openFaultGround } from './fault-ground.ts';
import type { FaultGround } from './fault-ground.ts';
import { STAGED_FAULTS } from './staged-faults.ts';
import type { PlaneEnvironment, StagedFault } from './staged-faults.ts';

const ROOT = join(import.meta.dirname, '..', '..');

interface Row {
  readonly plane: string;
  readonly line: RegExp;
  readonly outcome: string;
}

let ground: FaultGround;
let rows: ReadonlyMap<string, Row>;
beforeAll(async () => {
  ground = await openFaultGround();
  rows = rowsOf(await readFile(join(ROOT, 'docs', 'installation.md'), 'utf8'));
}, 60_000);
afterAll(() => ground[Symbol.asyncDispose]());

/** `| fault | plane | line | outcome |`, and `…` in the line stands for whatever differs. */
function rowsOf(page: string): Map<string, Row> {
  const [, section = ''] = page.split('## When it does not start');
  const rowOf = /^\| (.+?) +\| (dome|domed) +\| `(.+?)` +\| (.+?) +\|$/gm;
  return new Map(
    [...section.matchAll(rowOf)].map(([, fault = '', plane = '', line = '', outcome = '']) => [
      fault,
      { plane, outcome, line: patternOf(line) },
    ]),
  );
}

const patternOf = (line: string): RegExp =>
  new RegExp(
    line
      .split(/\s*…\s*/)
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join('.*'),
  );

interface Started extends AsyncDisposable {
  readonly lines: readonly string[];
  readonly exitCode: () => number | undefined;
  /** Its exit code at a signal. */
  stop(): Promise<unknown>;
}

async function startPlane(plane: 'dome' | 'domed', env: PlaneEnvironment): Promise<Started> {
  const workDir = await mkdtemp(join(tmpdir(), 'dome-fault-'));
  const child = spawn(process.execPath, [join(ROOT, 'services', plane, 'src', 'main.ts')], {
    env: { PATH: process.env['PATH'], ...(plane === 'domed' ? { DOME_WORK_DIR: workDir } : {}), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => lines.push(line));
  const ended = once(child, 'close');
  return {
    lines,
    exitCode: () => child.exitCode ?? undefined,
    stop: async () => {
      child.kill('SIGTERM');
      return (await ended)[0];
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
      await rm(workDir, { recursive: true, force: true });
    },
  };
}

/** What a person reads of a line: its message, the error's, and what to do; a line of another kind as it is. */
function readLine(line: string): string {
  if (!line.startsWith('{')) return line;
  const record = JSON.parse(line) as LogRecord;
  if (!['warn', 'error', 'fatal'].includes(record.level)) return '';
  const said = [record.err?.message ?? record.lack, record.hint].filter((part) => part !== undefined);
  return `${record.msg}: ${said.join(' ')}`;
}

interface LogRecord {
  readonly level: string;
  readonly msg: string;
  readonly err?: { readonly message: string };
  readonly lack?: string;
  readonly hint?: string;
}

const NAMES_SOMETHING = /DOME_[A-Z_]+|dome (topology|accounts)|nats-server|skill\.yaml/;

test.each(STAGED_FAULTS)(
  '$fault: $plane says it in one line and $outcome',
  async ({ fault, plane, env, outcome }: StagedFault) => {
    const row = rows.get(fault);
    expect(row?.plane, 'docs/installation.md has a row for it').toBe(plane);
    await using started = await startPlane(plane, env(ground));
    const found = await eventually(
      () => started.lines.map(readLine).find((line) => row?.line.test(line) === true) ?? false,
      {
        timeoutMs: 20_000,
      },
    ).catch(() => undefined);
    expect(found, started.lines.map(readLine).join('\n')).toMatch(NAMES_SOMETHING);
    expect(started.lines.join('\n')).not.toContain('wrong-one');
    if (typeof outcome === 'number') {
      await eventually(() => started.exitCode() !== undefined);
      expect(started.exitCode()).toBe(outcome);
      expect(row?.outcome).toBe(`ends with ${outcome}`);
      return;
    }
    expect(row?.outcome).toBe(outcome);
    if (outcome === 'serves') await eventually(() => started.lines.some((line) => line.includes('domed is ready')));
    expect(started.exitCode()).toBeUndefined();
    expect(await started.stop()).toBe(0);
  },
);

test('the page has no row for a fault that nobody stages', () => {
  expect([...rows.keys()].toSorted()).toEqual(STAGED_FAULTS.map(({ fault }) => fault).toSorted());
});
