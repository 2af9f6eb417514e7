// All walls over the sources below one folder.
import { readContractNames } from './contract-names.ts';
import { readModuleGraph } from './module-graph.ts';
import type { ReadModule } from './module-graph.ts';
import { readModule } from './module-contents.ts';
import { RULES } from './rules.ts';

export interface WallsSeen {
  /** What was looked at: `10 walls, 985 modules walked`. */
  readonly seen: string;
  /** One line for each wall that is broken somewhere. */
  readonly findings: readonly string[];
}

const STARTS = ['services/dome/src/main.ts', 'services/dome/src/chain/next.ts', 'services/domed/src/main.ts'];

/** @throws Error when a plane is not there, or a module cannot be read: nothing would be seen, and nothing found */
export function judgeSources(root: string, read: ReadModule = readModule): WallsSeen {
  const graph = readModuleGraph(root, read);
  const names = readContractNames(root);
  const missing = STARTS.filter((start) => !graph.modules.has(start));
  if (missing.length > 0)
    throw new Error(`the walk found no ${missing.join(' and no ')}: it would pass by seeing nothing`);
  const findings = RULES.flatMap((rule) => rule(graph, names)).map(({ rule, at, says }) => `${at}: ${says} [${rule}]`);
  return { seen: `${RULES.length} walls, ${graph.modules.size} modules walked`, findings };
}
