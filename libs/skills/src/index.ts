export type { ArtifactSpec, DescribedSkill, MaterialSpec, NodeRun, ProcessRun } from './described-skill.ts';
/** @public The tests of the daemon run skills under it. */
export { LOG_LIMIT_DEFAULT } from './log-limit.ts';
export type { LogLimit } from './log-limit.ts';
export { findProgram, scriptFault, whyNoProgram } from './find-program.ts';
export { readCatalogue } from './read-catalogue.ts';
export type { CatalogueEntry } from './read-catalogue.ts';
export { readSkill } from './read-skill.ts';
export { skillRefused } from './skill-fault.ts';
export type { SkillFault } from './skill-fault.ts';
export { listSkillFolders, MANIFEST_NAME, readFolderName } from './skill-folders.ts';
export { isTrialMessage } from './trial.ts';
export type { TrialEnd, TrialMessage } from './trial.ts';
export { isReserved } from './variable-names.ts';
