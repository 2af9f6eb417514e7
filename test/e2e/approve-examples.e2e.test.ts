// A person's program in Python and in Go: it follows a run across a broker that was away, without a gap and with nothing twice,
// and votes on the gate with the digest that it was shown.
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { eventually, gatedPlan, humanPolicy, needPython, startTcpProxy, startWireTap } from '@dome/testkit';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

import { ownEnvironment, startCommand } from './command.ts';
import type { RunningCommand } from './command.ts';
import { PYTHON_EXAMPLES, pythonPackages } from './python-programs.ts';
import { EXAMPLES, openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const PATIENCE = { timeoutMs: 30_000 };

type Language = 'Python' | 'Go';
/** Only the examples need Go: on a machine without it there is nothing to pass over. */
const LANGUAGES: readonly Language[] = hasGoModules() ? ['Python', 'Go'] : ['Python'];

let packages = '';
let folder = '';
beforeAll(async () => {
  packages = await pythonPackages();
  folder = await mkdtemp(join(tmpdir(), 'dome-go-'));
  const words = ['build', '-buildvcs=false', '-o', join(folder, 'approve'), '.'];
  if (LANGUAGES.includes('Go')) await promisify(execFile)('go', words, { cwd: join(EXAMPLES, 'go') });
}, 240_000);
afterAll(() => rm(folder, { recursive: true }));

/** The stock client of Go comes from the module proxy, the first time. */
function hasGoModules(): boolean {
  if (spawnSync('go', ['version']).status !== 0) return false;
  const { status, stderr } = spawnSync('go', ['mod', 'download'], { cwd: join(EXAMPLES, 'go'), timeout: 120_000 });
  if (status === 0) return true;
  process.stderr.write(`dome: the example in Go is passed over, its modules cannot be had: ${String(stderr)}\n`);
  return false;
}

interface Voter {
  readonly language: Language;
  readonly user: string;
  readonly args: readonly string[];
  readonly server?: string;
  /** Typed at its question. */
  readonly answer?: string;
}

function approve(stage: Stage, { language, user, args, server, answer = '' }: Voter): RunningCommand {
  const { servers, password } = stage.planes.credentials(user);
  const file = language === 'Go' ? [join(folder, 'approve')] : ['python3', join(PYTHON_EXAMPLES, 'approve.py')];
  const program = [...file, '--server', server ?? servers, '--user', user];
  const env = { ...ownEnvironment(), NATS_PASSWORD: password, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' };
  const script = 'answer=$1; shift; echo "$answer" | "$@"';
  const words = ['bash', '-c', script, 'bash', answer, ...program, ...args] as const;
  const command = startCommand(words, { env, cwd: stage.planes.server.storeDir });
  onTestFinished(() => command.kill());
  return command;
}

/** Of the events that a program has shown, in its order. */
const shownBy = ({ said }: RunningCommand): readonly string[] =>
  [...said.err.matchAll(/^(\d+ [a-z-]+)$/gm)].map(([, line = '']) => line);

test.for(LANGUAGES)(
  '%s: a run is followed across a cut, decided by another, and never shown twice',
  { timeout: 180_000 },
  async (language, context) => {
    if (language === 'Python') needPython(context, 'pip');
    await using stage = await openStage({ skills: ['count-node'], ackWaitMs: 3_000 });
    await using tap = await startWireTap(stage.planes);
    const planes = [await stage.daemon(), await stage.control()];
    await using link = await startTcpProxy(Number(new URL(stage.planes.credentials('ada').servers).port));
    const ada = await stage.as('ada');
    const { runId } = await ada.runs.submit({ plan: gatedPlan, policy: humanPolicy, inputs: {}, idempotencyKey: 'py' });

    const follower = approve(stage, { language, user: 'ada', args: ['--run', runId, '--yes'], server: link.url });
    await eventually(() => expect(follower.said.err).toContain('no gate of it waits for'), PATIENCE);
    // Who submitted the run is not asked, whatever the program would answer.
    expect(follower.said.err).not.toContain('approve release');
    link.stall();

    const refused = approve(stage, { language, user: 'grace', args: ['--run', runId], answer: 'n' });
    await eventually(() => expect(refused.said.err).toContain('approve release/1? [y/N]'), PATIENCE);
    await refused.kill();
    const voter = approve(stage, {
      language,
      user: 'grace',
      args: ['--run', runId, '--reason', 'read it'],
      answer: 'y',
    });
    const voted = await voter.ended;
    expect([voted.exitCode, JSON.parse(voted.out)]).toEqual([
      0,
      { runId, result: 'success', votes: [{ gate: 'release/1', verdict: 'approve' }] },
    ]);
    expect(voted.err).toContain('approve release/1 as grace');

    await eventually(() => expect(follower.said.err).toContain('; going on at '), PATIENCE);
    link.cut();
    link.resume();
    const followed = await follower.ended;
    expect([followed.exitCode, JSON.parse(followed.out)]).toEqual([0, { runId, result: 'success', votes: [] }]);
    const stored = (await stage.raw.read('RUN_EVENTS')).map(
      ({ sequence, subject }) => `${sequence} ${subject.split('.').at(-1) ?? ''}`,
    );
    expect(shownBy(follower)).toEqual(stored);
    expect(shownBy(voter)).toEqual(stored);

    const [first = '', second = ''] = stored.slice(-2);
    const again = approve(stage, {
      language,
      user: 'grace',
      args: ['--run', runId, '--yes', '--from', first.split(' ')[0] ?? ''],
    });
    expect(JSON.parse((await again.ended).out)).toMatchObject({ votes: [] });
    expect(shownBy(again)).toEqual([first, second]);
    for (const plane of planes) await plane.stop();
    expect((await tap.report({ ended: true })).findings).toEqual([]);
  },
);
