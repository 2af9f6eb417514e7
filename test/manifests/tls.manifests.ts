// TLS as the components of kustomize make it: for clients and among the servers, with names that each side finds.
import { join } from 'node:path';
import { checkServerIdentity } from 'node:tls';
import type { PeerCertificate } from 'node:tls';

import { describe, expect, test } from 'vitest';

import { brokerFiles, judged } from './judged-broker.ts';
import { at, listOf, readManifests, textOf } from './manifest.ts';
import { kustomize } from './render.ts';

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'manifests');
const OVERLAYS = join(import.meta.dirname, '..', '..', 'infra', 'k8s', 'overlays');
const rendered = kustomize(join(FIXTURES, 'cluster-tls'));
const manifests = readManifests(rendered);
const HOST = /\b(?:nats|tls):\/\/([\w.-]+):\d+/g;
const hostsIn = (text: string): string[] => [...text.matchAll(HOST)].map(([, host = '']) => host);

const certificate = manifests.find(({ kind, name }) => kind === 'Certificate' && name === 'nats-tls');
const names = listOf(at(certificate?.fields, 'spec', 'dnsNames')).map(textOf);

/** As the planes and the command line judge a name; the servers do the same with less care for wildcards. */
function fits(host: string): boolean {
  const subjectaltname = names.map((name) => `DNS:${name}`).join(', ');
  const peer: Pick<PeerCertificate, 'subjectaltname'> = { subjectaltname };
  return checkServerIdentity(host, peer as PeerCertificate) === undefined;
}

test('nats-server takes the configuration, for clients and among the servers', async () => {
  const files = brokerFiles(rendered);
  expect(await judged(files)).toMatchObject({ isTaken: true });
  expect(files['nats.conf']?.match(/include \.\/tls\.conf/g)).toHaveLength(2);
  expect(files['tls.conf']).toContain('key_file');
});

describe('the certificate has each name under which the broker is reached', () => {
  const addresses = ['single', 'cluster'].flatMap((overlay) =>
    readManifests(kustomize(join(OVERLAYS, overlay))).flatMap(({ fields }) =>
      hostsIn(textOf(at(fields, 'data', 'DOME_NATS_URL'))),
    ),
  );
  const routes = hostsIn(brokerFiles(rendered)['nats.conf'] ?? '');

  test.each([...new Set([...addresses, ...routes, 'localhost'])])('%s', (host) => {
    expect(fits(host)).toBe(true);
  });

  test('and no other', () => {
    expect([addresses.length, routes.length]).toEqual([4, 3]);
    expect(fits('example.com')).toBe(false);
  });
});

test('whoever speaks to the broker holds it against the authority, and only the servers have the key', () => {
  const text = manifests
    .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
    .map(({ fields }) => JSON.stringify(at(fields, 'spec', 'template', 'spec', 'volumes')));
  expect(text).toHaveLength(3);
  for (const volumes of text) {
    expect(volumes).toContain('"secretName":"nats-tls"');
    expect(volumes).not.toContain('tls.key');
  }
});
