// What is asked of the container engine: by its own command line, which knows where it is.
import { spawnSync } from 'node:child_process';

import { revisionLabel } from './source.ts';
import type { ImageSource } from './source.ts';
import type { ImageTarget } from './targets.ts';

/** Why no image can be built here, and what to do about it; undefined where one can. */
export function engineFault(): string | undefined {
  const { error, status, stderr } = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], {
    encoding: 'utf8',
    timeout: ANSWER_MS,
  });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT')
    return 'docker is not on the PATH: install Docker, or another engine that has its command line';
  if (status === 0) return undefined;
  const [said = 'it does not answer'] = stderr.trim().split('\n');
  return `no engine answers (${said}): start it, or say by DOCKER_HOST where it is`;
}

/** An engine that is there answers at once. */
const ANSWER_MS = 20_000;

export interface ImageBuild {
  readonly target: ImageTarget;
  readonly name: string;
  readonly version: string;
  readonly source: ImageSource;
  /** More for `docker build`. */
  readonly args: readonly string[];
}

/**
 * Shows the output of the build on standard error.
 *
 * @returns the command
 * @throws Error when the build fails
 */
export function buildImage({ target, name, version, source, args }: ImageBuild): readonly string[] {
  const values = { version, revision: revisionLabel(source), source: source.repository };
  const labels = Object.entries(values).flatMap(([label, value]) => [
    '--label',
    `org.opencontainers.image.${label}=${value}`,
  ]);
  const command = ['build', '--target', target, '--tag', name, ...labels, ...args, '.'];
  const { status } = spawnSync('docker', command, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`docker ${command.join(' ')} ended with ${status}: see its output above`);
  return ['docker', ...command];
}

export interface InspectedImage {
  /** Digest of its configuration, by which an engine knows it. */
  readonly id: string;
  readonly bytes: number;
}

/** @throws Error where the engine has no such image */
export function inspectImage(name: string): InspectedImage {
  const [id = '', bytes = ''] = docker('image', 'inspect', '--format', '{{.Id}} {{.Size}}', name).trim().split(' ');
  return { id, bytes: Number(bytes) };
}

export interface SystemPackage {
  readonly name: string;
  readonly version: string;
}

/** The Debian packages that the image says it has. */
export function systemPackages(name: string): readonly SystemPackage[] {
  const container = docker('create', name).trim();
  try {
    return [STATUS, STATUS_FOLDER].flatMap((path) => packagesIn(copiedOut(container, path)));
  } finally {
    docker('rm', '--volumes', container);
  }
}

/** The version of Node in the image. */
export function nodeVersion(name: string): string {
  return docker('run', '--rm', '--network', 'none', '--entrypoint', 'node', name, '--version').trim().replace(/^v/, '');
}

const STATUS = '/var/lib/dpkg/status';
/** Where an image without a package manager has a record for each package. */
const STATUS_FOLDER = '/var/lib/dpkg/status.d';

/** As an archive of uncompressed text; empty where the image has no such path. */
function copiedOut(container: string, path: string): string {
  const { stdout } = spawnSync('docker', ['cp', `${container}:${path}`, '-'], {
    encoding: 'latin1',
    maxBuffer: STATUS_BYTES_MAX,
  });
  return stdout;
}

const STATUS_BYTES_MAX = 64 * 1024 * 1024;

/** Of the records of dpkg in an archive, the packages that are installed. Sorted. */
export function packagesIn(archive: string): readonly SystemPackage[] {
  // Between two files an archive has nothing but bytes that are zero, and names.
  const text = archive.replaceAll(/\0+/g, '\n\n');
  const found = [...text.matchAll(/^Package: (\S+)$\n(?<fields>(?:.+\n)*)/gm)].flatMap(([, name = '', fields = '']) => {
    const [, version] = /^Version: (\S+)$/m.exec(fields) ?? [];
    return version === undefined || !/^Status: install ok installed$/m.test(fields) ? [] : [{ name, version }];
  });
  return found.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

function docker(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('docker', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
  return stdout;
}
