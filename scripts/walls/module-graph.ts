// The import graph of our own workspaces: every module of every package, with its imports resolved to a module of ours,
// a Node built-in, or an external package. An unresolved import is kept as such: a wall must not have gaps where the
// graph has.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';

import { readWords } from './module-words.ts';
import type { ImportWord, ModuleWords } from './module-words.ts';

export type ImportTarget =
  | { readonly kind: 'module'; readonly path: string }
  | { readonly kind: 'builtin'; readonly name: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'nowhere'; readonly specifier: string };

export interface ModuleImport extends ImportWord {
  readonly target: ImportTarget;
}

export interface Module extends Omit<ModuleWords, 'imports'> {
  /** From the root, with `/`. */
  readonly path: string;
  /** The workspace's folder: `services/dome`. */
  readonly room: string;
  readonly imports: readonly ModuleImport[];
}

export interface ModuleGraph {
  readonly modules: ReadonlyMap<string, Module>;
}

interface Room {
  readonly path: string;
  readonly name: string;
  readonly exports: unknown;
}

const ROOM_PARENTS = ['libs', 'services'];
/** The other folders of `examples` are what skills and plans of a user look like. */
const ROOMS_ALONE = ['examples/demo'];
const NOT_OURS = new Set(['node_modules', 'dist', '.tsbuild', 'fixtures']);
const MODULE_FILE = /\.(ts|mts|js|mjs)$/;

export function readModuleGraph(root: string): ModuleGraph {
  const rooms = [
    ...ROOM_PARENTS.flatMap((parent) => readRooms(root, parent)),
    ...ROOMS_ALONE.flatMap((path) => readRoom(root, path)),
  ];
  const modules = new Map<string, Module>();
  for (const room of rooms) {
    for (const path of listModules(join(root, room.path))) {
      const { imports, ...words } = readWords(path, readFileSync(path, 'utf8'));
      const resolved = imports.map((word) => ({ ...word, target: targetOf(word.specifier, path, { root, rooms }) }));
      const own = slashed(relative(root, path));
      modules.set(own, { ...words, path: own, room: room.path, imports: resolved });
    }
  }
  return { modules };
}

/** Every module reachable from the starts, each with the one that led to it. */
export function reachFrom(graph: ModuleGraph, starts: readonly string[]): ReadonlyMap<string, string | undefined> {
  const reached = new Map<string, string | undefined>(starts.map((start) => [start, undefined]));
  for (const path of reached.keys()) {
    for (const { target } of graph.modules.get(path)?.imports ?? []) {
      if (target.kind === 'module' && !reached.has(target.path)) reached.set(target.path, path);
    }
  }
  return reached;
}

/** The path from the start to a module. */
export function wayTo(path: string, reached: ReadonlyMap<string, string | undefined>): string {
  const steps: string[] = [];
  for (let at: string | undefined = path; at !== undefined; at = reached.get(at)) steps.unshift(at);
  return steps.join(' -> ');
}

function readRooms(root: string, parent: string): Room[] {
  const folder = join(root, parent);
  return existsSync(folder) ? readdirSync(folder).flatMap((name) => readRoom(root, `${parent}/${name}`)) : [];
}

function readRoom(root: string, path: string): Room[] {
  const manifest = join(root, path, 'package.json');
  if (!existsSync(manifest)) return [];
  const value: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  if (typeof value !== 'object' || value === null) return [];
  const packageName: unknown = Reflect.get(value, 'name');
  return [{ path, name: String(packageName), exports: Reflect.get(value, 'exports') as unknown }];
}

function listModules(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return listModules(path);
    return MODULE_FILE.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

function targetOf(specifier: string, from: string, place: { root: string; rooms: readonly Room[] }): ImportTarget {
  if (isBuiltin(specifier)) return { kind: 'builtin', name: specifier.replace(/^node:/, '') };
  if (/^[./]|^file:/.test(specifier)) return fileTarget(resolve(dirname(from), specifier), specifier, place.root);
  const [room, subpath] = roomOf(specifier, place.rooms);
  if (room === undefined) return { kind: 'package', name: packageNameOf(specifier) };
  const exported = exportedFile(room.exports, subpath);
  // A package without exports can still be imported: the wall names the room, not the file.
  const file = exported ?? './package.json';
  return fileTarget(join(place.root, room.path, file), specifier, place.root);
}

function fileTarget(path: string, specifier: string, root: string): ImportTarget {
  if (!existsSync(path) || !statSync(path).isFile()) return { kind: 'nowhere', specifier };
  return { kind: 'module', path: slashed(relative(root, path)) };
}

function roomOf(specifier: string, rooms: readonly Room[]): [Room | undefined, string] {
  const room = rooms.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
  return [room, room === undefined ? '' : `.${specifier.slice(room.name.length)}`];
}

function exportedFile(exports: unknown, subpath: string): string | undefined {
  if (typeof exports === 'string') return subpath === '.' ? exports : undefined;
  if (typeof exports !== 'object' || exports === null) return undefined;
  const file: unknown = Reflect.get(exports, subpath);
  return typeof file === 'string' ? file : undefined;
}

function packageNameOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function slashed(path: string): string {
  return path.split(sep).join('/');
}
