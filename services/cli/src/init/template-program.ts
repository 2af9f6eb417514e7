import type { ProjectFile } from './skill-files.ts';

/** A language's part of a new skill. */
export interface TemplateProgram {
  /** The member `runs` of the manifest. */
  readonly runs: string;
  /** Paths below the folder of the skill. */
  readonly files: readonly ProjectFile[];
  /** What a machine must have to run it. */
  readonly needs: string;
}
