// The skill of docs/secrets.md, verbatim: what a newcomer copies must run, and must keep what the page promises.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createControlClient } from '@dome/client';
import { eventually, startControl, startDaemon, startPlanesServer } from '@dome/testkit';
import { expect, test } from 'vitest';

const HOME = join(import.meta.dirname, '..');
const LAW = join(import.meta.dirname, 'fixtures/law');

const PLAN = `apiVersion: dome/v1
kind: Plan
name: sign-in
version: 1.0.0
tasks:
  sign-in: { uses: sign-in@^1 }
`;

test('the skill of the page signs in, shows no secret, and is not offered without them', async () => {
  const text = await readFile(join(HOME, 'docs', 'secrets.md'), 'utf8');
  const [manifest = '', script = '', shell = ''] = [...text.matchAll(/```(?:yaml|sh)\n(.*?)```/gs)].map(
    ([, one = '']) => one,
  );
  const dir = await mkdtemp(join(tmpdir(), 'dome-secrets-page-'));
  try {
    const skill = join(dir, 'skills', 'sign-in');
    await mkdir(skill, { recursive: true });
    await writeFile(join(skill, 'skill.yaml'), manifest);
    await writeFile(join(skill, 'sign-in.sh'), script);
    const making = shell.split('\n').filter((line) => !line.startsWith('npx'));
    expect(making.join(' ')).toContain('mkdir -m 700 secrets');
    execFileSync('bash', ['-e', '-c', making.join('\n')], { cwd: dir });
    await using server = await startPlanesServer({ skills: [{ pool: 'default', skill: 'sign-in' }] });
    await using daemon = await startDaemon({
      server,
      skillsDir: join(dir, 'skills'),
      env: { DOME_SECRETS: join(dir, 'secrets') },
    });
    await using _control = await startControl({ server, lawDir: LAW });
    const ada = createControlClient(await server.connectAs('ada'));
    const { runId } = await ada.runs.submit({ plan: PLAN, inputs: {}, idempotencyKey: 'page' });
    const events: unknown[] = [];
    for await (const item of ada.followRun(runId)) if (item.kind === 'event') events.push(item.event.data);
    expect(events.at(-1)).toMatchObject({ result: 'success' });
    const lines: string[] = [];
    for await (const { items } of ada.followLogs({ runId })) {
      lines.push(...items.flatMap((item) => (item.kind === 'lines' ? item.lines : [])));
      if (items.some(({ kind }) => kind === 'ended')) break;
    }
    expect(lines).toEqual(['signing in with ***', 'key of 19 bytes: ***']);
    for (const said of lines) expect(text).toContain(`\`${said}\``);
    await rm(join(dir, 'secrets', 'SIGNING_KEY'));
    await eventually(() =>
      expect(daemon.log).toContainEqual(
        expect.objectContaining({ skill: 'sign-in', lack: 'the secret SIGNING_KEY: there is no such file' }),
      ),
    );
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
