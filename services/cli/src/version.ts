import { existsSync, readFileSync } from 'node:fs';

/** Beside the sources there is a manifest one folder up; what is published has it beside the program. */
export function readVersion(): string {
  for (const path of ['./package.json', '../package.json']) {
    const url = new URL(path, import.meta.url);
    if (!existsSync(url)) continue;
    const manifest: unknown = JSON.parse(readFileSync(url, 'utf8'));
    const version: unknown = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : '';
    return String(version);
  }
  return '0.0.0';
}
