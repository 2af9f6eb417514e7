// docs/nats-cli.md as it is typed: by the `nats` command line itself, where that is there, against what `dome dev` starts. What
// the page shows of its output is what it prints, but for times and sizes.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually } from '@dome/testkit';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { openCliStage } from '../e2e/cli-stage.ts';
import type { CliStage } from '../e2e/cli-stage.ts';
import { startCommand } from '../e2e/command.ts';
import type { RunningCommand } from '../e2e/command.ts';
import { findNatsProgram } from './nats-program.ts';
import { contextFor, natsRows, readContexts } from './nats-rows.ts';
import type { ContextFiles } from './nats-rows.ts';
import { blocksIn, HOME } from './page-shell.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const PATIENCE = { timeoutMs: 30_000 };
const COMPLAINS = /violation|error|deadline|no responders/i;

const program = findNatsProgram();

test('names and descriptions that the page shows are those of the topology', async () => {
  const contract = JSON.parse(await readFile(join(HOME, 'asyncapi.bundle.json'), 'utf8')) as {
    readonly 'x-dome-topology': Readonly<Record<string, Readonly<Record<string, { readonly description?: string }>>>>;
  };
  const { streams = {}, buckets = {} } = contract['x-dome-topology'];
  const declared = { ...streams, ...buckets };
  const shown = (await blocksIn('docs/nats-cli.md', 'console')).flatMap((block) =>
    [...block.matchAll(/^│ ([A-Z_]{5,}|domed?_\w+) +│ (.+?) +│/gm)].map(([, name = '', says]) => [name, says]),
  );
  expect(shown.length).toBeGreaterThan(8);
  expect(shown).toEqual(shown.map(([name = '']) => [name, declared[name]?.description]));
});

if (program !== undefined)
  describe('typed', () => {
    let stage: CliStage;
    let files: ContextFiles;
    beforeAll(async () => {
      stage = await openCliStage({ files: { 'tree/state': 'bad\n' } });
      files = await readContexts(stage.dir);
      await failJob();
    });
    afterAll(() => stage[Symbol.asyncDispose]());

    /** A job that says no: what is live has something to show, and history a job that failed. */
    async function failJob(): Promise<void> {
      const said = await stage.dome('skill', 'run', 'tree-check', '--workspace', 'tree', '--wait');
      expect(said.out + said.err).toContain('the tree is bad');
    }

    const nats = (context: string, words: string): RunningCommand =>
      startCommand(['bash', '-c', `exec "$NATS" --context "$CONTEXT" ${words}`], {
        env: { ...stage.env, NATS: program, CONTEXT: context },
        cwd: stage.dir,
      });

    test('every command of the table, with every context that it names', async () => {
      for (const { command, request = '', contexts } of natsRows(await pageText())) {
        const isLive = request === '';
        for (const name of contexts) {
          for (const words of command
            .replaceAll('`', '')
            .replace(/^nats /, '')
            .split(', ')) {
            const context = contextFor(files, name, request);
            const typed = nats(context, isLive ? `${words} --count 1` : words);
            if (isLive)
              await eventually(() => expect(typed.said.out + typed.said.err).toContain('Subscribing'), PATIENCE);
            if (isLive) await failJob();
            const { exitCode, out, err } = await typed.ended;
            const at = `nats --context ${context} ${words}`;
            expect([at, exitCode, err.match(COMPLAINS)?.input]).toEqual([at, 0, undefined]);
            expect(out.length, at).toBeGreaterThan(10);
          }
        }
      }
    });

    test('what the page shows is what is printed', async () => {
      const [block = ''] = await blocksIn('docs/nats-cli.md', 'console');
      const parts = block.split(/^\$ nats --context (?=\S)/m).slice(1);
      expect(parts.length).toBeGreaterThan(3);
      expect(parts.filter((part) => !part.includes('│'))).toEqual([]);
      for (const part of parts) {
        const [typed = '', ...shown] = part.trimEnd().split('\n');
        const [context = '', ...words] = typed.split(' ');
        const { out } = await nats(context, words.join(' ')).ended;
        const printed = new Set(out.split('\n').map(withoutFigures));
        expect([typed, shown.filter((line) => !printed.has(withoutFigures(line)))]).toEqual([typed, []]);
      }
    });

    test('what the server tells by itself is listened to without a complaint', async () => {
      for (const [context, words] of [
        ['dome-OPERATOR', 'events --js-advisory --no-srv-advisory'],
        ['dome-SYSTEM', 'events'],
      ] as const) {
        const typed = nats(context, words);
        await eventually(() => expect(typed.said.out).toContain('Listening for'), PATIENCE);
        await nats('dome-OPERATOR', 'stream info JOB_EVENTS').ended;
        await eventually(() => expect(typed.said.out).toMatch(/JetStream API Access|Client Connection\n/), PATIENCE);
        await typed.kill();
        expect([words, COMPLAINS.exec(typed.said.err)?.input]).toEqual([words, undefined]);
      }
    });

    test('history is read without a consumer, and what needs one is refused', async () => {
      const all = await nats('dome-OPERATOR', 'sub --stream JOB_EVENTS --direct --all -T').ended;
      expect(all.out).toMatch(/seq 1 [^]*seq 2 /);
      const failed = await nats('dome-OPERATOR', `sub --direct --last-per-subject -T 'dome.evt.job.*.*.*.failed'`)
        .ended;
      expect(failed.out).not.toMatch(/subject: \S+\.started/);
      const keys = await nats('dome-OPERATOR', 'stream subjects KV_domed_capabilities').ended;
      const [, key = ''] = /\$KV\.domed_capabilities\.(\S+)/.exec(keys.out) ?? [];
      expect((await nats('dome-OPERATOR', `kv get domed_capabilities ${key}`).ended).exitCode).toBe(0);
      const refused = [
        'kv ls domed_locks',
        'kv watch domed_locks',
        'object ls domed_artifacts',
        'sub --stream JOB_EVENTS',
      ];
      for (const words of refused) {
        const { exitCode, err } = await nats('dome-OPERATOR', words).ended;
        expect([words, exitCode, err]).toEqual([words, 1, expect.stringContaining('Permissions Violation')]);
      }
    });
  });

const pageText = (): Promise<string> => readFile(join(HOME, 'docs/nats-cli.md'), 'utf8');

/** Times, sizes, counts, ids and versions, which a row leaves out where the one above has the same; and the widths of columns. */
const withoutFigures = (line: string): string =>
  line
    .replaceAll(/[─╭╮╰╯├┤┬┴┼]+/g, '─')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'TIME')
    .replaceAll(/\b(never|[\d.,]+( ([KMG]i)?B|(ms|[smhd]\d*)+)?)(?=\s)/g, '0')
    .replaceAll(/│ [A-Za-z0-9]{22} │/g, '│ ID │')
    .replaceAll(/[│0\s]+/g, ' ')
    .trim();
