// What `npm run verify` does with a branch that breaks the contract, and with one that brings a new version beside the old.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect, test } from 'vitest';

import { copyOf, HOME, script } from './contract-copy.ts';
import { copyOfRepository } from './repository-copy.ts';

const run = promisify(execFile);
const GATE = ['services/cli/src/bin/dome.js', 'contract', 'diff'] as const;
const COUNTED = '"counted": {\n      "type": "boolean"';
const TEXT_COUNTED = '"counted": {\n      "type": "string"';
const STARTED = 'schemas/job/started.v1.json';

/** The step as verify runs it, in the copy. */
async function gateIn(root: string): Promise<{ code: number; said: string }> {
  const [program, ...words] = GATE;
  try {
    const { stdout } = await run(process.execPath, [join(HOME, program), ...words], { cwd: root });
    return { code: 0, said: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout + stderr };
  }
}

test('verify has the gate as a step', async () => {
  expect(await readFile(join(HOME, 'scripts/verify.ts'), 'utf8')).toContain(
    `['${GATE[0]}', ${GATE.slice(1)
      .map((word) => `'${word}'`)
      .join(', ')}]`,
  );
});

/** The first is that of `RUN_EVENTS`. */
const KEPT = 'maxAge: 400d';
const KEPT_SHORTER = 'maxAge: 40d';

test('on a branch with a breaking edit verify fails and names it, and with the new version beside the old it passes', async () => {
  await using repository = await copyOfRepository();
  // Nothing but the judge minds that: the types are the same, and every rule of the contract holds.
  await repository.replace('asyncapi.yaml', KEPT, KEPT_SHORTER);
  await repository.node('scripts/generate/main.ts');
  await repository.branch('shorter');
  const shorter = await repository.node('scripts/verify.ts');
  expect(shorter.said).toContain('BREAKING');
  expect(shorter.said).toContain('asyncapi.yaml#/x-dome-topology/streams/RUN_EVENTS/maxAge');
  expect(shorter.said).toMatch(/verify stopped at compatible: .*contract diff\n$/);
  expect(shorter.code).toBe(1);

  await repository.replace('asyncapi.yaml', KEPT_SHORTER, KEPT);
  const before = await readFile(join(repository.root, STARTED), 'utf8');
  await writeFile(join(repository.root, STARTED), zoned(before));
  await repository.node('scripts/generate/main.ts');
  await repository.branch('zones');
  const zones = await repository.node('scripts/verify.ts');
  expect(zones.said).toContain(`${STARTED}#/required`);
  expect(zones.said).toContain('verify stopped at compatible');
  expect(zones.code).toBe(1);

  await writeFile(join(repository.root, STARTED), before);
  await besideIt(repository.root);
  await repository.node('scripts/generate/main.ts');
  await repository.branch('beside');
  // The tests of all else are not what is asked here.
  const beside = await repository.node('scripts/verify.ts', 'libs/contracts/test/event.test.ts');
  expect(beside.said).toMatch(/^npm test +ok /m);
  expect(beside.code).toBe(0);
}, 300_000);

test('the contract as it stands breaks nobody', async () => {
  expect(await gateIn(HOME)).toMatchObject({ code: 0 });
});

test('a branch with a breaking edit fails, and names it', async () => {
  await using copy = await copyOf(['asyncapi.yaml', 'schemas']);
  await copy.replace(STARTED, COUNTED, TEXT_COUNTED);
  const { code, said } = await gateIn(copy.root);
  expect(said).toContain('BREAKING type, breaks readers and writers');
  expect(said).toContain(`${STARTED}#/properties/counted/type`);
  expect(code).toBe(8);
});

test('the new version beside the old passes the gate and every rule of the contract', async () => {
  await using copy = await copyOf(['asyncapi.yaml', 'schemas']);
  const loosened = async (): Promise<unknown> => /0 breaking, \d+ loosening/.exec((await gateIn(copy.root)).said)?.[0];
  const before = await loosened();
  expect(before).toBeDefined();
  await besideIt(copy.root);
  expect(await script('scripts/contract-check.ts', ['--root', copy.root])).toEqual({
    code: 0,
    said: 'contract: nothing found\n',
  });
  expect(await loosened()).toBe(before);
  expect(await gateIn(copy.root)).toMatchObject({ code: 0 });
});

/** With a member that must be there: whoever wrote it before does not write that. */
function zoned(schema: string): string {
  const [required, properties] = ['"required": [\n    ', '"properties": {\n    '];
  expect(schema.split(required)).toHaveLength(2);
  return schema
    .replace(required, `${required}"zone",\n    `)
    .replace(properties, `${properties}"zone": {\n      "type": "string",\n      "maxLength": 64\n    },\n    `);
}

/** The second version of one event, with a member more that must be there. */
async function besideIt(root: string): Promise<void> {
  const second = (text: string): string =>
    text.replaceAll('started.v1', 'started.v2').replaceAll('JobStarted', 'JobStarted2');
  const document = await readFile(join(root, 'asyncapi.yaml'), 'utf8');
  const message = /^ {4}JobStarted:\n(?: {6}.*\n)+/m.exec(document)?.[0] ?? '';
  const carried = `      JobStarted:\n        $ref: '#/components/messages/JobStarted'\n`;
  const sent = /^ {6}- \$ref: '#\/channels\/\w+\/messages\/JobStarted'\n/gm;
  expect(document).toContain(carried);
  await writeFile(
    join(root, 'asyncapi.yaml'),
    document
      .replaceAll(carried, carried + second(carried))
      .replaceAll(sent, (line) => line + second(line))
      .replace(message, message + second(message)),
  );
  const schema = zoned(second(await readFile(join(root, STARTED), 'utf8')));
  await writeFile(join(root, 'schemas/job/started.v2.json'), schema);
  const example = second(await readFile(join(root, 'schemas/examples/dev.dome.job.started.v1.json'), 'utf8'));
  await writeFile(
    join(root, 'schemas/examples/dev.dome.job.started.v2.json'),
    example.replace('"counted": true', '"counted": true,\n    "zone": "eu"'),
  );
}

test('a release is kept once and for all, and a pre-release can be made anew or become the release', async () => {
  await using copy = await copyOf(['asyncapi.yaml', 'schemas']);
  const release = (...words: string[]) => script('scripts/contract-release.ts', ['--root', copy.root, ...words]);
  expect(await release('0.1.0', '--pre-release')).toMatchObject({ code: 0 });
  expect(await release('0.1.0')).toMatchObject({ code: 0 });
  const said = 'contract-release: 0.1.0 is released, and a release stays what it was\n';
  expect(await release('0.1.0', '--pre-release')).toEqual({ code: 1, said });
  expect(await release('next')).toMatchObject({ code: 2 });
  expect(await gateIn(copy.root)).toMatchObject({ code: 0 });
});
