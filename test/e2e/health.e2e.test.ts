// What a plane says of itself when only the connection for its work is lost: requests have their own, so it can be asked.
import { ENDPOINTS, openReply } from '@dome/contracts';
import type { HealthReply } from '@dome/contracts';
import { askService, eventually, startTcpProxy } from '@dome/testkit';
import { expect, test } from 'vitest';

import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

async function healthOf(stage: Stage, plane: 'controlHealth' | 'runtimeHealth'): Promise<HealthReply> {
  const payload = new TextEncoder().encode('{}');
  const asking = plane === 'controlHealth' ? await stage.planes.connectAs('ada') : stage.dome;
  const reply = await askService(asking, { subject: ENDPOINTS[plane].address, payload });
  return openReply(plane, reply.data);
}

const brokerIn = ({ checks }: HealthReply) => checks.find(({ name }) => name === 'broker');

test(
  'a plane without the connection for its work says so to whoever asks for its health',
  { timeout: 60_000 },
  async () => {
    await using stage = await openStage({ skills: ['count-node'] });
    const target = Number(new URL(stage.planes.url).port);
    await using toDomed = await startTcpProxy(target);
    await using toDome = await startTcpProxy(target);
    const instance = 'alone';
    await stage.daemon({ instance, env: { DOME_NATS_URL: toDomed.url } });
    await stage.control({ instance, env: { DOME_NATS_URL: toDome.url } });
    for (const [plane, proxy, name] of [
      ['runtimeHealth', toDomed, instance],
      ['controlHealth', toDome, `dome ${instance}`],
    ] as const) {
      const before = await healthOf(stage, plane);
      expect(brokerIn(before)).toEqual({ name: 'broker', ok: true, detail: 'connected' });
      proxy.bar(`"name":"${name}"`);
      const lost = await eventually(async () => {
        const now = await healthOf(stage, plane);
        return brokerIn(now)?.ok === false && now;
      });
      expect(lost.status).toBe('degraded');
    }
  },
);
