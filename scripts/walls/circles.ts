// Import cycles: between modules, and between folders even if no module is in one.
import type { ModuleGraph } from './module-graph.ts';

export type Arrows = ReadonlyMap<string, ReadonlySet<string>>;

export interface Circle {
  /** The first and the last step are the same. */
  readonly steps: readonly string[];
}

/** The imports between the modules of one package. */
export function moduleArrows(graph: ModuleGraph, packagePath: string): Arrows {
  const arrows = new Map<string, Set<string>>();
  for (const { path, packagePath: own, imports } of graph.modules.values()) {
    if (own !== packagePath || !path.startsWith(`${packagePath}/src/`)) continue;
    const targets = imports.flatMap(({ target }) => (target.kind === 'module' ? [target.path] : []));
    arrows.set(path, new Set(targets.filter((target) => target.startsWith(`${packagePath}/src/`) && target !== path)));
  }
  return arrows;
}

/** The same between its folders. A module outside any folder stands for itself. */
export function folderArrows(modules: Arrows): Arrows {
  const arrows = new Map<string, Set<string>>();
  for (const [path, targets] of modules) {
    const from = folderOf(path);
    const seen = arrows.get(from) ?? new Set();
    for (const target of targets) if (folderOf(target) !== from) seen.add(folderOf(target));
    arrows.set(from, seen);
  }
  return arrows;
}

const folderOf = (path: string): string => path.split('/').slice(0, 4).join('/');

/** The shortest cycle through each node that is in one, each cycle once. */
export function circlesOf(arrows: Arrows): Circle[] {
  const circles: Circle[] = [];
  const seen = new Set<string>();
  for (const start of [...arrows.keys()].toSorted()) {
    if (seen.has(start)) continue;
    const steps = wayBack(start, arrows);
    if (steps === undefined) continue;
    circles.push({ steps });
    for (const step of steps) seen.add(step);
  }
  return circles;
}

/** The shortest path from a node back to itself. */
function wayBack(start: string, arrows: Arrows): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const open = [start];
  for (const at of open) {
    for (const next of arrows.get(at) ?? []) {
      if (next === start) return [...pathTo(at, cameFrom), start];
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, at);
      open.push(next);
    }
  }
  return undefined;
}

function pathTo(end: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const path: string[] = [];
  for (let at: string | undefined = end; at !== undefined; at = cameFrom.get(at)) path.unshift(at);
  return path;
}
