// What an approver of the example's release is shown, who never saw its plan: the page about gates shows the same.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';

import { needPython } from '@dome/testkit';
import { expect, test } from 'vitest';

import { openCliStage } from './cli-stage.ts';
import { EXAMPLES } from './stage.ts';

const PAGE = join(EXAMPLES, '..', 'docs', 'gates.md');

/** Without what differs from run to run and from machine to machine. */
function masked(text: string, dir: string): string {
  const user = userInfo().username;
  return text
    .replaceAll(dir, '/srv')
    .replaceAll(' --user grace', '')
    .replaceAll(new RegExp(`, ${user}(?= \\()|\\b${user}, (?=[^\\n]*\\()`, 'g'), '')
    .replaceAll(/sha256:[0-9a-f]+/g, 'sha256:…')
    .replaceAll(/release-[a-z2-7]{8}/g, 'release-…')
    .replaceAll(/\b(\d+h )?(\d+m )?\d+(\.\d)?s\b|\b\d+h \d+m\b|\b\d+m(?= ago)/g, 'T')
    .replaceAll(/#\d+/g, '#N')
    .replaceAll(/durationMs \d+, now \d+/g, 'durationMs N')
    .trim();
}

test('the gate of the release says what is asked and why, as on its page', { timeout: 180_000 }, async (context) => {
  needPython(context, 'sqlite3');
  await using hook = await chat();
  await using stage = await openCliStage({ skills: undefined, env: { CHAT_WEBHOOK: hook.url } });
  const plan = join(EXAMPLES, 'release.plan.yaml');
  const environments = join(stage.dir, 'environments');
  const submit = ['--user', 'ada', 'run', 'submit', '-f', plan, '-i', `environments=${environments}`, '-q'];
  const runId = (await stage.dome(...submit)).out.trim();
  expect(await stage.dome('--user', 'ada', 'run', 'wait', runId, '--for', 'gate')).toMatchObject({
    exitCode: 0,
    err: expect.stringMatching(/gate get/),
  });

  const { out } = await stage.dome('--user', 'grace', 'gate', 'get');
  const [, shown = ''] = /as Grace sees it[^]*?```\n([^]*?)```/.exec(await readFile(PAGE, 'utf8')) ?? [];
  expect(masked(out, stage.dir)).toBe(masked(shown, '/srv'));

  // Nothing is shown or asked of somebody whose vote would not count.
  const own = await stage.dome('--user', 'ada', 'gate', 'approve', runId);
  expect(own).toMatchObject({ exitCode: 3, err: expect.stringMatching(/SELF_APPROVAL\]\nhint: +grace, linus/) });
  expect(own.err).not.toContain('RULES');

  const earlier = await stage.dome('gate', 'get', `${runId}/quality/1`);
  expect(earlier.out).toContain('not true, so REJECT with TESTS_FAILED, risk 60');
  expect((await stage.dome('--user', 'grace', 'gate', 'approve', runId, '-y', '-m', 'read it')).exitCode).toBe(0);
  expect((await stage.dome('run', 'wait', runId)).exitCode).toBe(0);
  expect((await stage.dome('gate', 'get', `${runId}/release`)).out).toMatch(
    /grace \(release-manager\) approved .*"read it"/,
  );
  expect(await stage.dome('gate', 'reject', `${runId}/release`, '-y')).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(/it is decided, APPROVE.*\nhint: .*gate get/),
  });
  const decided = JSON.parse((await stage.dome('gate', 'list', runId, '--decided', '-o', 'json')).out) as {
    decided: { gate: string; iteration: number; status: string }[];
  };
  expect(decided.decided.map(({ gate, iteration, status }) => `${gate}/${iteration} ${status}`)).toEqual([
    'release/2 APPROVE',
    'quality/2 APPROVE',
    'quality/1 REJECT',
  ]);

  // The example of the page tells a chat.
  const notify = ['--exec', process.execPath, '--', join(EXAMPLES, 'node', 'notify.ts')];
  const told = await stage.dome(
    'gate',
    'watch',
    '--from',
    'first',
    '--no-follow',
    '--role',
    'release-manager',
    ...notify,
  );
  expect(told.exitCode).toBe(0);
  expect(hook.said).toEqual([`${runId}/release: APPROVE by grace`]);
});

async function chat(): Promise<{ readonly url: string; readonly said: string[] } & AsyncDisposable> {
  const said: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      said.push((JSON.parse(body) as { text: string }).text);
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server on a port of TCP has such an address.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    said,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
