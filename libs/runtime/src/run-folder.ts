// A folder for as long as a process runs. What it holds may be secret, so only its owner can look into it; and what a process
// left that was killed, with everything that would have tidied up after it, is removed by the next one that opens a folder.
import { mkdtemp, opendir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { makeFolder } from './make-folder.ts';
import { identityOf, isProcessIdentity, lifeOf } from './process-identity.ts';

export interface RunFolder extends AsyncDisposable {
  readonly path: string;
}

const ownerFile = 'owner.json';
const goneMark = '.gone';
const ownerOnly = 0o700;

/**
 * A new folder `<prefix>…` in the first of `dirs` that can be had; disposing removes it.
 * @throws what the system says of the last of them
 */
export async function openRunFolder(prefix: string, dirs: readonly [string, ...string[]]): Promise<RunFolder> {
  const [first, ...others] = dirs;
  const dir = resolve(first);
  try {
    await makeFolder(dir, ownerOnly);
    const path = await mkdtemp(join(dir, prefix));
    await writeFile(join(path, ownerFile), JSON.stringify(await identityOf(process.pid)), { mode: 0o600 });
    // Nobody waits for it; what it cannot remove stays for the next one.
    void sweep(dir, prefix).catch(() => undefined);
    return { path, [Symbol.asyncDispose]: () => removeFolder(path) };
  } catch (cause) {
    const [next, ...rest] = others;
    if (next === undefined) throw cause;
    return await openRunFolder(prefix, [next, ...rest]);
  }
}

async function sweep(dir: string, prefix: string): Promise<void> {
  for await (const entry of await opendir(dir)) {
    if (!entry.isDirectory() || !entry.name.startsWith(prefix)) continue;
    const path = join(dir, entry.name);
    if (entry.name.endsWith(goneMark)) await removeFolder(path).catch(() => undefined);
    else if (await isLeftOver(path)) await clear(path).catch(() => undefined);
  }
}

/** Renamed first: cut short, the removal must not leave a folder that nobody knows the owner of. */
async function clear(path: string): Promise<void> {
  const gone = `${path}${goneMark}`;
  await rename(path, gone);
  await removeFolder(gone);
}

/** Without a readable owner it is being made, or is somebody else's. */
async function isLeftOver(path: string): Promise<boolean> {
  const owner: unknown = await readFile(join(path, ownerFile), 'utf8').then(JSON.parse, () => undefined);
  return isProcessIdentity(owner) && (await lifeOf(owner)) === 'gone';
}

function removeFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 3 });
}
