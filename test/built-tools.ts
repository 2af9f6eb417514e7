// Programs that no package of ours brings: Go modules and packages of Python, each at one version, built once and kept.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export interface BuiltTool {
  readonly name: string;
  readonly version: string;
  /** Below the tool's folder. */
  readonly program: string;
  readonly takes: string;
  /** Makes it in the folder. */
  readonly make: (folder: string) => void;
}

/** Where one is, whether or not it has been built. */
export const builtAt = ({ name, version, program }: BuiltTool): string => join(folderOf({ name, version }), program);

const cacheOfTools = (): string => join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dome');
const folderOf = ({ name, version }: Pick<BuiltTool, 'name' | 'version'>): string =>
  join(cacheOfTools(), `${name}-${version}`);

/**
 * @returns the program
 * @throws Error if it cannot be had
 */
export function buildTool(tool: BuiltTool): string {
  const { name, version, takes, make } = tool;
  const folder = folderOf(tool);
  const path = builtAt(tool);
  if (existsSync(path)) return path;
  process.stderr.write(`dome: making ${name} ${version}, which takes ${takes}\n`);
  mkdirSync(cacheOfTools(), { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  try {
    make(folder);
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`${name} cannot be made: it needs Go 1.24, Python 3 with venv, and their package registries`, {
      cause,
    });
  }
  return path;
}

/** Go writes a program in one step: an ended build leaves nothing that looks like one. */
export function goInstall(folder: string, module: string): void {
  run('go', ['install', module], { ...process.env, GOBIN: folder, CGO_ENABLED: '0' });
}

export function run(program: string, args: readonly string[], env = process.env): void {
  execFileSync(program, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}
