// Unused code is reported, and then removed. Two steps of `npm run verify` read this: `--strict` checks files, packages and
// what modules export to their own package; `--production --include exports,types` checks what a library exports to others.
// A test is no user. For the second step, the programs of the repository (scripts, bench, counts) are. A type that
// only spells the signature of an exported function is not exported: the function's own type is enough.
//
// An export that still waits for its caller has `@public` at its declaration, with the reason.
import type { KnipConfig } from 'knip';

const SOURCES = ['src/**/*.{ts,js}!', 'test/**'];
const TESTS = ['test/**/*.test.ts', 'test/fixtures/**'];

/** Programs beside the tests, which count what a test cannot wait for. */
const COUNTS = 'test/{siege,cursors,console-load,screens}';

const config = ({ strict: isStrict = false }: { readonly strict?: boolean }): KnipConfig => {
  const program = (glob: string): string => (isStrict ? glob : `${glob}!`);
  const includeEntryExports = !isStrict;
  return {
    ignore: ['libs/contracts/src/generated/**'],
    ignoreExportsUsedInFile: true,
    workspaces: {
      '.': {
        entry: [
          ...['scripts/*.{mjs,ts}', 'scripts/generate/main.ts', 'bench/*.ts', `${COUNTS}/main.ts`].map(program),
          // Started by their path.
          ...['bench/{bare-path,product,plain-nats}/{submitter,worker,runs}.ts', 'bench/rivals/*/*.ts'].map(program),
          ...['test/global-setup.ts', 'vitest.config.ts'].map(program),
          'test/**/*.test.ts',
          'test/manifests/{vitest.config,tools,*.manifests}.ts',
          'test/containers/{vitest.config,*.containers}.ts',
        ],
        // A pattern without `!` excludes what it matches from the second step, the siege too.
        project: [...['scripts/**', 'bench/**', `${COUNTS}/**`].map(program), ...(isStrict ? ['test/**'] : [])],
      },
      'libs/*': { entry: ['src/{index,portable}.ts!', ...TESTS], project: SOURCES, includeEntryExports },
      'libs/contracts': {
        entry: ['src/{index,portable}.ts!', 'src/nats-binding.ts!', 'src/plain.ts!', 'src/written.ts!', ...TESTS],
        project: SOURCES,
        includeEntryExports,
        // An optional peer: a user of the binding brings the SDK, and nobody else carries its 39 packages.
        ignoreDependencies: ['cloudevents'],
      },
      'libs/bus': {
        entry: ['src/{index,portable}.ts!', 'src/provision/index.ts!', 'src/prove/index.ts!', ...TESTS],
        project: SOURCES,
        includeEntryExports,
      },
      'libs/broker': {
        entry: ['src/index.ts!', 'src/ensure.ts!', 'src/keeper.ts!', ...TESTS],
        project: SOURCES,
        includeEntryExports,
      },
      // It belongs to the tests, so they are its users.
      'libs/testkit': { entry: ['src/index.ts!', ...TESTS], project: SOURCES },
      ...services(includeEntryExports),
      'examples/demo': { entry: ['src/main.ts!', ...TESTS], project: SOURCES },
    },
  };
};

function services(includeEntryExports: boolean): NonNullable<KnipConfig['workspaces']> {
  return {
    'services/domed': {
      entry: [
        'src/main.ts!',
        'src/runner/runner-main.ts!',
        'src/launcher/launcher-main.ts!',
        'src/workspace/remover-main.ts!',
        'src/trial/trial-main.ts!',
        ...TESTS,
      ],
      project: SOURCES,
    },
    // What it loads is in the bundle: nothing is installed for it.
    'services/console': {
      // The build puts the second one in the place of another module.
      entry: ['src/main.tsx!', 'src/nats/ed25519.ts!', ...TESTS],
      project: ['src/**/*.{ts,tsx}!', 'test/**'],
      ignoreDependencies: [/^(@dome|@preact|@nats-io|@noble)\/|^preact$/],
    },
    'services/dome': {
      entry: ['src/main.ts!', 'src/adapters/planning-thread-main.ts!', ...TESTS],
      project: SOURCES,
    },
    'services/cli': {
      entry: ['src/index.ts!', 'src/main.ts!', 'src/domed.ts!', 'src/dev/tether.ts!', ...TESTS],
      project: SOURCES,
      ignoreDependencies: ['@dome/console', '@dome/control', '@dome/domed'],
      includeEntryExports,
    },
  };
}

export default config;
