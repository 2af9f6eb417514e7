// Tells whether anything below a folder was changed since it was looked at last, without reading it: by the change times of
// the system, which nobody but root can set back. Two looks that agree stand for the same bytes.
import { createHash } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export async function stampOf(dir: string): Promise<string> {
  const lines: string[] = [];
  const open = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const entries = await readdir(join(dir, at), { withFileTypes: true });
    const paths = [at, ...entries.filter((entry) => !entry.isDirectory()).map(({ name }) => join(at, name))];
    lines.push(...(await Promise.all(paths.map((path) => lineOf(dir, path)))));
    for (const entry of entries) if (entry.isDirectory()) open.push(join(at, entry.name));
  }
  return createHash('sha256').update(lines.toSorted().join('\n')).digest('hex');
}

async function lineOf(dir: string, path: string): Promise<string> {
  const { dev, ino, mode, size, mtimeNs, ctimeNs } = await lstat(join(dir, path), { bigint: true });
  return [JSON.stringify(path), dev, ino, mode, size, mtimeNs, ctimeNs].join(' ');
}
