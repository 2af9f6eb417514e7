// `dome top` on a terminal: a screen of its own that takes keys, survives its broker, and gives the terminal back however it ends.
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { eventually } from '@dome/testkit';
import { expect, test, vi } from 'vitest';

import { openCliStage } from './cli-stage.ts';
import type { CliStage } from './cli-stage.ts';
import type { RunningCommand } from './command.ts';

vi.setConfig({ testTimeout: 180_000 });

const ENTER = '\u001b[?1049h';
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l';
const HOME = '\u001b[H';
const DRAWN = { timeoutMs: 30_000 };

interface Terminal extends AsyncDisposable {
  readonly command: RunningCommand;
  /** Of the program on the terminal. */
  readonly pid: () => number;
  press(keys: string): Promise<void>;
  /** What is on the screen. */
  screen(): string;
}

/** A terminal of 100 columns and 30 rows, whose settings are printed when the program has ended. */
async function openTerminal(stage: CliStage, name: string): Promise<Terminal> {
  const program = `sh -c 'echo "pid=$$"; exec $DOME top --interval 200ms'`;
  const line = `stty cols 100 rows 30; ${program}; code=$?; stty -a; exit $code`;
  const command = stage.shell(
    `mkfifo ${name} && exec script -qec "${line.replaceAll(/["$]/g, '\\$&').replaceAll('\\$DOME', '$DOME')}" /dev/null <${name}`,
  );
  await eventually(() => existsSync(join(stage.dir, name)), DRAWN);
  const keys = await open(join(stage.dir, name), 'w');
  return {
    command,
    pid: () => Number(/pid=(\d+)/.exec(command.said.out)?.[1]),
    press: async (text) => void (await keys.write(text)),
    screen: () => command.said.out.split(HOME).at(-1) ?? '',
    [Symbol.asyncDispose]: () => keys.close(),
  };
}

const occurrences = (text: string, part: string): number => text.split(part).length - 1;

/** Lines and echo are on again, and what was shown before is shown again. */
function expectGivenBack({ out }: { readonly out: string }): void {
  expect([occurrences(out, ENTER), occurrences(out, LEAVE)]).toEqual([1, 1]);
  const after = out.slice(out.indexOf(LEAVE));
  expect(after).toMatch(/ icanon /);
  expect(after).toMatch(/ echo /);
}

test('somebody watches a stack whose broker goes away and comes back, pauses, and quits', async () => {
  // In CI a terminal has lines instead of a screen.
  const keeping = ['--persist', 'kept'];
  await using stage = await openCliStage({ devArgs: keeping, env: { CI: '' } });
  await using terminal = await openTerminal(stage, 'keys');
  await eventually(() => expect(terminal.screen()).toMatch(/domed-1.*ok|count-node/), DRAWN);
  await terminal.press('p');
  await eventually(() => expect(terminal.screen()).toContain('paused at'), DRAWN);
  await terminal.press('p');
  await eventually(() => expect(terminal.screen()).not.toContain('paused at'), DRAWN);

  stage.dev.signal('SIGTERM');
  await stage.dev.ended;
  await eventually(() => expect(terminal.screen()).toMatch(/no connection for \d+s/), DRAWN);
  // What was known stays, and says how old it is.
  await eventually(() => expect(terminal.screen()).toMatch(/BACKLOG.*s old: .*[\s\S]*count-node/), DRAWN);
  const skills = join(import.meta.dirname, '..', 'fixtures', 'skills');
  const second = stage.start('dev', '--skills', skills, '--port', '0', '--ack-wait', '2s', ...keeping);
  await eventually(() => second.said.out.includes('ready in'), { timeoutMs: 60_000 });
  await eventually(() => {
    expect(terminal.screen()).not.toContain('no connection');
    expect(terminal.screen()).not.toMatch(/\ds old/);
    expect(terminal.screen()).toContain('dome ok');
  }, DRAWN);

  await terminal.press('q');
  const ended = await terminal.command.ended;
  expect(ended.exitCode).toBe(0);
  expectGivenBack(ended);
  const [drawn = ''] = ended.out.split(LEAVE);
  for (const frame of drawn.split(HOME).slice(1)) expect(frame.split('\r\n')).toHaveLength(30);
  second.signal('SIGTERM');
  await second.ended;
});

test('Ctrl-C and SIGTERM give the terminal back, too', async () => {
  await using stage = await openCliStage({ env: { CI: '' } });
  await using interrupted = await openTerminal(stage, 'first');
  await using terminated = await openTerminal(stage, 'second');
  for (const terminal of [interrupted, terminated])
    await eventually(() => expect(terminal.screen()).toContain('count-node'), DRAWN);
  await interrupted.press('\u0003');
  process.kill(terminated.pid(), 'SIGTERM');
  for (const { command } of [interrupted, terminated]) {
    const ended = await command.ended;
    expect(ended.exitCode).toBe(130);
    expectGivenBack(ended);
  }
});
