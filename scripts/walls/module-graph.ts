// The import graph of our own workspaces: every module of every package, with its imports resolved to a module of ours,
// a Node built-in, or an external package. An unresolved import is kept as such: a wall must not have gaps where the
// graph has.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';

import type { ImportStatement, ModuleContents } from './module-contents.ts';

export type ImportTarget =
  | { readonly kind: 'module'; readonly path: string }
  | { readonly kind: 'builtin'; readonly name: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'nowhere'; readonly specifier: string };

export interface ModuleImport extends ImportStatement {
  readonly target: ImportTarget;
}

export interface Module extends Omit<ModuleContents, 'imports'> {
  /** From the root, with `/`. */
  readonly path: string;
  /** The workspace's folder: `services/dome`. */
  readonly packagePath: string;
  readonly imports: readonly ModuleImport[];
}

export type ReadModule = (path: string, text: string) => ModuleContents;

export interface ModuleGraph {
  readonly modules: ReadonlyMap<string, Module>;
}

interface Package {
  readonly path: string;
  readonly name: string;
  readonly exports: unknown;
}

const PACKAGE_PARENTS = ['libs', 'services'];
/** The other folders of `examples` are what skills and plans of a user look like. */
const LONE_PACKAGES = ['examples/demo'];
const NOT_OURS = new Set(['node_modules', 'dist', '.tsbuild', 'fixtures']);
const MODULE_FILE = /\.(tsx?|mts|js|mjs)$/;

export function readModuleGraph(root: string, readModule: ReadModule): ModuleGraph {
  const packages = [
    ...PACKAGE_PARENTS.flatMap((parent) => readPackages(root, parent)),
    ...LONE_PACKAGES.flatMap((path) => readPackage(root, path)),
  ];
  const modules = new Map<string, Module>();
  for (const each of packages) {
    for (const path of listModules(join(root, each.path))) {
      const { imports, ...contents } = readModule(path, readFileSync(path, 'utf8'));
      const resolved = imports.map((one) => ({ ...one, target: targetOf(one.specifier, path, { root, packages }) }));
      const own = slashed(relative(root, path));
      modules.set(own, { ...contents, path: own, packagePath: each.path, imports: resolved });
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

function readPackages(root: string, parent: string): Package[] {
  const folder = join(root, parent);
  return existsSync(folder) ? readdirSync(folder).flatMap((name) => readPackage(root, `${parent}/${name}`)) : [];
}

function readPackage(root: string, path: string): Package[] {
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

function targetOf(
  specifier: string,
  from: string,
  place: { root: string; packages: readonly Package[] },
): ImportTarget {
  if (isBuiltin(specifier)) return { kind: 'builtin', name: specifier.replace(/^node:/, '') };
  if (/^[./]|^file:/.test(specifier)) return fileTarget(resolve(dirname(from), specifier), specifier, place.root);
  const [own, subpath] = packageOf(specifier, place.packages);
  if (own === undefined) return { kind: 'package', name: packageNameOf(specifier) };
  const exported = exportedFile(own.exports, subpath);
  // A package without exports can still be imported: the wall names the package, not the file.
  const file = exported ?? './package.json';
  return fileTarget(join(place.root, own.path, file), specifier, place.root);
}

function fileTarget(path: string, specifier: string, root: string): ImportTarget {
  if (!existsSync(path) || !statSync(path).isFile()) return { kind: 'nowhere', specifier };
  return { kind: 'module', path: slashed(relative(root, path)) };
}

function packageOf(specifier: string, packages: readonly Package[]): [Package | undefined, string] {
  const own = packages.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
  return [own, own === undefined ? '' : `.${specifier.slice(own.name.length)}`];
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
