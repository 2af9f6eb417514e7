// The order inside a package: what may import what.
import { circlesOf, folderArrows, moduleArrows } from './circles.ts';
import { reachFrom, wayTo } from './module-graph.ts';
import type { ModuleGraph } from './module-graph.ts';
import type { Rule } from './rule.ts';

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

/** A console in a browser folds runs, too: the state of a run needs no Node and nothing from outside. */
export const runsNeedNoNode: Rule = (graph) =>
  [...graph.modules.values()]
    .filter(({ path }) => path.startsWith('libs/runs/src/'))
    .flatMap(({ path, imports }) =>
      imports.flatMap(({ specifier, target, line }) =>
        target.kind === 'builtin' || target.kind === 'package'
          ? [{ rule: 'runs need no Node', at: `${path}:${line}`, says: `imports ${specifier}` }]
          : [],
      ),
    );

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
