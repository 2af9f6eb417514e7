// What a job can do to others: its own folder is the only part of the daemon's work that it can write, and its own
// processes are all that it can see.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { loadCatalogue } from '../../src/catalogue/load.ts';
import { byName, fixtureSkills, openHarness } from '../support/harness.ts';
import type { Harness, Ran } from '../support/harness.ts';

let harness: Harness;
let hidden: string;
beforeAll(async () => {
  hidden = join(await realpath(await mkdtemp(join(tmpdir(), 'dome secrets '))), 'domed.creds');
  await writeFile(hidden, 'secret of domed');
  harness = await openHarness(fixtureSkills, { spareRunners: 1, hidden: [hidden] });
});
afterAll(async () => {
  await harness[Symbol.asyncDispose]();
  await rm(join(hidden, '..'), { recursive: true });
});

const shell = (script: string, options = {}): Promise<Ran> => harness.run('shell', { script }, options);
const snapshotOf = (name: string): string => harness.skills.get(name)?.snapshotDir ?? '';

/** If the machine gives no mount namespace there is nothing to test here; other tests check what applies instead. */
const isHeld = (): boolean => harness.executor.guard === 'mount-namespace';

describe('a job', () => {
  test.each([
    'echo "echo evil" >>"$DOME_SKILL/../SNAPSHOT/run.sh"',
    'mv "$DOME_SKILL/../SNAPSHOT" "$DOME_SKILL/../SNAPSHOT.old"',
    'ln -f "$DOME_SKILL/../SNAPSHOT/echo.sh" "$TMPDIR/hard"',
    'mount -o remount,rw,bind "$WORK"',
    'mount -o remount,rw,bind "$WORK" && echo x >>"$DOME_SKILL/run.sh"',
    'umount -l "$WORK"',
    'mkdir "$TMPDIR/up" && mount --bind "$WORK" "$TMPDIR/up"',
    'unshare --mount sh -c "mount -o remount,rw,bind $WORK && echo x >>$DOME_SKILL/run.sh"',
    'unshare --user --map-root-user --mount sh -c "mount -o remount,rw,bind $WORK && echo x >>$DOME_SKILL/run.sh"',
    'unshare --user --map-root-user --mount sh -c "umount $WORK && echo x >>$DOME_SKILL/run.sh"',
    'nsenter --target 1 --mount sh -c "echo x >>$DOME_SKILL/run.sh"',
    'echo x >>/proc/1/root"$DOME_SKILL"/run.sh',
    'cd /proc/1/cwd && echo x >../planted',
    'mkdir -p "$WORK/skills/node_modules/planted"',
    'echo x >"$WORK/jobs/planted"',
    'echo x >"$WORK/trees/planted"',
    'echo x >"$WORK/mounts"',
  ])('writes nowhere in the work folder but in its own: %s', async (script) => {
    if (!isHeld()) return;
    const { contentDigest, run } = harness.skills.get('echo') ?? {};
    const before = await readFile(join(snapshotOf('shell'), 'run.sh'), 'utf8');
    const words = script.replaceAll('SNAPSHOT', (contentDigest ?? '').slice('sha256:'.length));
    await using ran = await shell(`WORK=${await realpath(harness.workDir)}; export WORK; ${words}`);
    expect(ran.outcome.result, ran.log).not.toBe('success');
    expect(await readFile(join(snapshotOf('shell'), 'run.sh'), 'utf8')).toBe(before);
    expect(run).toBeDefined();
    await using neighbour = await harness.run('echo', { text: 'as ever' });
    expect(neighbour.outcome).toMatchObject({ result: 'success', output: { text: 'as ever' } });
    expect(await readdir(join(harness.workDir, 'jobs'))).not.toContain('planted');
  });

  test('cannot change the files given to a neighbour, or its results', async () => {
    if (!isHeld()) return;
    const work = await realpath(harness.workDir);
    const script =
      'echo own >"$DOME_ARTIFACTS/report.json"; echo "$DOME_ARTIFACTS"; until [ -e "$DOME_INPUT.go" ]; do sleep 0.02; done';
    const { promise: room, resolve } = Promise.withResolvers<string>();
    const neighbour = shell(script, { onLine: ({ text }: { text: string }) => resolve(join(text, '..')) });
    const at = await room;
    const targets = ['artifacts/report.json', 'output', 'summary.md', 'input.json', 'tmp/planted'].map((name) =>
      join(at, name),
    );
    await using fromShell = await shell(
      targets.map((path) => `(echo x >>${path}) 2>/dev/null && echo changed; rm -rf ${path} 2>/dev/null`).join('\n') +
        '\ntrue',
    );
    expect(fromShell.log).toBe('');
    await using fromNode = await harness.run('reach', {
      write: [...targets, join(work, 'planted'), snapshotOf('echo') + '/echo.sh'],
    });
    expect(new Set(fromNode.outcome.output?.['wrote'] as string[])).toEqual(new Set(['EROFS']));
    await writeFile(join(at, 'input.json.go'), '');
    await using ran = await neighbour;
    expect(ran.outcome).toMatchObject({ result: 'success', artifacts: [{ name: 'report', size: 4 }] });
  });

  test('sees only its own processes, and none of the daemon’s settings', async () => {
    if (!isHeld()) return;
    const other = spawn('sleep', ['60'], { env: { SECRET: 'of somebody else' }, stdio: 'ignore' });
    try {
      await once(other, 'spawn');
      await using ran = await shell(
        'cat /proc/[0-9]*/environ | tr "\\0" "\\n" | grep -c "of somebod[y] else"; ls -d /proc/[0-9]* | wc -l',
      );
      const [found, processes] = ran.lines.map(({ text }) => Number(text));
      expect(found).toBe(0);
      expect(processes).toBeLessThan(10);
      await using kill = await shell(`kill -0 ${process.pid}`);
      expect(kill.outcome.result).not.toBe('success');
      const environ = `/proc/${process.pid}/environ`;
      await using node = await harness.run('reach', { read: [environ, hidden] });
      expect(node.outcome.output?.['read']).toEqual(['ENOENT', '']);
      await using creds = await shell(`cat '${hidden}'; cat '${hidden}/../domed.creds'`);
      expect(creds.log).not.toContain('secret of domed');
    } finally {
      other.kill('SIGKILL');
    }
  });

  test('works in its own folder as ever, and outside the work folder where it may', async () => {
    const script =
      'set -e; echo "$PWD" | grep -q "^$TMPDIR$"; echo a >a; mkdir -p "$TMPDIR/x"; mv a "$TMPDIR/x"; rm -rf "$DOME_ARTIFACTS"; mkdir "$DOME_ARTIFACTS"; echo "{}" >"$DOME_ARTIFACTS/report.json"; id -u; f=$(mktemp -p /tmp); rm "$f"';
    await using ran = await shell(script);
    expect(ran.outcome, ran.log).toMatchObject({ result: 'success', artifacts: [{ name: 'report' }] });
    expect(ran.log).toBe(`stdout: ${process.getuid?.() ?? ''}`);
  });
});

const sources = ['runner/runner-main.ts', 'console/gathered-bytes.ts', 'launcher/launcher-main.ts', 'main.ts'].map(
  (path) => fileURLToPath(new URL(`../../src/${path}`, import.meta.url)),
);

test('nobody changes the programs that run for others: those of domed, and what Node compiled of the planes', async () => {
  if (!isHeld()) return;
  const compiled = await realpath(await mkdtemp(join(tmpdir(), 'dome-compiled-')));
  try {
    const environment = { ...process.env, NODE_COMPILE_CACHE: compiled };
    await using own = await openHarness(fixtureSkills, { environment, spareRunners: 0 });
    await using ran = await own.run('shell', {
      script: `for one in ${sources.map((path) => `'${path}'`).join(' ')}; do (: >>"$one") 2>/dev/null && echo "$one"; done; (: >'${compiled}/planted') 2>/dev/null && echo planted; true`,
    });
    expect(ran.log).toBe('');
    await using node = await own.run('reach', { write: [join(compiled, 'planted')], read: sources });
    const texts = await Promise.all(sources.map((path) => readFile(path, 'utf8')));
    expect(node.outcome.output).toMatchObject({ wrote: ['EROFS'], read: texts });
    expect(await readdir(compiled)).toEqual([]);
  } finally {
    await rm(compiled, { recursive: true });
  }
});

test('daemons that share a work folder are kept out of each other’s', async () => {
  if (!isHeld()) return;
  const root = await realpath(await mkdtemp(join(tmpdir(), 'dome work ')));
  try {
    const workDir = join(root, 'instances', 'one');
    await mkdir(join(root, 'instances', 'two'), { recursive: true });
    const skills = byName((await loadCatalogue({ dirs: [fixtureSkills], workDir })).skills);
    await using own = await openHarness(fixtureSkills, { workDir, workRoot: root, spareRunners: 0 });
    const planted = join(root, 'instances', 'two', 'planted');
    await using ran = await own.run('shell', { script: `echo own >own && echo x >'${planted}'` }, { skills });
    expect(ran.outcome.result).not.toBe('success');
    await using node = await own.run('reach', { write: [planted] }, { skills });
    expect(node.outcome.output).toMatchObject({ wrote: ['EROFS'] });
    expect(await readdir(join(root, 'instances', 'two'))).toEqual([]);
  } finally {
    await rm(root, { recursive: true });
  }
});

test.each(['pid-namespace', 'mount-namespace'] as const)(
  'a signal reaches only the job’s own processes, under the guard %s',
  async (guard) => {
    await using own = await openHarness(fixtureSkills, { guard, spareRunners: 0 });
    if (own.executor.guard !== guard) return;
    const other = spawn('sleep', ['60'], { stdio: 'ignore' });
    try {
      await once(other, 'spawn');
      const script = `for pid in ${process.pid} ${other.pid ?? 0}; do kill -0 $pid && echo reached; done; kill -0 $$ && echo self`;
      await using ran = await own.run('shell', { script });
      expect(ran.lines.filter(({ stream }) => stream === 'stdout').map(({ text }) => text)).toEqual(['self']);
      expect(other.exitCode).toBeNull();
    } finally {
      other.kill('SIGKILL');
    }
  },
);
