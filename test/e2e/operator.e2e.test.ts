// What stock tools show an operator, by the requests that they send: everything says what it is for, nothing can be changed, and
// what the broker has to say about streams and consumers arrives.
import { isJsonObject } from '@dome/contracts';
import { eventually } from '@dome/testkit';
import type { NatsConnection } from '@nats-io/transport-node';
import { expect, test } from 'vitest';

import { openStage } from './stage.ts';

const PLANES = ['DOMED', 'DOME'] as const;

async function ask(nc: NatsConnection, subject: string, body: object = {}): Promise<Record<string, unknown>> {
  const reply: unknown = (await nc.request(subject, JSON.stringify(body), { timeout: 5_000 })).json();
  if (!isJsonObject(reply)) throw new Error(`the reply on ${subject} is no object`);
  return reply;
}

const listIn = (reply: Record<string, unknown>, member: string): Record<string, unknown>[] => {
  const list: unknown = reply[member];
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
};

const configOf = ({ config }: Record<string, unknown>): Record<string, unknown> => (isJsonObject(config) ? config : {});

test('an operator sees all of it described, hears advisories, and changes nothing', { timeout: 90_000 }, async () => {
  await using stage = await openStage({ skills: ['echo'] });
  await stage.daemon();
  await stage.control();
  const [operator, provisioner] = await Promise.all([
    stage.planes.connectAs('operator'),
    stage.planes.connectAs('domed-provisioner'),
  ]);

  await streamsAreDescribed(operator);
  await endpointsAreDescribed(operator);

  // stream get, kv get
  const law = await ask(operator, 'DOME.API.STREAM.MSG.GET.LAW_EVENTS', { seq: 1 });
  expect(law).toMatchObject({ message: { subject: expect.stringMatching(/^dome\.evt\.law\./) } });
  const announced = { last_by_subj: '$KV.domed_capabilities.>' };
  expect(await ask(operator, 'DOMED.API.STREAM.MSG.GET.KV_domed_capabilities', announced)).toHaveProperty('message');

  // events
  const heard: string[] = [];
  operator.subscribe('DOMED.EVENT.ADVISORY.>', { callback: (_, { subject }) => void heard.push(subject) });
  await operator.flush();
  const config = { name: 'passing', durable_name: 'passing', ack_policy: 'explicit' };
  await ask(provisioner, '$JS.API.CONSUMER.CREATE.JOB_LOGS.passing', { stream_name: 'JOB_LOGS', config });
  await eventually(() => heard.some((subject) => subject.endsWith('.CONSUMER.CREATED.JOB_LOGS.passing')));

  // No right to change anything, in any spelling.
  for (const prefix of ['$JS.API', 'DOMED.API', 'DOME.API'])
    for (const call of ['STREAM.PURGE', 'STREAM.DELETE', 'STREAM.UPDATE', 'CONSUMER.CREATE'])
      await expect(operator.request(`${prefix}.${call}.RUN_EVENTS`, '{}', { timeout: 5_000 })).rejects.toThrow(
        /Permissions Violation/,
      );
});

async function streamsAreDescribed(operator: NatsConnection): Promise<void> {
  // stream ls, kv ls, object ls, consumer ls
  const streams: string[] = [];
  for (const plane of PLANES) {
    const listed = listIn(await ask(operator, `${plane}.API.STREAM.LIST`), 'streams').map(configOf);
    streams.push(...listed.map(({ name }) => String(name)));
    for (const { name, description, metadata } of listed) {
      expect(description, String(name)).toMatch(/\w{3}/);
      expect(metadata, String(name)).toMatchObject({ 'dome.account': plane, 'dome.docs': 'docs/contract.md' });
      const consumers = listIn(await ask(operator, `${plane}.API.CONSUMER.LIST.${String(name)}`), 'consumers');
      for (const consumer of consumers.map(configOf))
        expect(consumer).toMatchObject({ description: expect.stringMatching(/\w{3}/), metadata: { 'dome.docs': /./ } });
    }
  }
  expect(streams).toEqual(
    expect.arrayContaining(['JOB_EVENTS', 'RUN_EVENTS', 'KV_domed_locks', 'OBJ_domed_artifacts']),
  );
}

async function endpointsAreDescribed(operator: NatsConnection): Promise<void> {
  // service ls, service info
  const infos: Record<string, unknown>[] = [];
  for await (const info of await operator.requestMany('$SRV.INFO', '', { maxWait: 2_000 })) {
    const said: unknown = info.json();
    if (isJsonObject(said)) infos.push(said);
  }
  expect(infos.map(({ name }) => String(name)).toSorted()).toEqual(['dome', 'domed']);
  for (const endpoint of infos.flatMap((info) => listIn(info, 'endpoints')))
    expect(endpoint, String(endpoint['name'])).toMatchObject({
      metadata: {
        description: expect.stringMatching(/\w{3}/),
        'asked-by': expect.stringMatching(/dome|people/),
        reply: expect.stringMatching(/^(schemas\/service\/[a-z-]+\.json|bytes)$/),
      },
    });
}
