// Which source an image is made of: what its labels and its provenance say.
import { execFileSync } from 'node:child_process';

export interface ImageSource {
  /** Of git; `unknown` where there is none. */
  readonly revision: string;
  /** True where files differ from the revision. */
  readonly isChanged: boolean;
  /** Where the repository comes from, without a login; `unknown` for one that came from nowhere. */
  readonly repository: string;
}

export function imageSource(): ImageSource {
  const revision = git('rev-parse', 'HEAD') ?? UNKNOWN;
  const isChanged = (git('status', '--porcelain') ?? '') !== '';
  return { revision, isChanged, repository: withoutLogin(git('remote', 'get-url', 'origin') ?? UNKNOWN) };
}

/** What a label says of it. */
export const revisionLabel = ({ revision, isChanged }: ImageSource): string =>
  isChanged ? `${revision}-changed` : revision;

const UNKNOWN = 'unknown';

/** A token in an address would be readable in every image. A path says something of one machine alone. */
export function withoutLogin(address: string): string {
  if (!URL.canParse(address)) return /^[\w.-]+@[\w.-]+:/.test(address) ? address : UNKNOWN;
  const url = new URL(address);
  if (url.protocol === 'file:') return UNKNOWN;
  url.username = '';
  url.password = '';
  return url.href;
}

function git(...args: string[]): string | undefined {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
