// Which runs a list shows.
import type { RunListRequest } from '@dome/contracts';

import type { ListedRun } from './run-index.ts';

export function isListed({ planName, labels, summary }: ListedRun, request: RunListRequest): boolean {
  const { plan, state, result, submittedBy } = request;
  return (
    (plan ?? planName) === planName &&
    (state ?? summary.state) === summary.state &&
    (submittedBy ?? summary.submittedBy) === summary.submittedBy &&
    (result === undefined || summary.result === result) &&
    !isBeforeAll(summary.submittedAt, request) &&
    Object.entries(request.labels ?? {}).every(([name, value]) => labels[name] === value)
  );
}

/** Runs come in the order of their times, so none submitted before it is listed either. */
export const isBeforeAll = (submittedAt: string, { since }: RunListRequest): boolean =>
  since !== undefined && Date.parse(submittedAt) < Date.parse(since);

/** A filter that may pass over most runs; plans are found by the names of their subjects. */
export const isSparse = ({ labels, submittedBy, result }: RunListRequest): boolean =>
  labels !== undefined || submittedBy !== undefined || result !== undefined;
