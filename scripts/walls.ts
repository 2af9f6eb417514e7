// Walks the import graph of our workspaces and fails if a wall is broken. With `--root <folder>` it checks another copy
// of the sources, which is how the test shows that each wall works.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { readContractNames } from './walls/contract-names.ts';
import { readModuleGraph } from './walls/module-graph.ts';
import { RULES } from './walls/rules.ts';

const { values } = parseArgs({ options: { root: { type: 'string', default: '.' } } });
const root = resolve(values.root);
const graph = readModuleGraph(root);
const names = readContractNames(root);
const STARTS = ['services/dome/src/main.ts', 'services/dome/src/chain/next.ts', 'services/domed/src/main.ts'];
const missing = STARTS.filter((start) => !graph.modules.has(start));
if (missing.length > 0)
  throw new Error(`the walk found no ${missing.join(' and no ')}: it would pass by seeing nothing`);

const findings = RULES.flatMap((rule) => rule(graph, names));
for (const { rule, at, says } of findings) console.error(`${at}: ${says} [${rule}]`);
const walls = `${RULES.length} walls, ${graph.modules.size} modules walked`;
if (findings.length === 0) console.log(walls);
else console.error(`${walls}, ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
