// The chart, with the values of each file in its folder `ci`, and with none.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, test } from 'vitest';

import { at, containersOf, listOf, podsOf, readManifests } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { policyComplaints } from './policy.ts';
import { programReaders } from './readers.ts';
import { helmLint, helmTemplate, kustomize, schemaComplaints } from './render.ts';

const HOME = resolve(import.meta.dirname, '../..');
const CHART = join(HOME, 'infra', 'helm', 'dome');
const readers = programReaders();
const valuesFile = (name: string): string => join(CHART, 'ci', name);

describe.each(readdirSync(join(CHART, 'ci')))('the chart with %s', (name) => {
  const rendered = helmTemplate(CHART, [valuesFile(name)]);

  test('is found sound by helm', () => {
    expect(helmLint(CHART, valuesFile(name))).toBe('');
  });

  test('holds what Kubernetes knows, and nothing else', () => {
    expect(schemaComplaints(rendered)).toBe('');
  });

  test('keeps to the policy', () => {
    expect(policyComplaints(readManifests(rendered), readers)).toEqual([]);
  });
});

/** What a container is given and how it is seen to live, without what is called otherwise there. */
function shapeOf(manifests: readonly Manifest[], name: string): unknown {
  const found = podsOf(manifests).flatMap((pod) =>
    containersOf(pod).flatMap((container) =>
      container.name === name && !container.isInit ? [{ pod, container }] : [],
    ),
  );
  const [{ pod, container } = { pod: undefined, container: undefined }] = found;
  const { startupProbe, livenessProbe, readinessProbe, resources, securityContext, ports } = container?.fields ?? {};
  return {
    probes: { startupProbe, livenessProbe, readinessProbe },
    resources,
    ports,
    securityContext,
    user: at(pod?.spec, 'securityContext', 'runAsUser'),
    mounts: listOf(container?.fields['volumeMounts']).map((mount) => at(mount, 'mountPath')),
  };
}

test('the chart and the overlay of one server are the same installation', () => {
  const chart = readManifests(helmTemplate(CHART, [valuesFile('single-values.yaml')]));
  const overlay = readManifests(kustomize(join(HOME, 'infra', 'k8s', 'overlays', 'single')));
  for (const name of ['nats', 'dome', 'domed']) expect(shapeOf(chart, name)).toEqual(shapeOf(overlay, name));
});

test('another catalogue is another Job and other pods, and the same one is neither', () => {
  const file = valuesFile('skills-image-values.yaml');
  const of = (...sets: string[]): string[] => {
    const manifests = readManifests(helmTemplate(CHART, [file], sets));
    const jobs = manifests.filter(({ kind }) => kind === 'Job').map(({ name }) => name);
    const daemon = manifests.find(({ kind, name }) => kind === 'Deployment' && name.endsWith('-daemon'));
    return [...jobs, JSON.stringify(at(daemon?.fields, 'spec', 'template'))];
  };
  const [job, pods] = of();
  expect(of()).toEqual([job, pods]);
  const [otherJob, otherPods] = of('skills.image.reference=registry.example.com/skills:1.5.0');
  expect(otherJob).not.toBe(job);
  expect(otherPods).not.toBe(pods);
});

test.each([
  { value: 'domed.drain=soon', says: 'soon' },
  { value: 'domed.slots=many', says: 'slots' },
  { value: 'dome.replica=3', says: 'replica' },
  { value: 'nats.enabled=false', says: 'nats.url is required' },
  { value: 'tls.enabled=true', says: 'nats.serverSecret is required' },
  { value: 'keda.enabled=true', says: 'keda.skills' },
  {
    value: 'nats.enabled=false,nats.url=nats://nats:4222,keda.enabled=true,keda.skills={lint}',
    says: 'keda.monitoringEndpoint is required',
  },
])('the value $value is refused', ({ value, says }) => {
  expect(() => helmTemplate(CHART, [], [value])).toThrow(says);
});
