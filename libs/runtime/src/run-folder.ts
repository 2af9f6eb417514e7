// A folder that lives as long as a process. What it holds may be secret, so only its owner can read it. If a process
// and everything that would have cleaned up after it is killed, the next process to open a folder removes what was
// left.
import { mkdtemp, opendir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { makeFolder } from './make-folder.ts';
import { processIdentityOf, isProcessIdentity, lifeOf } from './process-identity.ts';

export interface RunFolder extends AsyncDisposable {
  readonly path: string;
}

const OWNER_FILE = 'owner.json';
const GONE_MARK = '.gone';
const OWNER_ONLY = 0o700;

/**
 * Creates a folder `<prefix>…` in the first of `dirs` that allows it; disposing removes it.
 * @throws the system's error for the last of them
 */
export async function openRunFolder(prefix: string, dirs: readonly [string, ...string[]]): Promise<RunFolder> {
  const [first, ...others] = dirs;
  const dir = resolve(first);
  try {
    await makeFolder(dir, OWNER_ONLY);
    const path = await mkdtemp(join(dir, prefix));
    await writeFile(join(path, OWNER_FILE), JSON.stringify(await processIdentityOf(process.pid)), { mode: 0o600 });
    // Nobody waits for this; what it cannot remove is left for the next one.
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
    if (entry.name.endsWith(GONE_MARK)) await removeFolder(path).catch(() => undefined);
    else if (await isLeftOver(path)) await clear(path).catch(() => undefined);
  }
}

/** Renamed first: an interrupted removal must not leave a folder without a known owner. */
async function clear(path: string): Promise<void> {
  const gone = `${path}${GONE_MARK}`;
  await rename(path, gone);
  await removeFolder(gone);
}

/** Without a readable owner it is being created, or belongs to someone else. */
async function isLeftOver(path: string): Promise<boolean> {
  const owner: unknown = await readFile(join(path, OWNER_FILE), 'utf8').then(JSON.parse, () => undefined);
  return isProcessIdentity(owner) && (await lifeOf(owner)) === 'gone';
}

function removeFolder(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 3 });
}
