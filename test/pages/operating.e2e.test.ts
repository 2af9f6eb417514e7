// docs/operating.md on an installation as docs/installation.md has it: every block in its order, and a run that is there again after
// each kind of restore. The `nats` command line is typed where it is there.
import { eventually } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import type { RunningCommand } from '../e2e/command.ts';
import { findNatsProgram } from './nats-program.ts';
import { startBroker } from './page-broker.ts';
import { blocksIn, openPageShell } from './page-shell.ts';
import type { PageShell } from './page-shell.ts';

vi.setConfig({ testTimeout: 300_000 });

const READY = { timeoutMs: 60_000, stepMs: 100 };

interface Installation {
  readonly shell: PageShell;
  readonly port: number;
  readonly blocks: { readonly broker: string; readonly control: string; readonly daemon: string };
}

async function install(shell: PageShell): Promise<Installation> {
  const [accounts = '', broker = '', topology = '', control = '', daemon = ''] = await blocksIn(
    'docs/installation.md',
    'sh',
  );
  expect(await shell.run(accounts)).toMatchObject({ exitCode: 0 });
  const port = await startBroker(shell, broker);
  expect(await shell.run(topology)).toMatchObject({ exitCode: 0 });
  return { shell, port, blocks: { broker, control, daemon } };
}

async function startPlanes({ shell, blocks }: Installation): Promise<readonly RunningCommand[]> {
  const planes = [shell.start(blocks.control), shell.start(blocks.daemon)];
  await eventually(() => {
    for (const { said } of planes) expect(said.out + said.err).toContain('ready');
  }, READY);
  return planes;
}

async function stop(planes: readonly RunningCommand[]): Promise<void> {
  for (const plane of planes) plane.interrupt();
  for (const plane of planes) await plane.ended;
}

async function ok(shell: PageShell, block: string): Promise<string> {
  const { exitCode, out, err } = await shell.run(block);
  expect([block, exitCode, exitCode === 0 ? '' : out + err]).toEqual([block, 0, '']);
  return out;
}

const runs = async ({ shell }: Installation): Promise<string[]> =>
  (JSON.parse(await ok(shell, 'npx dome run list -o json')) as { runs: { runId: string }[] }).runs.map(
    ({ runId }) => runId,
  );

test('docs/operating.md: an installation is looked at, backed up, restored and grown', async () => {
  await using shell = await openPageShell({ isClone: true });
  const blocks = await blocksIn('docs/operating.md', 'sh');
  const [daily = '', stuck = '', backup = '', restore = '', copy = '', putBack = '', grow = '', ...more] = blocks;
  expect(more).toEqual([]);
  // The first two lines of the backup.
  const stopBroker = backup.split('\n').slice(0, 2).join('\n');
  const installation = await install(shell);
  const again = async (): Promise<void> =>
    void (await startBroker(shell, installation.blocks.broker, installation.port));
  let planes = await startPlanes(installation);
  await ok(shell, 'export DOME_PASSWORDS=~/dome/passwords NATS_USER=ada\nnpx dome skill run noop');
  expect(await ok(shell, daily)).toContain('Nothing failed.');
  expect(await ok(shell, stuck)).toContain('noop');
  const before = await runs(installation);
  expect(before).toHaveLength(1);

  // Planes that run on find the server again.
  await ok(shell, backup);
  await again();
  await eventually(() => ok(shell, 'npx dome skill run noop'), READY);
  expect(await runs(installation)).toHaveLength(2);
  await stop(planes);
  await ok(shell, `${stopBroker}\n${restore}`);
  await again();
  planes = await startPlanes(installation);
  expect(await runs(installation)).toEqual(before);

  expect(await ok(shell, grow)).toMatch(/update +stream +JOB_EVENTS/);
  await ok(
    shell,
    grow
      .trim()
      .split('\n')[0]
      ?.replace(/ \|\| true$/, '') ?? '',
  );

  const program = findNatsProgram();
  if (program !== undefined) {
    const typed = `nats() { "${program}" "$@"; }\n`;
    await ok(shell, typed + copy);
    await stop(planes);
    await ok(shell, `${stopBroker}\nmv ~/dome/store ~/lost`);
    await again();
    await ok(shell, typed + putBack);
    planes = await startPlanes(installation);
    expect(await runs(installation)).toEqual(before);
    await ok(shell, 'npx dome skill run noop');
  }
});
