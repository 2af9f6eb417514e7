// `npm run bench -- page`: writes tables, charts and figures from the results of the comparison into the documents. A test
// fails while one of them says something else.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { readWritten } from './page/read-written.ts';
import { figuresByHand } from './page/written.ts';

const root = join(import.meta.dirname, '..');
for (const [path, { is, wanted }] of await readWritten(root)) {
  for (const line of path.endsWith('.md') ? figuresByHand(path, wanted) : []) {
    console.error(`a figure that no result can correct, ${line}`);
    process.exitCode = 1;
  }
  if (is === wanted) continue;
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), wanted);
  console.log(`written: ${path}`);
}
