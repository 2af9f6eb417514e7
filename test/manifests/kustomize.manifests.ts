// Every overlay, as `kubectl apply -k` would send it.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { describe, expect, test } from 'vitest';

import { readManifests } from './manifest.ts';
import { policyComplaints } from './policy.ts';
import { programReaders } from './readers.ts';
import { kustomize, schemaComplaints } from './render.ts';

const OVERLAYS = resolve(import.meta.dirname, '../../infra/k8s/overlays');
const overlays = readdirSync(OVERLAYS);
const readers = programReaders();

test('there is an overlay for each shape of the broker', () => {
  expect(overlays).toEqual(expect.arrayContaining(['single']));
});

describe.each(overlays)('the overlay %s', (name) => {
  const rendered = kustomize(join(OVERLAYS, name));

  test('holds what Kubernetes knows, and nothing else', () => {
    expect(schemaComplaints(rendered)).toBe('');
  });

  test('keeps to the policy', () => {
    expect(policyComplaints(readManifests(rendered), readers)).toEqual([]);
  });
});
