// The documentation as a folder of static files: `npm run docs`. It is built from the documents and the sources of truth of this
// repository, asks no network, and may be served from any folder of any server.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { buildSite } from './site/build-site.ts';

const root = resolve(import.meta.dirname, '..');
const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'dist', 'site') } } });
const started = performance.now();
const { files, pages } = buildSite(root);
rmSync(values.out, { recursive: true, force: true });
for (const [path, content] of files) {
  const place = join(values.out, path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, content);
}
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`${pages.length} pages in ${seconds} s: ${join(values.out, 'index.html')}`);
