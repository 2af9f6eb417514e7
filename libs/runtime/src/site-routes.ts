// The site of the documentation as a route of the listener. It is a folder of files whose links are relative and whose pages
// bring their own policy, so all that is needed is to hand them out.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { fileAnswer } from './file-answer.ts';
import type { HttpRoute } from './http-listener.ts';

/** Where the site begins. */
export const SITE_PATH = '/docs/';

const INDEX = 'index.html';

/** @returns no route where the folder has no site */
export async function siteRoutes(folder: string): Promise<Readonly<Record<string, HttpRoute>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  // Only what is listed here is read, whatever a path asks for.
  const byPath = new Map(
    files.map((file) => [`${SITE_PATH}${file.slice(folder.length + 1).replaceAll('\\', '/')}`, file]),
  );
  const index = byPath.get(`${SITE_PATH}${INDEX}`);
  if (index === undefined) return {};
  return {
    [`${SITE_PATH}*`]: async ({ path }) => {
      const file = path === SITE_PATH ? index : byPath.get(path);
      if (file === undefined) return { status: 404, text: `The documentation has no ${path}.\n` };
      return fileAnswer(file, await readFile(file));
    },
    // Without the slash, links of the page would lead elsewhere.
    [SITE_PATH.slice(0, -1)]: () => ({ status: 308, text: '', headers: { location: SITE_PATH } }),
  };
}
