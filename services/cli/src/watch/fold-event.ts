import type { AnyEvent } from '@dome/contracts';

import { foldJob } from './fold-job.ts';
import { foldRunEvent } from './fold-run.ts';
import type { RunModel } from './run-model.ts';

/** The run after one more event of RUN_EVENTS, JOB_EVENTS or JOB_LOGS. */
export function foldEvent(run: RunModel, event: AnyEvent, sequence: number): RunModel {
  return event.type.startsWith('dev.dome.run.') ? foldRunEvent(run, event, sequence) : foldJob(run, event);
}
