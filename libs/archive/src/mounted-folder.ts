// Kubernetes mounts a ConfigMap or a Secret as links: the files are in a folder that is named by the time, `..data` leads to
// it, and each name that one sees leads through `..data`. That link is turned to a new folder when the content changes, so
// whoever reads more than one file reads all of them behind it, and those names are no part of the content.
import { realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export const DATA_LINK = '..data';

/** The folder with the files themselves: `dir`, unless it is such a mount. */
export async function mountedFolder(dir: string): Promise<string> {
  try {
    const [root, data] = await Promise.all([realpath(dir), realpath(join(dir, DATA_LINK))]);
    return dirname(data) === root && (await stat(data)).isDirectory() ? data : dir;
  } catch {
    return dir;
  }
}
