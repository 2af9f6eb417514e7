export { askGit } from './git.ts';
export type { GitAnswer } from './git.ts';
export { untrackedFiles } from './list.ts';
export type { Include } from './list.ts';
export { packDirectory } from './pack.ts';
export type { PackedArchive } from './pack.ts';
export { openPlain } from './plain-file.ts';
export { unpackArchive } from './unpack.ts';
export { workTreeState } from './work-tree.ts';
