import { expect, test } from 'vitest';

import { neededBy } from '../scripts/lock/needed.ts';
import { isCarried } from '../scripts/pack/kept.ts';
import { productManifest } from '../scripts/pack/product-manifest.ts';

const ENTRIES = {
  'node_modules/@dome/cli': { link: true, resolved: 'services/cli' },
  'node_modules/@dome/words': { link: true, resolved: 'libs/words' },
  'services/cli': { dependencies: { '@dome/words': '0.1.0', tar: '3.0.0' }, devDependencies: { vitest: '5.0.0' } },
  'libs/words': {
    dependencies: { stream: '2.0.0' },
    peerDependencies: { sdk: '1.0.0' },
    peerDependenciesMeta: { sdk: { optional: true } },
  },
  'libs/testkit': { dependencies: { '@dome/words': '0.1.0' } },
  'node_modules/tar': {
    version: '3.0.0',
    dependencies: { stream: '1.0.0' },
    optionalDependencies: { native: '1.0.0' },
  },
  'node_modules/tar/node_modules/stream': { version: '1.0.0' },
  'node_modules/stream': { version: '2.0.0', peerDependencies: { '@scope/peer': '4.0.0' } },
  'node_modules/@scope/peer': { version: '4.0.0' },
  'node_modules/vitest': { version: '5.0.0', dev: true },
} as const;

test('the product carries what the lock file says that the command line needs, and nothing for its developers', () => {
  expect(neededBy('services/cli', ENTRIES)).toEqual({
    folders: ['libs/words', 'services/cli'],
    places: [
      'node_modules/@scope/peer',
      'node_modules/stream',
      'node_modules/tar',
      'node_modules/tar/node_modules/stream',
    ],
  });
});

test('a package that the lock file lacks is named', () => {
  const { 'node_modules/@scope/peer': _, ...entries } = ENTRIES;
  expect(() => neededBy('services/cli', entries)).toThrow(
    'package-lock.json has no @scope/peer, which node_modules/stream needs',
  );
});

test('its manifest names everything that is carried at its version, and our own packages nowhere', () => {
  const { places } = neededBy('services/cli', ENTRIES);
  const cli = { name: '@dome/cli', version: '1.2.3', bin: { dome: './bin/dome.js' }, engines: { node: '>=24' } };
  const workspace = { description: 'Gated skill execution', license: 'Apache-2.0' };
  const manifest = productManifest({ cli, workspace, places, entries: ENTRIES });
  expect(manifest).toMatchObject({
    name: '@dome-run/dome',
    version: '1.2.3',
    engines: { node: '>=24' },
    bin: { dome: 'lib/node_modules/@dome/cli/bin/dome.js' },
    dependencies: { '@scope/peer': '4.0.0', stream: '2.0.0', tar: '3.0.0' },
    bundleDependencies: ['@scope/peer', 'stream', 'tar'],
  });
  expect(Object.keys(manifest)).not.toContain('private');
});

test('of a package its code and its licence are carried, and nothing for compilers, developers and other runtimes', () => {
  for (const path of ['', 'LICENSE', 'package.json', 'lib/index.js', 'lib/test/rule.js', 'data.json'])
    expect(isCarried(path), path).toBe(true);
  for (const path of [
    'index.d.ts',
    'lib/index.d.mts',
    'lib/index.js.map',
    'test',
    'test/a.js',
    'prebuilds/linux/x.node',
  ])
    expect(isCarried(path), path).toBe(false);
});
