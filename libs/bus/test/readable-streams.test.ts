import { describe, expect, test } from 'vitest';

import { eventStreamsOf, readableStreamsOf } from '../src/readable-streams.ts';

describe('filters of a reader', () => {
  test('are shared out to the streams that they match, narrowed to what each stores', () => {
    expect([...eventStreamsOf([])]).toEqual([
      ['JOB_EVENTS', ['dome.evt.job.>']],
      ['RUN_EVENTS', ['dome.evt.run.>']],
      ['LAW_EVENTS', ['dome.evt.law.>']],
    ]);
    expect([...eventStreamsOf(['dome.evt.*.release.*.>', 'dome.evt.job.*.*.*.failed'])]).toEqual([
      ['JOB_EVENTS', ['dome.evt.job.release.*.>', 'dome.evt.job.*.*.*.failed']],
      ['RUN_EVENTS', ['dome.evt.run.release.*.>']],
      ['LAW_EVENTS', ['dome.evt.law.release.*.>']],
    ]);
    expect([...eventStreamsOf(['dome.evt.*.release.*.*.>'])].map(([stream]) => stream)).toEqual(['JOB_EVENTS']);
    expect([...readableStreamsOf(['dome.evt.*.policy.>', 'dome.evt.law.environment.>'])]).toEqual([
      ['JOB_EVENTS', ['dome.evt.job.policy.>']],
      ['RUN_EVENTS', ['dome.evt.run.policy.>']],
      ['LAW_EVENTS', ['dome.evt.law.policy.>', 'dome.evt.law.environment.>']],
    ]);
    expect([...readableStreamsOf(['dome.log.release-abcd.*', 'dome.evt.run.>'])]).toEqual([
      ['JOB_LOGS', ['dome.log.release-abcd.*']],
      ['RUN_EVENTS', ['dome.evt.run.>']],
    ]);
    expect([...readableStreamsOf(['>', '>'])].map(([stream, filters]) => [stream, filters.length])).toEqual([
      ['JOB_EVENTS', 1],
      ['RUN_EVENTS', 1],
      ['LAW_EVENTS', 1],
      ['JOB_LOGS', 1],
    ]);
  });

  test.each([
    'dome.log.>',
    'dome.evt.job.failed',
    'dome.evt.run.*.*.*.failed',
    'dome.cmd.>',
    'dome.live.>',
    'dome.evt..job.>',
    'dome.evt.>.failed',
    'dome evt',
    '',
    `dome.evt.job.${'x'.repeat(600)}.*.*.*`,
  ])('%s matches no event, and is refused with the subjects that there are', (filter) => {
    expect(() => eventStreamsOf([filter])).toThrow(
      expect.objectContaining({
        code: 'INVALID_REQUEST',
        hint: expect.stringContaining('dome.evt.run.{plan}.{runId}.{phase}'),
      }),
    );
  });
});
