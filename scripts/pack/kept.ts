// What of a package is carried: not what only its developers read, nor what only another runtime does. Licences stay.

/** Declarations, and maps to sources that are not there. */
const FOR_COMPILERS = /\.(?:d\.[cm]?ts|map)$/;
/** Tests and measurements, and the native code that `bare-*` packages have for Bare in place of Node's own modules. */
const FOR_OTHERS = new Set(['test', 'tests', 'benchmark', 'benchmarks', 'prebuilds']);

/** @param path of a file or folder, below the folder of its package, with slashes. */
export function isCarried(path: string): boolean {
  return !FOR_COMPILERS.test(path) && !FOR_OTHERS.has(path.split('/')[0] ?? '');
}
