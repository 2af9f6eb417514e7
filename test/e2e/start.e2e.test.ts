// A plane that loses its link to the broker while it starts continues where it was, at any step.
import { startTcpProxy } from '@dome/testkit';
import { expect, test } from 'vitest';

import { openStage } from './stage.ts';

const SKILLS = ['count-node'];
/** What each plane sends first at a step of its start. */
const DAEMON_STEPS = [
  'SUB dome.live.job',
  'SUB dome.svc.domed.health',
  'CONSUMER.INFO.SKILL_COMMANDS',
  '$KV.domed_descriptors',
  '$KV.domed_capabilities',
];
const CONTROL_STEPS = [
  '$JS.API.DIRECT.GET.RUN_EVENTS',
  'CONSUMER.INFO.RUN_EVENTS',
  'CONSUMER.INFO.JOB_EVENTS',
  'CONSUMER.MSG.NEXT',
  'SUB dome.svc.dome.health',
];

test('a link that is cut at any step of a start is dialled again, and the start continues', async () => {
  await using stage = await openStage({ skills: SKILLS });
  const { planes } = stage;
  await using proxy = await startTcpProxy(Number(new URL(planes.credentials('dome').servers).port));
  const server: typeof planes = {
    ...planes,
    credentials: (user) => ({ ...planes.credentials(user), servers: proxy.url }),
  };
  for (const [at, said] of [...DAEMON_STEPS, ...CONTROL_STEPS].entries()) {
    const instance = `plane-${at}`;
    proxy.cutAt(said);
    const plane = DAEMON_STEPS.includes(said)
      ? await stage.daemon({ server, instance })
      : await stage.control({ server, instance });
    expect(proxy.cuts, said).toBe(at + 1);
    expect(plane.log.filter(({ level }) => level === 'fatal')).toEqual([]);
    await plane.stop();
  }
}, 120_000);
