// Where the site of the documentation is: carried by the package; in a clone it is there once `npm run docs` has made it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { INSTALLATION } from '../installation.ts';

/** @returns a folder that may not be there */
export function siteFolder(): string {
  const carried = join(INSTALLATION.home, 'site');
  return existsSync(carried) ? carried : join(INSTALLATION.home, 'dist', 'site');
}
