import { expect, test } from 'vitest';

import { compiledManifest } from '../scripts/build/compiled-manifest.ts';

test('an entry that pointed to a source points to its compiled file', () => {
  const manifest = {
    name: '@dome/cli',
    version: '1.2.3',
    private: true,
    exports: { '.': './src/index.ts', './words': './src/a/words.ts', './package.json': './package.json' },
    bin: { dome: './src/main.ts', launch: './src/bin/launch.js' },
    dependencies: { yaml: '2.9.1' },
    devDependencies: { vitest: '5.1.1' },
  };
  expect(compiledManifest(manifest)).toEqual({
    name: '@dome/cli',
    version: '1.2.3',
    private: true,
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './words': { types: './a/words.d.ts', default: './a/words.js' },
      './package.json': './package.json',
    },
    bin: { dome: './main.js', launch: './bin/launch.js' },
    dependencies: { yaml: '2.9.1' },
  });
});
