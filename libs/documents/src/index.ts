export { decodeText } from './decode.ts';
export type { DocumentFault } from './fault.ts';
export { readDocument } from './read.ts';
export { listSkillFolders, MANIFEST_NAME } from './skill-folders.ts';
export type { SkillFolders } from './skill-folders.ts';
