// The git state of the skill catalogue, where it has one: what a provenance record names as its source.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import type { Source } from '@dome/contracts';

const run = promisify(execFile);
const timeoutMs = 5_000;

/** Undefined for a folder outside of any repository, or one without a commit. */
export async function gitSource(dir: string): Promise<Source | undefined> {
  const git = async (...args: string[]): Promise<string> => {
    const { stdout } = await run('git', ['-C', dir, ...args], { timeout: timeoutMs });
    return stdout.trim();
  };
  try {
    const commit = await git('rev-parse', 'HEAD');
    const dirty = (await git('status', '--porcelain', '--', '.')) !== '';
    const repo = await git('remote', 'get-url', 'origin').catch(() => '');
    return { commit, dirty, ...(repo === '' ? {} : { repo: withoutSecrets(repo).slice(0, 512) }) };
  } catch {
    return undefined;
  }
}

/** A remote may carry a password; a record is read by many. */
function withoutSecrets(url: string): string {
  return url.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1');
}
