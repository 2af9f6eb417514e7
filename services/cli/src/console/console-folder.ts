// Where the console's files are: carried by the package; in a clone they are built, unless they were built of these sources.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { DomeError } from '@dome/contracts';
import { consoleFolderBy } from '@dome/runtime';

import { INSTALLATION } from '../installation.ts';

/** @throws DomeError UNAVAILABLE where it cannot be built, with what the build said last */
export async function consoleFolder(): Promise<string> {
  const builder = join(INSTALLATION.home, 'scripts', 'console.ts');
  if (existsSync(builder)) await built(builder);
  return consoleFolderBy(import.meta.resolve('@dome/console/package.json'));
}

async function built(builder: string): Promise<void> {
  const child = spawn(process.execPath, [builder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  const last = said.trim().split('\n').at(-1) ?? '';
  throw new DomeError('UNAVAILABLE', {
    detail: `The console could not be built: ${last}`,
    hint: 'Install what package-lock.json lists, development packages included: `npm ci`.',
  });
}
