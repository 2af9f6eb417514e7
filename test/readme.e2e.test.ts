// The README's own skill, plan and policy, verbatim: what a newcomer copies must run.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { packDirectory } from '@dome/archive';
import { createControlClient } from '@dome/client';
import { startControl, startDaemon, startPlanesServer } from '@dome/testkit';
import { expect, test } from 'vitest';

const HOME = join(import.meta.dirname, '..');
const LAW = join(import.meta.dirname, 'fixtures/law');

test('the skill, the plan and the policy of the README run as written', async () => {
  const text = await readFile(join(HOME, 'README.md'), 'utf8');
  const blocks = [...text.matchAll(/```(?:yaml|sh)\n(.*?)```/gs)].map(([, block = '']) => block);
  const block = (holds: string): string => {
    const found = blocks.filter((one) => one.includes(holds));
    expect(found, holds).toHaveLength(1);
    return found[0] ?? '';
  };
  const dir = await mkdtemp(join(tmpdir(), 'dome-readme-'));
  try {
    const skill = join(dir, 'skills', 'count-lines');
    await mkdir(skill, { recursive: true });
    await writeFile(join(skill, 'skill.yaml'), block('kind: Skill'));
    await writeFile(join(skill, 'count.sh'), block('DOME_WORKSPACE'));
    // In a clone, like the reader's.
    execFileSync('git', ['init', '-q'], { cwd: dir });
    const [, ...added] = /^git (add \S+)/m.exec(block('dev --skills'))?.[1]?.split(' ') ?? [];
    execFileSync('git', ['add', ...added], { cwd: dir });
    await using server = await startPlanesServer({ skills: [{ pool: 'default', skill: 'count-lines' }] });
    await using _daemon = await startDaemon({ server, skillsDir: join(dir, 'skills') });
    await using _control = await startControl({ server, lawDir: LAW });
    const ada = createControlClient(await server.connectAs('ada'));
    const tree = join(dir, 'tree');
    await mkdir(tree);
    await writeFile(join(tree, 'notes.md'), 'one\ntwo\n');
    const workspace = await ada.artifacts.put((await packDirectory(tree, { include: 'all' })).bytes);
    const { runId } = await ada.runs.submit({
      plan: block('kind: Plan'),
      policy: block('kind: Policy'),
      inputs: {},
      workspace,
      idempotencyKey: 'readme',
    });
    const events: unknown[] = [];
    for await (const item of ada.followRun(runId)) if (item.kind === 'event') events.push(item.event.data);
    expect(events.at(-1)).toMatchObject({ result: 'success' });
    expect(JSON.stringify(events)).toContain('"output":{"lines":2}');
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
