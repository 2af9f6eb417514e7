// Items of a log, as a follower yields them.
import type { LogItem, LogLines } from '@dome/client';

export const logLines = (lines: readonly string[], of: Partial<LogLines> = {}): LogLines => ({
  kind: 'lines',
  jobId: 'release-aaaaaaaa_test_1',
  taskId: 'test',
  iteration: 1,
  attempt: 1,
  sequence: 1,
  stream: 'stdout',
  firstLine: 1,
  lines,
  isTruncated: false,
  timeMs: 1_000,
  ...of,
});

const place = { jobId: 'release-aaaaaaaa_test_1', taskId: 'test', iteration: 1, attempt: 1, sequence: 9 };

export const logEnd: LogItem = {
  ...place,
  kind: 'ended',
  ended: {
    ...place,
    runId: 'release-aaaaaaaa',
    epoch: 1,
    lines: 3,
    bytes: 9,
    digest: `sha256:${'a'.repeat(64)}`,
  },
};

export const logGap: LogItem = { ...place, kind: 'gap', from: 4, to: 6 };

/** The text of every line, in order. */
export const textsOf = (items: readonly LogItem[]): string[] =>
  items.flatMap((item) => (item.kind === 'lines' ? item.lines : []));
