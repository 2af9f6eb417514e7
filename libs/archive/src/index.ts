export { askGit } from './git.ts';
export type { ArchiveLimits } from './limits.ts';
export { hasTrackedFiles, isInWorkTree } from './list.ts';
export type { Include } from './list.ts';
export { packDirectory } from './pack.ts';
export type { PackedArchive, PackOptions } from './pack.ts';
export { openPlain } from './plain-file.ts';
export { unpackArchive } from './unpack.ts';
export type { UnpackedArchive, UnpackOptions } from './unpack.ts';
