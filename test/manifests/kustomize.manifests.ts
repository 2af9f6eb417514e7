// Every overlay, as `kubectl apply -k` would send it, alone and with what may be added to it.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

import { describe, expect, test } from 'vitest';

import { at, fieldsOf, listOf, readManifests } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { policyComplaints } from './policy.ts';
import { programReaders } from './readers.ts';
import { kustomize, schemaComplaints } from './render.ts';

const HOME = resolve(import.meta.dirname, '../..');
const OVERLAYS = join(HOME, 'infra', 'k8s', 'overlays');
const COMPONENTS = join(HOME, 'infra', 'k8s', 'components');
const readers = programReaders();

function sourceOf(manifests: readonly Manifest[], kind: string, name: string): unknown {
  const found = manifests.find((one) => one.kind === kind && one.name === name);
  const pod = at(found?.fields, 'spec', 'template', 'spec');
  return listOf(at(pod, 'volumes')).find((volume) => at(volume, 'name') === 'skills');
}

/** The overlay `single` with the component, as an operator writes it down. */
function withComponent(component: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'dome-overlay-'));
  try {
    const from = (path: string): string => JSON.stringify(relative(folder, path));
    const lines = [
      `resources: [${from(join(OVERLAYS, 'single'))}]`,
      `components: [${from(join(COMPONENTS, component))}]`,
    ];
    writeFileSync(join(folder, 'kustomization.yaml'), `${lines.join('\n')}\n`);
    return kustomize(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const shapes = [
  ...readdirSync(OVERLAYS).map((name) => ({
    title: `the overlay ${name}`,
    render: () => kustomize(join(OVERLAYS, name)),
  })),
  ...readdirSync(COMPONENTS).map((name) => ({ title: `the component ${name}`, render: () => withComponent(name) })),
];

test('there is an overlay for each shape of the broker, and a component for each way of the skills', () => {
  expect(readdirSync(OVERLAYS)).toEqual(['cluster', 'keda', 'single']);
  expect(readdirSync(COMPONENTS)).toEqual(expect.arrayContaining(['skills-config-maps', 'skills-image']));
});

describe.each(shapes)('$title', ({ render }) => {
  const rendered = render();
  const manifests = readManifests(rendered);

  test('holds what Kubernetes knows, and nothing else', () => {
    expect(schemaComplaints(rendered)).toBe('');
  });

  test('keeps to the policy', () => {
    expect(policyComplaints(manifests, readers)).toEqual([]);
  });

  test('makes the durables of the catalogue that is served', () => {
    const provisioned = fieldsOf(sourceOf(manifests, 'Job', 'topology'));
    const served = sourceOf(manifests, 'Deployment', 'domed');
    // A catalogue in the image of the daemons is copied out of it.
    expect(provisioned).toEqual(served ?? { name: 'skills', emptyDir: { sizeLimit: '100Mi' } });
  });
});

test('the overlay keda asks for the durable of each example skill, with the slots of a daemon', () => {
  const manifests = readManifests(kustomize(join(OVERLAYS, 'keda')));
  const scaled = manifests.find(({ kind }) => kind === 'ScaledObject');
  const triggers = listOf(at(scaled?.fields, 'spec', 'triggers')).map((trigger) => fieldsOf(at(trigger, 'metadata')));
  const settings = manifests.find(({ kind, name }) => kind === 'ConfigMap' && name.startsWith('domed-settings'));
  const skills = readdirSync(join(HOME, 'examples', 'skills')).toSorted();
  const pool = at(settings?.fields, 'data', 'DOME_POOL');
  expect(triggers.map(({ consumer }) => consumer)).toEqual(skills.map((skill) => `domed_${String(pool)}_${skill}`));
  expect(new Set(triggers.map(({ lagThreshold }) => lagThreshold))).toEqual(
    new Set([at(settings?.fields, 'data', 'DOME_SLOTS')]),
  );
});
