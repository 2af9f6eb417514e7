// The configuration of the broker, as nats-server reads it: each one that is rendered, with the accounts of an installation
// and, where it names them, with certificates.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, test } from 'vitest';

import { brokerFiles, confOf, judged } from './judged-broker.ts';
import { helmTemplate, kustomize } from './render.ts';

const HOME = resolve(import.meta.dirname, '../..');
const OVERLAYS = join(HOME, 'infra', 'k8s', 'overlays');
const CHART = join(HOME, 'infra', 'helm', 'dome');
describe('nats-server takes the configuration', () => {
  test.each(readdirSync(OVERLAYS))('of the overlay %s', async (name) => {
    expect(await judged(brokerFiles(kustomize(join(OVERLAYS, name))))).toMatchObject({ isTaken: true });
  });

  test.each(['cluster', 'keda', 'single', 'tls'])('of the chart with %s-values.yaml', async (name) => {
    const file = join(CHART, 'ci', `${name}-values.yaml`);
    expect(await judged(brokerFiles(helmTemplate(CHART, [file])))).toMatchObject({ isTaken: true });
  });
});

test('a server of a cluster has another store than one that is alone, which would lose its streams there', () => {
  const storeOf = (conf: string): string | undefined => /store_dir: (\S+)/.exec(conf)?.[1];
  const chart = (replicas: number): string => helmTemplate(CHART, [], [`nats.replicas=${replicas}`]);
  expect(storeOf(confOf(kustomize(join(OVERLAYS, 'single'))))).toBe('/data');
  expect(storeOf(confOf(kustomize(join(OVERLAYS, 'cluster'))))).toBe('/data/cluster');
  expect([1, 3].map((replicas) => storeOf(confOf(chart(replicas))))).toEqual(['/data', '/data/cluster']);
});

test('a word that nats-server does not know is seen', async () => {
  const files = brokerFiles(kustomize(join(OVERLAYS, 'single')));
  const wrong = { ...files, 'nats.conf': files['nats.conf']?.replace('sync_interval', 'sync_intervals') ?? '' };
  const { isTaken, says } = await judged(wrong);
  expect(isTaken).toBe(false);
  expect(says).toContain('sync_intervals');
});

test('an existing broker is given no configuration', () => {
  expect(confOf(helmTemplate(CHART, [join(CHART, 'ci', 'existing-nats-values.yaml')]))).toBe('');
});
