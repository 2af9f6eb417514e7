// The house rules that no linter knows, over every file that git has or would take. Each rule is first seen to fail.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { CLOCKS, ERRORS, LIMITS } from '@dome/contracts';
import { describe, expect, test } from 'vitest';

import { missingPlatformEntries } from '../scripts/lock/platform-entries.ts';
import type { LockEntries } from '../scripts/lock/places.ts';
import { constantComplaints } from './tidy/constants.ts';
import { codeComplaints, pathComplaints, titleComplaints } from './tidy/documents.ts';
import type { TextFile } from './tidy/documents.ts';
import { limitComplaints, unreadLimits } from './tidy/limits.ts';
import { repeatedNameComplaints } from './tidy/repeated-names.ts';
import {
  exportedNameComplaints,
  fileNameComplaints,
  gitCallComplaints,
  honestyComplaints,
  lengthComplaints,
  subscribeComplaints,
  testPlaceComplaints,
} from './tidy/sources.ts';

const root = join(import.meta.dirname, '..');
const paths = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const read = (path: string): TextFile => ({ path, text: readFileSync(join(root, path), 'utf8') });
const isGenerated = (path: string): boolean => path.includes('/generated/');
const modules = paths.filter((path) => /\.(ts|mjs)$/.test(path) && !isGenerated(path));
const documents = paths.filter((path) => path.endsWith('.md'));

/** The two ends of a request are named for it: the command that sends it, and the handler that answers it. */
const ENDS = 'the command and the handler of one request';
const REPEATED = {
  configSpec: 'each plane declares its own environment',
  environmentGet: ENDS,
  environmentList: ENDS,
  gateList: ENDS,
  lawApply: ENDS,
  lawGet: ENDS,
  lawHistory: ENDS,
  lawList: ENDS,
  planValidate: ENDS,
  runCancel: ENDS,
  runGet: ENDS,
  runList: ENDS,
  runSubmit: ENDS,
};

test('there is something to judge', () => {
  expect(modules.length).toBeGreaterThan(100);
  expect(documents.length).toBeGreaterThan(2);
});

describe('a document', () => {
  test('has one title, on its first line', () => {
    expect(titleComplaints({ path: 'a.md', text: '# One\n\n```sh\n# a comment\n```\n' })).toEqual([]);
    expect(titleComplaints({ path: 'a.md', text: '# One\n\n# Two\n' })).toHaveLength(1);
    expect(titleComplaints({ path: 'a.md', text: 'Words\n\n# One\n' })).toHaveLength(1);
    expect(documents.map(read).flatMap(titleComplaints)).toEqual([]);
  });

  test('names paths and links files that exist', () => {
    const exists = (path: string): boolean => existsSync(join(root, path));
    const fixture = {
      path: 'docs/a.md',
      text: '`libs/broker` and `libs/gone/x.ts` and `dome run list`, `package.json`\n[b](b.md) [r](../package.json) [u](https://x.y/z)\n',
    };
    expect(pathComplaints(fixture, exists)).toEqual([
      'docs/a.md:1: names libs/gone/x.ts, which is not there',
      'docs/a.md:2: names b.md, which is not there',
    ]);
    expect(documents.map(read).flatMap((document) => pathComplaints(document, exists))).toEqual([]);
  });

  test('explains every error code of the catalogue', () => {
    const catalogue = { GONE: { title: 'It went.', hint: 'Look.' }, LATE: { title: 'It is late.', hint: 'Wait.' } };
    const fixture = { path: 'docs/errors.md', text: '# Errors\n\n## GONE\n\nIt went. Status 404.\n\nSeek.\n' };
    expect(codeComplaints(catalogue, fixture)).toEqual([
      'docs/errors.md:1: does not say of GONE: Look.',
      'docs/errors.md:1: has no section LATE',
    ]);
    expect(codeComplaints(ERRORS, read('docs/errors.md'))).toEqual([]);
  });
});

describe('a source', () => {
  test('is at most 300 lines long', () => {
    expect(lengthComplaints({ path: 'a.ts', text: 'x\n'.repeat(300) })).toEqual([]);
    expect(lengthComplaints({ path: 'a.ts', text: 'x\n'.repeat(301) })).toHaveLength(1);
    expect(modules.map(read).flatMap(lengthComplaints)).toEqual([]);
  });

  test('has a name in kebab-case that says what it is', () => {
    expect(fileNameComplaints('libs/bus/src/work-queue.ts')).toEqual([]);
    expect(fileNameComplaints('libs/bus/src/utilities.ts')).toEqual([]);
    for (const name of ['test-helpers.ts', 'job-queue.ts', 'Bus.ts', 'lock_manager.ts']) {
      expect(fileNameComplaints(`libs/bus/src/${name}`)).not.toEqual([]);
    }
    expect(modules.flatMap(fileNameComplaints)).toEqual([]);
  });

  test('exports names that say what they are', () => {
    const fixture =
      'export class LockManager {}\nexport const workQueue = 1;\nexport { a as logOffset };\nconst a = 1;\n';
    expect(exportedNameComplaints({ path: 'a.ts', text: fixture })).toEqual([
      'a.ts:1: exports LockManager: no manager',
      'a.ts:1: exports logOffset: no offset',
    ]);
    expect(modules.map(read).flatMap(exportedNameComplaints)).toEqual([]);
  });

  test('spells what is constant as a constant', () => {
    const path = 'libs/bus/src/a.ts';
    const planted = [
      "const mark = '::';",
      'export const waitMs = 2 * SECOND_MS;',
      'const pattern = /a/;',
      "const states = new Set(['high', 'full']);",
      "export const levels = ['low', { at: LIMITS.high }] as const satisfies readonly unknown[];",
      'const headers = Object.freeze({ type: CONTENT_TYPE });',
    ];
    expect(constantComplaints({ path, text: planted.join('\n') })).toEqual(
      ['mark', 'waitMs', 'pattern', 'states', 'levels', 'headers'].map((name, at) =>
        expect.stringContaining(`${path}:${at + 1}: ${name} `),
      ),
    );
    const fine =
      "const MARK = '::';\nconst waiting = [];\nconst known = new Map();\nconst root = find('a');\nlet count = 0;\n";
    expect(constantComplaints({ path, text: `${fine}const half = () => 2;\nconst all = [find('a')];\n` })).toEqual([]);
    expect(modules.map(read).flatMap(constantComplaints)).toEqual([]);
  });

  test('exports no name that another one exports, unless a reason is given', () => {
    const exporting = (path: string, what: string): TextFile => ({ path, text: `const b = 1;\nexport ${what};\n` });
    const [first, second] = ['libs/bus/src/a.ts', 'services/dome/src/b.ts'];
    for (const what of [
      'interface Ending {}',
      'type Ending = 1',
      'function Ending() {}',
      'const Ending = 1',
      '{ b as Ending }',
    ]) {
      expect(repeatedNameComplaints([exporting(first, 'class Ending {}'), exporting(second, what)], {})).toEqual([
        expect.stringContaining(`services/dome/src/b.ts:2: Ending is exported by ${first}:2, too`),
      ]);
    }
    const passedOn = exporting('libs/bus/src/index.ts', "{ Ending } from './a.ts'");
    const inTest = exporting('libs/bus/test/a.ts', 'class Ending {}');
    const own: TextFile = { path: second, text: 'class Ending {}\n' };
    const sound = [exporting(first, 'class Ending {}'), passedOn, inTest, own];
    expect(repeatedNameComplaints(sound, {})).toEqual([]);
    expect(repeatedNameComplaints(sound, { Ending: 'it is used up' })).toHaveLength(1);
    const contract = paths.filter((path) => path.endsWith('.ts') && isGenerated(path));
    expect(repeatedNameComplaints([...contract, ...modules].map(read), REPEATED)).toEqual([]);
  });

  test('says why a bound of its own is not in limits.ts', () => {
    const path = 'libs/bus/src/a.ts';
    const bare = 'const a = 1;\n\nconst ROOM_MAX = 5;\nexport const waitMsMax: number = 2 * 60;\n';
    expect(limitComplaints({ path, text: bare })).toEqual([
      expect.stringContaining('libs/bus/src/a.ts:3: ROOM_MAX '),
      expect.stringContaining('libs/bus/src/a.ts:4: waitMsMax '),
    ]);
    const reasoned = '/** Tuning: it is asked again soon. */\nconst FIRST_MS = 5;\nconst LAST_MS = LIMITS.aMs / 2;\n';
    expect(limitComplaints({ path, text: reasoned })).toEqual([]);
    expect(limitComplaints({ path: 'libs/contracts/src/limits.ts', text: bare })).toEqual([]);
    expect(modules.map(read).flatMap(limitComplaints)).toEqual([]);
  });

  test('reads every limit, unless a schema keeps it', () => {
    const rows = { path: 'limits.test.ts', text: "['plan.json', '/a/maximum', LIMITS.keptBySchema],\n" };
    const sources = [
      { path: 'libs/bus/src/a.ts', text: 'const { readByName } = LIMITS;\nuse(LIMITS.readInFull, other.unread);\n' },
      { path: 'libs/contracts/src/limits.ts', text: 'unread: 1,\n' },
    ];
    expect(unreadLimits(['keptBySchema', 'readByName', 'readInFull', 'unread'], { sources, rows })).toEqual(['unread']);
    const own = { sources: modules.map(read), rows: read('libs/contracts/test/limits.test.ts') };
    expect(unreadLimits(Object.keys({ ...LIMITS, ...CLOCKS }), own)).toEqual([]);
  });

  test('calls git in one way, which starts nothing of the repository', () => {
    const own = "import { execFile } from 'node:child_process';\n";
    for (const call of ["execFile('git', ['status'])", "spawn(\n  'git',\n  args)", 'run(`git status ${dir}`)'])
      expect(gitCallComplaints({ path: 'libs/bus/src/a.ts', text: `${own}${call};\n` })).toHaveLength(1);
    expect(gitCallComplaints({ path: 'libs/bus/src/a.ts', text: `${own}execFile('tar', ['git']);\n` })).toEqual([]);
    expect(modules.map(read).flatMap(gitCallComplaints)).toEqual([]);
  });

  test('registers client callbacks in one way, which lets no exception out of them', () => {
    const path = 'libs/bus/src/a.ts';
    const called = "nc.subscribe('a.b', {\n  queue: 'q',\n  callback: (error, message) => take(message),\n});\n";
    expect(subscribeComplaints({ path, text: called })).toHaveLength(1);
    expect(subscribeComplaints({ path, text: "for await (const one of nc.subscribe('a.b')) take(one);\n" })).toEqual(
      [],
    );
    expect(modules.map(read).flatMap(subscribeComplaints)).toEqual([]);
  });
});

describe('a test', () => {
  test('of a unit lies where the unit does', () => {
    const all = ['libs/bus/src/pull.ts', 'services/domed/src/claim/claim.ts'];
    const fixture = (path: string, source: string): TextFile => ({ path, text: `import { x } from '${source}';\n` });
    expect(testPlaceComplaints(fixture('libs/bus/test/pull.test.ts', '../src/pull.ts'), all)).toEqual([]);
    expect(testPlaceComplaints(fixture('services/domed/test/claim/claim.test.ts', '../../src/a.ts'), all)).toEqual([]);
    expect(testPlaceComplaints(fixture('libs/bus/test/restart.it.test.ts', '@dome/testkit'), all)).toEqual([]);
    expect(testPlaceComplaints(fixture('libs/bus/test/pull.test.ts', '@dome/bus'), all)).toHaveLength(1);
    expect(testPlaceComplaints(fixture('libs/bus/test/unit/pull.test.ts', '../../src/pull.ts'), all)).toHaveLength(1);
    const tests = paths.filter((path) => path.endsWith('.test.ts'));
    expect(tests.map(read).flatMap((file) => testPlaceComplaints(file, paths))).toEqual([]);
  });

  test('is never skipped, and does not depend on luck', () => {
    const fixture = ['test', 'skip'].join('.');
    for (const text of [
      `${fixture}('x', () => {})`,
      `${fixture}If(true)('x')`,
      "context.skip('no time')",
      '(a).only(b)',
    ]) {
      expect(honestyComplaints({ path: 'a.test.ts', text })).toHaveLength(1);
    }
    expect(honestyComplaints({ path: 'a.test.ts', text: "needPython(context, 'pip')" })).toEqual([]);
    expect(honestyComplaints({ path: 'a.test.ts', text: ['await sle', 'ep(100)'].join('') })).toHaveLength(1);
    const tests = paths.filter((path) => path.endsWith('.test.ts') && path !== 'test/tidy.test.ts');
    expect(tests.map(read).flatMap(honestyComplaints)).toEqual([]);
  });
});

test('the lock file names the packages of every platform', () => {
  const tool = { version: '1.0.0', dev: true, optionalDependencies: { '@a/b-linux-arm64-musl': '1.0.0' } };
  expect(missingPlatformEntries({ 'node_modules/a': tool })).toEqual({
    'node_modules/@a/b-linux-arm64-musl': {
      version: '1.0.0',
      cpu: ['arm64'],
      dev: true,
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    },
  });
  // npm wrote this file; its shape is npm's own.
  const lock = JSON.parse(read('package-lock.json').text) as { packages: LockEntries };
  expect(missingPlatformEntries(lock.packages), 'run `node scripts/complete-lock.ts` under Node 24').toEqual({});
});
