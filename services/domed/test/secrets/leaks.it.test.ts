// A skill that leaks its secrets in every way that it has, on a real broker. Afterwards nothing that the daemon sent, stored,
// logged or left in a file holds a secret, in any of the forms that the daemon promises to know.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { LEAKED_SECRETS, LEAKED_VALUES, LEAK_WAYS, secretForms, secretIn } from '@dome/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { dataOf, phasesOf, setStream, startStack } from '../support/stack.ts';
import type { Daemon, Stack } from '../support/stack.ts';

const skillsDir = fileURLToPath(new URL('../fixtures/secret-skills/', import.meta.url));

const { TOKEN, SIGNING_KEY: KEY } = LEAKED_SECRETS;
const forms = secretForms(LEAKED_VALUES);
const attempts = Object.values(LEAK_WAYS).flatMap((ways) => Object.entries<string>(ways));

/** What is told of those that cannot be masked. */
const outcomes: Record<string, RegExp> = {
  'as a token that stops commands': /::error::x/,
  'in an artifact': /artifact report .* holds a secret/,
  'in an artifact in base64': /artifact report .* holds a secret/,
  'in an artifact, after a megabyte': /artifact report .* holds a secret/,
  'as the name of a file among artifacts': /artifact report .* is not a plain file/,
  'as what an artifact leads to': /"result":"success"/,
  'left in files of the job': /"result":"success"/,
};

const nodeAttempts = ['throw', 'fail', 'crash', 'output', 'context'];

let dir: string;
let stack: Stack;
let daemon: Daemon;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'dome-leaks-'));
  // As Kubernetes mounts them.
  const version = join(dir, 'secrets', '..2026_01_01');
  mkdirSync(version, { recursive: true });
  symlinkSync('..2026_01_01', join(dir, 'secrets', '..data'));
  for (const [name, value] of [
    ['TOKEN', TOKEN],
    ['SIGNING_KEY', KEY],
  ] as const) {
    writeFileSync(join(version, name), value);
    symlinkSync(`..data/${name}`, join(dir, 'secrets', name));
  }
  stack = await startStack({
    skills: ['keyed', 'keyed-node'],
    skillsDir,
    store: { storeDir: join(dir, 'nats') },
  });
  // Compressed, its file would show nothing.
  await setStream(stack, 'JOB_LOGS', { compression: 'none' });
  daemon = await stack.daemon({
    slots: 8,
    env: {
      DOME_SECRETS: join(dir, 'secrets'),
      DOME_WORK_DIR: join(dir, 'work'),
      DOME_SECRETS_SALT: 'a salt of the test',
    },
  });
}, 60_000);
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  rmSync(dir, { recursive: true, force: true });
});

/** Files below the folder that hold a form of a secret; what vanishes meanwhile holds none. */
const filesWithSecrets = (root: string): string[] => filesWith(root, forms);

function filesWith(root: string, sought: readonly Buffer[]): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const isTelling = (bytes: Buffer): boolean => secretIn(bytes, sought) !== undefined;
    if (isTelling(Buffer.from(entry.name))) return [path];
    try {
      return entry.isFile() && isTelling(readFileSync(path)) ? [path] : [];
    } catch {
      return [];
    }
  });
}

describe('a secret', () => {
  test('is found by what looks for it here', () => {
    const planted = join(dir, 'planted');
    mkdirSync(planted);
    for (const [at, text] of [TOKEN, encodeURIComponent(TOKEN), Buffer.from(`a${KEY}`).toString('base64')].entries())
      writeFileSync(join(planted, String(at)), `before ${text} after`);
    writeFileSync(join(planted, 'none'), 'nothing');
    expect(filesWithSecrets(planted)).toHaveLength(3);
    rmSync(planted, { recursive: true });
  });

  test('would be found in what the broker stores of a log, a summary, an output and an artifact', async () => {
    const script = [
      'echo marked-log',
      'echo "# marked-summary" >>"$DOME_SUMMARY"',
      'echo "a=marked-output" >>"$DOME_OUTPUT"',
      'echo "[1, \\"marked-artifact\\"]" >"$DOME_ARTIFACTS/report.json"',
    ].join('\n');
    await stack.ended(await stack.send({ skill: 'keyed', input: { script: `${script}\n` } }));
    // The command has the words, too, so each of them is looked for where no command is.
    for (const [word, stream] of [
      ['marked-log', 'JOB_LOGS'],
      ['marked-summary', 'JOB_EVENTS'],
      ['marked-output', 'JOB_EVENTS'],
      ['marked-artifact', 'OBJ_'],
    ] as const) {
      const files = filesWith(join(dir, 'nats'), [Buffer.from(word)]).filter((path) => path.includes(stream));
      expect(files, word).not.toEqual([]);
    }
  });

  test('is tried to be leaked in every way that the promise names, forty and more', () => {
    expect(attempts.length).toBeGreaterThanOrEqual(40);
    expect(Object.keys(LEAK_WAYS)).toEqual(
      expect.arrayContaining([
        'encodings',
        'splits',
        'both streams',
        'summary',
        'annotation',
        'output',
        'artifact name',
        'error of the program',
        '/proc',
        'environment of a grandchild',
      ]),
    );
    for (const [kind, ways] of Object.entries(LEAK_WAYS)) expect(Object.keys(ways), kind).not.toEqual([]);
  });

  test('leaves the host in none of these ways', { timeout: 120_000 }, async () => {
    const jobs = [];
    for (const [what, script] of attempts)
      jobs.push({ what, job: await stack.send({ skill: 'keyed', input: { script } }) });
    for (const leak of nodeAttempts)
      jobs.push({ what: `a node skill: ${leak}`, job: await stack.send({ skill: 'keyed-node', input: { leak } }) });
    const ended = [];
    for (const { what, job } of jobs) ended.push({ what, job, chain: await stack.ended(job, 60_000) });
    for (const { what, job, chain } of ended) {
      const sent = JSON.stringify([chain, await stack.notes(job), await stack.logs(job)]);
      expect(secretIn(sent, forms), what).toBeUndefined();
      expect(['succeeded', 'failed'], what).toContain(phasesOf(chain).at(-1));
    }
    // Each of them had something to hide, or left nothing at all.
    for (const { what, job, chain } of ended) {
      const said = JSON.stringify([dataOf(chain.at(-1)), await stack.logs(job)]);
      expect(said, what).toMatch(outcomes[what] ?? /\*\*\*/);
    }
    expect(filesWithSecrets(join(dir, 'nats'))).toEqual([]);
    expect(daemon.log.filter((line) => forms.some((form) => JSON.stringify(line).includes(form.toString())))).toEqual(
      [],
    );
  });

  test('is named in provenance with a salted digest, and is in no file when the daemon has ended', async () => {
    const job = await stack.send({ skill: 'keyed', input: { script: 'true' } });
    const { provenance } = dataOf((await stack.ended(job)).at(-1)) as { provenance: { secrets: unknown[] } };
    expect(provenance.secrets).toEqual([
      { name: 'TOKEN', saltedDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as unknown },
      { name: 'SIGNING_KEY', saltedDigest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as unknown },
    ]);
    await daemon.kill('SIGKILL');
    const ours = filesWithSecrets(dir).filter((path) => !path.startsWith(join(dir, 'secrets')));
    expect(ours).toEqual([]);
    expect(filesWithSecrets('/dev/shm')).toEqual([]);
  });
});
