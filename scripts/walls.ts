// Walks the import graph of our workspaces and fails if a wall is broken. With `--root <folder>` it checks another copy
// of the sources, which is how the test shows that each wall works.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { judgeSources } from './walls/judge.ts';

const { values } = parseArgs({ options: { root: { type: 'string', default: '.' } } });
const { seen, findings } = judgeSources(resolve(values.root));
for (const finding of findings) console.error(finding);
if (findings.length === 0) console.log(seen);
else console.error(`${seen}, ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
