// What the Dockerfile says and what is written beside the images, without an engine: `npm run containers` runs them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PLANE_MEMORY } from '@dome/runtime';
import { expect, test } from 'vitest';

import { packagesIn } from '../scripts/images/engine.ts';
import { imageProvenance } from '../scripts/images/provenance.ts';
import { sbomOf } from '../scripts/images/sbom.ts';
import { revisionLabel, withoutLogin } from '../scripts/images/source.ts';
import { BASE_IMAGES, IMAGES, imageName } from '../scripts/images/targets.ts';
import { withCompileNeeds } from '../scripts/lock/compile-needs.ts';
import { neededBy } from '../scripts/lock/needed.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const dockerfile = read('Dockerfile');

/** The instructions of a target, without those of what it is built on. */
function stage(name: string): string {
  const [, text] = new RegExp(`^FROM \\S+ AS ${name}$([^]*?)(?=^FROM |(?![^]))`, 'm').exec(dockerfile) ?? [];
  if (text === undefined) throw new Error(`the Dockerfile has no target ${name}`);
  return text;
}

test('the Dockerfile builds each image, on the bases that its provenance names', () => {
  for (const { target } of IMAGES) expect(stage(target)).toContain(`org.opencontainers.image.title="${target}"`);
  const bases = [...dockerfile.matchAll(/^ARG \w+_IMAGE=(\S+)$/gm)].map(([, base]) => base);
  expect(bases).toEqual([...BASE_IMAGES]);
});

test('each image runs as a user without rights, and its program is started without a shell', () => {
  for (const { target } of IMAGES) {
    expect(
      stage(target)
        .match(/^USER .*$/gm)
        ?.at(-1),
      target,
    ).toBe('USER 1000:1000');
    expect(stage(target), target).not.toMatch(/^(ENTRYPOINT|CMD|HEALTHCHECK .*CMD) [^[]/m);
  }
});

test('planes in an image hold no more memory than elsewhere', () => {
  for (const target of ['dome', 'domed']) {
    const [, entry = ''] = /^ENTRYPOINT (\[.*\])$/m.exec(stage(target)) ?? [];
    const words: unknown = JSON.parse(entry);
    expect(words).toEqual(['tini', '--', 'node', ...PLANE_MEMORY.flags, expect.stringMatching(/\/main\.js$/)]);
    for (const [name, value] of Object.entries(PLANE_MEMORY.variables))
      expect(stage(target), target).toContain(` ${name}=${value}`);
  }
});

test('a build sees what it is told of, and no secret', () => {
  const lines = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines[0]).toBe('*');
  expect(lines).toEqual(expect.arrayContaining(['examples/secrets', '**/.env*', '**/node_modules', '**/.dome']));
  expect(lines.filter((line) => line.startsWith('!')).toSorted()).toEqual(
    ['LICENSE', 'docs', 'examples', 'infra/images', 'libs', 'package-lock.json', 'package.json', 'schemas']
      .concat('scripts', 'services', 'tsconfig.base.json')
      .map((path) => `!${path}`)
      .toSorted(),
  );
});

test('an image is compiled with the compiler, types and peers, and without what tests', () => {
  const devDependencies = { typescript: '7.0.2', '@types/node': '24.0.0', peer: '1.0.0', vitest: '5.1.1' };
  const manifest = {
    name: 'a',
    dependencies: { pino: '10.0.0' },
    peerDependencies: { peer: '1.0.0' },
    devDependencies,
  };
  const { vitest: _, ...kept } = devDependencies;
  expect(withCompileNeeds(manifest)).toEqual({ ...manifest, devDependencies: kept });
  const bundled = { name: '@dome/console', devDependencies: { preact: '11.2.0', vite: '8.3.8' } };
  expect(withCompileNeeds(bundled)).toEqual(bundled);
  expect(read('services/console/package.json')).toContain('"name": "@dome/console"');
  expect(stage('manifests')).toContain('RUN node scripts/compile-manifests.ts');
});

test('a label says what an image is where it is made, and what only its builder knows where it is built', () => {
  expect(dockerfile).not.toMatch(/image\.(version|revision|source)/);
});

const ENTRIES = {
  'node_modules/@dome/words': { link: true, resolved: 'libs/words' },
  'services/a': { name: '@dome/a', version: '0.1.0', dependencies: { '@dome/words': '0.1.0', '@scope/log': '1.0.0' } },
  'libs/words': { name: '@dome/words', version: '0.1.0' },
  'node_modules/@scope/log': { version: '1.0.0' },
} as const;

test('what is in an image is what the lock file says, Debian and Node', () => {
  const refs = ['@dome/a@0.1.0', '@dome/words@0.1.0', '@scope/log@1.0.0', 'vitest@5.0.0'];
  const contents = {
    name: imageName('dome', '0.1.0'),
    version: '0.1.0',
    needed: neededBy('services/a', ENTRIES),
    entries: ENTRIES,
    system: [{ name: 'libstdc++6', version: '12.2.0-14' }],
    node: '24.21.0',
  };
  const components = new Map(refs.map((ref) => [ref, { 'bom-ref': ref }]));
  const sbom = sbomOf({ ...contents, components });
  expect(sbom.components.map((component) => component['bom-ref'])).toEqual([
    '@dome/words@0.1.0',
    '@dome/a@0.1.0',
    '@scope/log@1.0.0',
    'pkg:deb/debian/libstdc%2B%2B6@12.2.0-14',
    'pkg:generic/node@24.21.0',
  ]);
  expect(sbom['dependencies']).toContainEqual({
    ref: '@dome/a@0.1.0',
    dependsOn: ['@dome/words@0.1.0', '@scope/log@1.0.0'],
  });
  expect(() => sbomOf({ ...contents, components: new Map() })).toThrow('npm sbom describes no @dome/words@0.1.0');
});

test('only packages that are installed are listed, from one file or from a record each', () => {
  const record = (name: string, status: string): string =>
    `Package: ${name}\nStatus: ${status}\nPriority: required\nVersion: 1.0-2\nDescription: words\n more words\n`;
  const text = `${record('tini', 'install ok installed')}\n${record('gone', 'deinstall ok config-files')}\0\0${record('mount', 'install ok installed')}`;
  expect(packagesIn(text)).toEqual([
    { name: 'mount', version: '1.0-2' },
    { name: 'tini', version: '1.0-2' },
  ]);
});

test('an image names its source, and neither a login nor a folder of one machine', () => {
  expect(withoutLogin('https://me:token@example.org/dome.git')).toBe('https://example.org/dome.git');
  expect(withoutLogin('git@example.org:dome.git')).toBe('git@example.org:dome.git');
  for (const address of ['/home/me/dome', 'file:///home/me/dome', '../dome'])
    expect(withoutLogin(address)).toBe('unknown');
  const source = { revision: 'abc', repository: 'unknown' };
  expect(revisionLabel({ ...source, isChanged: false })).toBe('abc');
  expect(revisionLabel({ ...source, isChanged: true })).toBe('abc-changed');
});

test('the provenance of an image names its digest, its source, its lock file and its bases', () => {
  const at = new Date('2026-01-02T03:04:05Z');
  const statement = imageProvenance({
    name: 'dome-run/dome:0.1.0',
    image: { id: 'sha256:aa', bytes: 1 },
    bases: [{ name: 'node:24', id: 'sha256:bb' }],
    source: { revision: 'abc', isChanged: false, repository: 'https://example.org/dome.git' },
    lock: Buffer.from('{}'),
    command: ['docker', 'build', '.'],
    startedAt: at,
    finishedAt: at,
  });
  expect(statement).toMatchObject({
    subject: [{ name: 'dome-run/dome:0.1.0', digest: { sha256: 'aa' } }],
    predicate: {
      buildDefinition: {
        resolvedDependencies: [
          { uri: 'https://example.org/dome.git', digest: { gitCommit: 'abc' }, annotations: { changed: false } },
          { digest: { sha256: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' } },
          { uri: 'docker://node:24', digest: { sha256: 'bb' } },
        ],
      },
    },
  });
});
