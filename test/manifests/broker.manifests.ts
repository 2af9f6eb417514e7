// The configuration of the broker, as nats-server reads it: each one that is rendered, with the accounts of an installation
// and, where it names them, with certificates.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';

import { ensureServer } from '@dome/broker';
import { renderAccounts } from '@dome/contracts';
import { createTestAuthority } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import { at, readManifests, textOf } from './manifest.ts';
import { helmTemplate, kustomize } from './render.ts';

const HOME = resolve(import.meta.dirname, '../..');
const OVERLAYS = join(HOME, 'infra', 'k8s', 'overlays');
const CHART = join(HOME, 'infra', 'helm', 'dome');
const { path: server } = await ensureServer({});
const accounts = renderAccounts({ people: ['ada', 'grace'], password: (user) => `p-${user}` });

const confOf = (rendered: string): string => {
  const texts = readManifests(rendered).map(({ fields }) => textOf(at(fields, 'data', 'nats.conf')));
  return texts.find((text) => text !== '') ?? '';
};

/** What nats-server says of a configuration, and whether it would start with it. */
async function judged(conf: string): Promise<{ readonly isTaken: boolean; readonly says: string }> {
  const dir = mkdtempSync(join(tmpdir(), 'dome-broker-'));
  await using authority = await createTestAuthority();
  const { certFile, keyFile } = await authority.issue('nats');
  const files = {
    '/run/tls/server/tls.crt': certFile,
    '/run/tls/server/tls.key': keyFile,
    '/run/tls/ca/ca.crt': authority.caFile,
  };
  const here = Object.entries(files).reduce((text, [there, path]) => text.replaceAll(there, path), conf);
  try {
    writeFileSync(join(dir, 'accounts.conf'), accounts);
    writeFileSync(join(dir, 'nats.conf'), here);
    const env = { ...process.env, POD_NAME: 'nats-0' };
    const { status, stdout, stderr } = spawnSync(server, ['-t', '-c', join(dir, 'nats.conf')], {
      encoding: 'utf8',
      env,
    });
    return { isTaken: status === 0, says: `${stdout}${stderr}` };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describe('nats-server takes the configuration', () => {
  test.each(readdirSync(OVERLAYS))('of the overlay %s', async (name) => {
    expect(await judged(confOf(kustomize(join(OVERLAYS, name))))).toMatchObject({ isTaken: true });
  });

  test.each(['cluster', 'keda', 'single', 'tls'])('of the chart with %s-values.yaml', async (name) => {
    const file = join(CHART, 'ci', `${name}-values.yaml`);
    expect(await judged(confOf(helmTemplate(CHART, [file])))).toMatchObject({ isTaken: true });
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
  const conf = confOf(kustomize(join(OVERLAYS, 'single')));
  const { isTaken, says } = await judged(conf.replace('sync_interval', 'sync_intervals'));
  expect(isTaken).toBe(false);
  expect(says).toContain('sync_intervals');
});

test('an existing broker is given no configuration', () => {
  expect(confOf(helmTemplate(CHART, [join(CHART, 'ci', 'existing-nats-values.yaml')]))).toBe('');
});
