import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { effectiveSettings } from '../../src/settings/effective.ts';
import { projectRun } from '../../src/settings/project-run.ts';
import { newProjectFile, projectFile, readSettingsFiles, settingsIn } from '../../src/settings/settings-file.ts';
import type { SettingsOwner } from '../../src/settings/settings.ts';
import { writeSetting } from '../../src/settings/write-setting.ts';

async function folder() {
  const dir = await mkdtemp(join(tmpdir(), 'dome-settings-'));
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
}

function faultIn(text: string, scope: SettingsOwner): string {
  try {
    return JSON.stringify(settingsIn(text, { path: 'dome.yaml', scope }).settings);
  } catch (error) {
    return error instanceof Error && 'hint' in error ? `${error.message} ${String(error.hint)}` : String(error);
  }
}

test("a repository's file leads nobody's credentials and files anywhere", () => {
  for (const [text, place] of [
    ['server: nats://evil:4222', '1:1: server belongs to your own configuration'],
    ['user: ada', '1:1: user belongs to your own'],
    ['creds: /home/ada/.creds', '1:1: creds belongs to your own'],
    ['contexts: { prod: { server: nats://evil } }', '1:1: contexts belongs to your own'],
    ['run: {}\ncontexts: {}', '2:1: contexts belongs to your own'],
    ['output: json', '1:1: output belongs to your own'],
    ['context: /tmp/evil', '1:1: context must be the name of a context'],
    ['run:\n  workspace: /home/ada/.ssh', '2:3: run.workspace must be a path inside the folder of this file'],
    ['run: { workspace: ~/.ssh }', '1:8: run.workspace must be a path inside'],
    ['run: { plan: a/../../b.plan.yaml }', '1:8: run.plan must be a path inside'],
    ['run: { policy: .. }', '1:8: run.policy must be a path inside'],
  ] as const)
    expect(faultIn(text, 'project')).toContain(`dome.yaml:${place}`);
  expect(
    faultIn('context: prod\ntimeout: 30s\nrun: { plan: check, workspace: ./src, labels: { team: a } }', 'project'),
  ).toBe('{"context":"prod","timeout":"30s","run":{"plan":"check","workspace":"./src","labels":{"team":"a"}}}');
});

test('what a file may not say is found with its place, and with the name that was meant', () => {
  for (const [text, says] of [
    ['\n  contxt: prod', '2:3: contxt is not a field here; did you mean context?'],
    ['run:\n  labels: { a: 1 }', '2:13: run.labels.a must be string'],
    ['output: xml', '1:1: output must be one of "table"'],
    ['a: 1\na: 2', '2:1: the key a stands here twice'],
    ['contexts: { a: {} }', '1:13: contexts.a leads nowhere'],
    ['contexts: { a: { server: x, nats: y } }', '1:13: contexts.a leads to more than one place: server and nats'],
    ['contexts: { a: { stack: ., creds: y } }', '1:28: contexts.a.creds is for a server'],
    ['contexts: { a: { servr: x } }', 'did you mean server?'],
    ['server: nats://ada:pw@prod', '1:1: server has a login in it, and no password stands in this file'],
    ['contexts: { a: { server: nats://t0ken@prod } }', '1:18: contexts.a.server has a login in it'],
    ['user: ada', '1:1: user stands without the server that it is for'],
    ['run: { plan: check }', 'run.plan'],
    ['timeout: soon', '1:1: timeout must be a duration'],
    ['timeout: 0s', '1:1: timeout must be longer than 0 and at most 24h'],
    ['- a', '1:1: must be object'],
  ] as const)
    expect(faultIn(text, 'person')).toContain(says);
  expect(faultIn('# nothing yet\n', 'person')).toBe('{}');
});

test('the file of the project is the nearest one up to the root of the repository, and none beyond', async () => {
  await using temporary = await folder();
  const { dir } = temporary;
  const repository = join(dir, 'repository');
  const deep = join(repository, 'a', 'b');
  await mkdir(join(repository, '.git'), { recursive: true });
  await mkdir(deep, { recursive: true });
  await writeFile(join(dir, 'dome.yaml'), 'context: planted');
  expect(projectFile(deep)).toBeUndefined();
  expect(newProjectFile(deep)).toBe(join(repository, 'dome.yaml'));
  await writeFile(join(repository, 'dome.yaml'), '');
  expect(projectFile(deep)).toBe(join(repository, 'dome.yaml'));
  await writeFile(join(repository, 'a', 'dome.yaml'), '');
  expect(projectFile(deep)).toBe(join(repository, 'a', 'dome.yaml'));
  // Outside of a repository the folder itself counts, and none above it.
  await mkdir(join(dir, 'loose', 'deep'), { recursive: true });
  expect(projectFile(join(dir, 'loose'))).toBeUndefined();
  expect(projectFile(dir)).toBe(join(dir, 'dome.yaml'));
});

test('each value says who gives it: a flag, a variable, a line of a file, or nobody', async () => {
  await using temporary = await folder();
  const { dir } = temporary;
  await mkdir(join(dir, 'dome'));
  await writeFile(join(dir, 'dome.yaml'), 'timeout: 9s\nrun:\n  labels: { team: shop }\n');
  await writeFile(
    join(dir, 'dome', 'config.yaml'),
    'output: yaml\ntimeout: 7s\nrun:\n  labels: { team: mine, who: ada }\n',
  );
  const env = { XDG_CONFIG_HOME: dir, NATS_URL: 'nats://ada:secret@prod:4222' };
  const files = await readSettingsFiles(env, dir);
  const person = join(dir, 'dome', 'config.yaml');
  expect(effectiveSettings({ flags: { color: 'never' }, env, files })).toEqual([
    { key: 'server', value: 'nats://prod:4222', origin: 'NATS_URL' },
    { key: 'timeout', value: '9s', origin: `${dir}/dome.yaml:1` },
    { key: 'output', value: 'yaml', origin: `${person}:1` },
    { key: 'color', value: 'never', origin: '--color' },
    { key: 'quiet', value: false, origin: 'default' },
    { key: 'run.labels.team', value: 'shop', origin: `${dir}/dome.yaml:3` },
    { key: 'run.labels.who', value: 'ada', origin: `${person}:4` },
  ]);
});

test('a change keeps the rest of the file and its comments, and one that would break it changes nothing', async () => {
  await using temporary = await folder();
  const path = join(temporary.dir, 'new', 'config.yaml');
  const change = (keys: readonly string[], value: string | undefined) =>
    writeSetting({ path, scope: 'person', keys, value });
  await change(['contexts', 'prod.eu', 'server'], 'nats://prod');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await writeFile(path, `# mine\n${await readFile(path, 'utf8')}`);
  await change(['context'], 'prod.eu');
  await change(['run', 'labels', 'a.b'], 'c');
  expect(await readFile(path, 'utf8')).toBe(
    '# mine\ncontexts:\n  prod.eu:\n    server: nats://prod\ncontext: prod.eu\nrun:\n  labels:\n    a.b: c\n',
  );
  await change(['run', 'labels', 'a.b'], undefined);
  const kept = await readFile(path, 'utf8');
  expect(kept).toBe('# mine\ncontexts:\n  prod.eu:\n    server: nats://prod\ncontext: prod.eu\n');
  await expect(change(['contexts', 'prod.eu', 'nats'], 'x')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await expect(change(['timeout'], 'soon')).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  expect(await readFile(path, 'utf8')).toBe(kept);
  await change(['context'], undefined);
  await change(['contexts', 'prod.eu', 'server'], undefined);
  expect(await readFile(path, 'utf8')).not.toContain('{}');
  await change(['output'], 'json');
  expect(await readFile(path, 'utf8')).toContain('output: json');
});

test('a link in a repository does not lead the workspace out of it', async () => {
  await using temporary = await folder();
  const { dir } = temporary;
  const repository = join(dir, 'repository');
  await mkdir(join(repository, 'src'), { recursive: true });
  await mkdir(join(dir, 'secrets'));
  await symlink(join(dir, 'secrets'), join(repository, 'link'));
  const inProject = (text: string) => {
    const project = settingsIn(text, { path: join(repository, 'dome.yaml'), scope: 'project' });
    return () => projectRun({ project }, join(repository, 'src'));
  };
  expect(inProject('run: { workspace: link }')).toThrow(
    /dome\.yaml:1: run\.workspace leads out of the folder of this file/,
  );
  expect(inProject('run: { plan: link/x.plan.yaml, workspace: src/new }')()).toMatchObject({ workspace: 'new' });
  expect(inProject('run: { workspace: src, policy: a.policy.yaml }')()).toEqual({
    workspace: '.',
    policy: '../a.policy.yaml',
  });
});
