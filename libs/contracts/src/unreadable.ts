// Why a file or a folder cannot be used, as people say it. Pure: the error of the system in, words out.

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is no folder',
  EEXIST: 'is no folder',
  EISDIR: 'is a folder, and not a file',
  EACCES: 'may not be used by the user of this process',
  EPERM: 'may not be used by the user of this process',
  EROFS: 'is on a file system that is mounted read-only',
  ENOSPC: 'is on a file system without space',
  ELOOP: 'is a circle of links',
};

/** To be said after a path: `is not there (ENOENT)`. */
export function whyUnusable(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  const words = (code === undefined ? undefined : WORDS[code]) ?? 'cannot be used';
  return code === undefined ? words : `${words} (${code})`;
}
