import { createPublisher } from '@dome/bus';
import { asRunId, jobIdFor } from '@dome/contracts';
import { createLogger, systemClock } from '@dome/runtime';
import { eventually, openRawStreams, startPlanesServer } from '@dome/testkit';
import { LOG_LIMIT_DEFAULT } from '@dome/skills';
import { expect, it } from 'vitest';

import { createLogOpener } from '../../src/adapters/log-opener.ts';

const logger = createLogger({ name: 'domed', level: 'silent' });

const job = { skill: 'echo', runId: asRunId('logs-aaaaaaaa'), taskId: 'task', iteration: 1, jobId: jobIdFor('job') };

it('stores nothing after the end marker, and nothing for an attempt that has lost its job', async () => {
  await using planes = await startPlanesServer();
  await using publisher = createPublisher(await planes.connectAs('domed'));
  const raw = await openRawStreams(planes);
  const stored = async (): Promise<unknown[]> =>
    (await raw.read('JOB_LOGS')).map(({ body }) => {
      const { type, data } = body as { type: string; data: { text?: string } };
      return data.text ?? type;
    });
  let isSilenced = false;
  const openLog = createLogOpener({ publisher, logger, clock: systemClock, source: '/domed/test' });
  const open = (attempt: number): ReturnType<typeof openLog> =>
    openLog({ job, attempt, epoch: attempt, cause: {}, limit: LOG_LIMIT_DEFAULT, isSilenced: () => isSilenced });

  const ended = open(1);
  const silent = open(2);
  void ended.line({ stream: 'stdout', text: 'in time' });
  expect(await ended.end()).toMatchObject({ lines: 1 });
  expect(await silent.end()).toBeUndefined();
  const lost = open(3);
  void lost.line({ stream: 'stdout', text: 'still its own' });
  await eventually(async () => (await stored()).includes('still its own'));
  isSilenced = true;
  for (const log of [ended, silent, lost]) {
    void log.line({ stream: 'stdout', text: 'too late' });
    log.annotation({ level: 'error', message: 'too late' });
  }
  await publisher.drain();
  expect(await stored()).toEqual(['in time', 'dev.dome.job.log-ended.v1', 'still its own']);
});
