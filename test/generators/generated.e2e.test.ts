// The contract in other languages: what a stock generator makes of it compiles, is called as the contract calls it, and
// reads every example. Nothing of ours takes part.
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { needPython } from '@dome/testkit';
import { expect, test } from 'vitest';

import { HOME } from '../contract-copy.ts';
import { examples, generated } from './generated.ts';

const run = promisify(execFile);
const TIMEOUT_MS = 120_000;

async function inFolder(files: Readonly<Record<string, string>>, work: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'dome-generated-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
    await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

test('there is an example for most types that cross the wire', () => {
  expect(examples().length).toBeGreaterThan(80);
});

test('TypeScript compiles, has no type without a name, and reads every example', { timeout: TIMEOUT_MS }, async () => {
  const source = await generated('typescript');
  // What quicktype calls a type that it finds no name for.
  const types = [...source.matchAll(/^export (?:interface|type|enum) (\w+)/gm)].map(([, name = '']) => name);
  expect(types.length).toBeGreaterThan(200);
  expect(
    types.filter((name) => /^(Purple|Fluffy|Tentacled|Sticky|Indigo)|Anonymous|Class$|Element$/.test(name)),
  ).toEqual([]);
  const reads = examples().map(({ type, value }) => `Convert.to${type}(${JSON.stringify(JSON.stringify(value))});`);
  const main = `import { Convert } from './wire.ts';\n${reads.join('\n')}\n`;
  await inFolder({ 'wire.ts': source, 'main.ts': main, 'package.json': '{ "type": "module" }' }, async (dir) => {
    const options = [
      '--strict',
      '--noEmit',
      '--target',
      'es2022',
      '--module',
      'nodenext',
      '--allowImportingTsExtensions',
    ];
    await run(process.execPath, [join(HOME, 'node_modules/typescript/bin/tsc'), ...options, 'main.ts'], { cwd: dir });
    await run(process.execPath, ['main.ts'], { cwd: dir });
  });
});

test('Python compiles', { timeout: TIMEOUT_MS }, async (context) => {
  needPython(context);
  await inFolder({ 'wire.py': await generated('python') }, async (dir) => {
    await run('python3', ['-m', 'py_compile', 'wire.py'], { cwd: dir });
  });
});

// Nothing else of Dome needs Go: on a machine without it there is nothing to pass over.
if (spawnSync('go', ['version']).status === 0) {
  test('Go compiles, and reads every example', { timeout: TIMEOUT_MS }, async () => {
    const reads = examples().map(
      ({ type, value }) =>
        `\tif _, err := Unmarshal${type}([]byte(${JSON.stringify(JSON.stringify(value))})); err != nil {\n\t\tpanic("${type}: " + err.error())\n\t}`,
    );
    const main = `package main\n\nfunc main() {\n${reads.join('\n').replaceAll('err.error()', 'err.Error()')}\n}\n`;
    const files = {
      'wire.go': await generated('go', { package: 'main' }),
      'main.go': main,
      'go.mod': 'module wire\n\ngo 1.21\n',
    };
    await inFolder(files, async (dir) => {
      const env = { ...process.env, GOPROXY: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod' };
      await run('go', ['vet', './...'], { cwd: dir, env });
      await run('go', ['run', '.'], { cwd: dir, env });
    });
  });
}
