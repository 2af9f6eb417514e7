// What the daemon and a runner process say to each other, over a channel of their own: what the skill prints can never
// pass for a verdict. Types only, so a runner loads nothing of the daemon.
import type { RunVerdict } from './skill-context.ts';

export interface RunJob {
  readonly type: 'run';
  readonly main: string;
  readonly input: object;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Written to both streams after the last word of the job. Nobody but this job and its daemon knows it. */
  readonly marker: string;
  readonly context: {
    readonly runId: string;
    readonly taskId: string;
    readonly jobId: string;
    readonly attempt: number;
    readonly epoch: number;
    readonly deadlineMs: number;
    readonly workspace?: string;
    readonly artifacts: string;
    readonly materials: string;
    readonly summaryFile: string;
  };
}

export type ToRunner = RunJob | { readonly type: 'stop'; readonly reason: string };

export type FromRunner =
  | { readonly type: 'ready' }
  | { readonly type: 'alive' }
  /** `isQuiet`: nothing of the job is left in the process that could run later. */
  | { readonly type: 'ended'; readonly verdict: RunVerdict; readonly isQuiet: boolean }
  | { readonly type: 'crashed'; readonly message: string };
