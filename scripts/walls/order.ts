// The order inside a package: what may import what.
import { circlesOf, folderArrows, moduleArrows } from './circles.ts';
import { reachFrom, wayTo } from './module-graph.ts';
import type { ModuleGraph } from './module-graph.ts';
import type { Finding, Rule } from './rule.ts';

const CHAIN = 'services/dome/src/chain/';
/** Where dome acts: everything here waits, reads the time or communicates. */
const ACTING = /^services\/dome\/src\/(drive|adapters|services)\//;

/** `chain` decides a run and `drive` acts on it: no import leads from the first to anything that acts. */
export const chainOnlyDecides: Rule = (graph) => {
  const starts = [...graph.modules.keys()].filter((path) => path.startsWith(CHAIN));
  const reached = reachFrom(graph, starts);
  return [...reached.keys()]
    .filter((path) => ACTING.test(path))
    .map((path) => ({ rule: 'chain only decides', at: path, says: `is reached from chain: ${wayTo(path, reached)}` }));
};

/** What a browser loads: the console, and what libraries offer it. */
const IN_BROWSER = /^(services\/console\/src\/|libs\/[\w-]+\/src\/portable\.ts$)/;
const BROWSER_PACKAGES = new Set([
  '@nats-io/nats-core',
  '@noble/ed25519',
  '@noble/hashes',
  '@preact/signals',
  'preact',
]);

/** A browser has no Node: nothing that it loads imports a built-in module, or a package that is not meant for it. */
export const browserNeedsNoNode: Rule = (graph) => {
  const starts = [...graph.modules.keys()].filter((path) => IN_BROWSER.test(path));
  const reached = new Set(starts);
  const findings: Finding[] = [];
  for (const path of reached) {
    for (const { specifier, target, isType, line } of graph.modules.get(path)?.imports ?? []) {
      if (isType) continue;
      if (target.kind === 'module') reached.add(target.path);
      const isForeign = target.kind === 'package' && !BROWSER_PACKAGES.has(target.name);
      if (target.kind !== 'builtin' && !isForeign) continue;
      findings.push({ rule: 'a browser needs no Node', at: `${path}:${line}`, says: `imports ${specifier}` });
    }
  }
  return findings;
};

/** Neither modules nor folders of a package form a cycle: a package can be read in one order. */
export const noCircles: Rule = (graph) =>
  packagesOf(graph).flatMap((packagePath) => {
    const modules = moduleArrows(graph, packagePath);
    return [...circlesOf(modules), ...circlesOf(folderArrows(modules))].map(({ steps }) => ({
      rule: 'no circles',
      at: steps[0] ?? packagePath,
      says: `leads back to itself: ${steps.join(' -> ')}`,
    }));
  });

const packagesOf = (graph: ModuleGraph): string[] => [
  ...new Set([...graph.modules.values()].map(({ packagePath }) => packagePath)),
];
