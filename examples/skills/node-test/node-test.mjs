// The tests are somebody else's code: their output goes to the log, their numbers come from our own reporter through a file
// that they do not know, and the protocol's variables are withheld from them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';

const { files, minimum } = JSON.parse(await text(process.stdin));
const { DOME_WORKSPACE: workspace, DOME_OUTPUT: output, DOME_SUMMARY: summary, TMPDIR: temporary } = process.env;
const FAILURES_MAX = 50;

const isKept = (name) => !/^(?:DOME_|INPUT_|GITHUB_|NODE_TEST_CONTEXT$)/.test(name);
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => isKept(name)));
const results = join(temporary, 'results.ndjson');
const reporters = [
  '--test-reporter=spec',
  '--test-reporter-destination=stdout',
  `--test-reporter=${join(import.meta.dirname, 'reporter.mjs')}`,
  `--test-reporter-destination=${results}`,
];
const startedAt = Date.now();
const child = spawn(process.execPath, ['--test', ...reporters, ...files], {
  cwd: workspace,
  env,
  stdio: ['ignore', 'inherit', 'inherit'],
});
const [code, signal] = await once(child, 'close');
if (signal !== null) throw new Error(`node --test was ended by ${signal}`);

const lines = (await readFile(results, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
const tests = lines.map((line) => JSON.parse(line));
const count = (outcome) => tests.filter((test) => test.outcome === outcome).length;
const failures = tests
  .filter(({ outcome }) => outcome === 'failed')
  .slice(0, FAILURES_MAX)
  .map(({ name, file, line, message }) => ({
    name,
    ...(typeof file === 'string' ? { file: relative(workspace, file) } : {}),
    ...(Number.isInteger(line) && line > 0 ? { line } : {}),
    message,
  }));
const result = {
  passed: count('passed'),
  failed: count('failed'),
  skipped: count('skipped'),
  durationMs: Date.now() - startedAt,
  failures,
};

const escape = (value) => value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (value) => escape(value).replaceAll(':', '%3A').replaceAll(',', '%2C');
for (const { name, file, line, message } of failures) {
  const place = file === undefined ? '' : `file=${escapeProperty(file)},line=${line ?? 1},`;
  console.log(`::error ${place}title=${escapeProperty(name)}::${escape(message)}`);
}
await writeFile(output, JSON.stringify(result));
await writeFile(summary, `**${result.passed} passed**, ${result.failed} failed, ${result.skipped} skipped\n`);

const isTooFew = tests.length < minimum;
if (isTooFew) console.log(`::error::${tests.length} tests were found, at least ${minimum} are expected`);
process.exitCode = code !== 0 || result.failed > 0 || isTooFew ? 1 : 0;
