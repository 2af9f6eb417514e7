// What is known of a gate beyond the control plane's answer: the whole summaries and times of its tasks, the findings in
// their logs, and the files that have changed since the iteration before.
import type { ChangedFile } from '@dome/archive';
import type { FindingCounts } from '@dome/client';
import type { GateDetail, GateTask } from '@dome/contracts';
import type { OutputChange } from '@dome/runs';

import type { TaskRecord } from '@dome/runs';

export interface GateStory {
  readonly detail: GateDetail;
  /** Of its tasks, and of those of the remedy before it. */
  readonly records: readonly TaskRecord[];
  /** What its tasks put out, and did not in the iteration before. */
  readonly outputs: readonly OutputChange[];
  /** By job; undefined: the logs are too long to be read for this. */
  readonly findings: ReadonlyMap<string, FindingCounts> | undefined;
  /** Undefined: nothing has changed, or it is too much to be fetched for this. */
  readonly files: readonly ChangedFile[] | undefined;
}

export const taskRecordIn = (
  { records }: Pick<GateStory, 'records'>,
  { taskId, iteration }: GateTask,
): TaskRecord | undefined => records.find((one) => one.taskId === taskId && one.iteration === iteration);
