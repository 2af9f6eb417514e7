// What the chart says of its values, in three places that must agree: the defaults, the schema and the page.
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { at } from './manifests/manifest.ts';

const CHART = resolve(import.meta.dirname, '..', 'infra', 'helm', 'dome');
const read = (name: string): string => readFileSync(join(CHART, name), 'utf8');
const defaults: unknown = parse(read('values.yaml'));
const validate = new Ajv({ allErrors: true, strictTypes: false }).compile(JSON.parse(read('values.schema.json')));

/** Objects that Kubernetes knows better than the chart does: they are one value. */
const WHOLE = new Set(['resources', 'commonLabels', 'annotations', 'documents', 'labels']);

function leaves(value: unknown, path: readonly string[] = []): [string, string][] {
  const isWhole = WHOLE.has(path.at(-1) ?? '') || typeof value !== 'object' || value === null || Array.isArray(value);
  if (isWhole || Object.keys(value).length === 0) return [[path.join('.'), shown(value)]];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, [...path, name]));
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  const text = JSON.stringify(value);
  return text === '[]' || text === '{}' ? '' : text;
}

const rows = [...read('README.md').matchAll(/^\| `([\w.]+)` +\| (?:`(.+?)`)? *\| (.+?) *\|$/gm)].map(
  ([, name = '', value = '', what = '']) => ({ name, value: value.replaceAll(/([:,])\s+/g, '$1'), what }),
);

test('the page has each value with its default, in their order', () => {
  expect(rows.map(({ name, value }) => [name, value])).toEqual(leaves(defaults));
});

test('the page says of each value what it is, in a sentence', () => {
  expect(rows.filter(({ what }) => !/^[A-Z`].*\.$/.test(what))).toEqual([]);
});

describe('the schema', () => {
  test('takes the defaults, which already name all that it knows', () => {
    expect(validate(defaults)).toBe(true);
    const known = Object.keys(JSON.parse(read('values.schema.json')).properties).filter((name) => name !== 'global');
    expect(Object.keys(Object(defaults)).toSorted()).toEqual(known.toSorted());
  });

  test.each(readdirSync(join(CHART, 'ci')))('takes %s', (name) => {
    validate(parse(read(join('ci', name))));
    expect(validate.errors).toBe(null);
  });

  test.each([
    { fault: 'a value that nobody reads', values: { dome: { replica: 3 } } },
    { fault: 'a floating tag', values: { dome: { image: { tag: 'latest' } } } },
    { fault: 'a floating catalogue', values: { skills: { image: { reference: 'skills:latest' } } } },
    {
      fault: 'a password among the variables',
      values: { domed: { env: [{ name: 'DOME_NATS_PASSWORD', value: 'x' }] } },
    },
    { fault: 'a password in the address', values: { nats: { url: 'nats://ada:hunter2@nats:4222' } } },
    { fault: 'two servers, of which neither may fail', values: { nats: { replicas: 2 } } },
    { fault: 'a drain without a unit', values: { domed: { drain: '60' } } },
    { fault: 'resources without a bound', values: { domed: { resources: { requests: { cpu: '1', memory: '1Gi' } } } } },
    { fault: 'no daemon at all', values: { keda: { minReplicas: 0 } } },
  ])('refuses $fault', ({ values }) => {
    expect(validate(values)).toBe(false);
  });
});

test('the chart and the broker have the versions of this repository', () => {
  const own = (path: string): string => readFileSync(resolve(CHART, '../../..', path), 'utf8');
  const { version } = JSON.parse(own('package.json'));
  const chart = parse(read('Chart.yaml'));
  expect([chart.version, chart.appVersion]).toEqual([version, version]);
  // The server that every test runs against.
  const tested = /\bversion: '([\d.]+)'/.exec(own('libs/broker/src/pins.ts'))?.[1] ?? 'none';
  const { images }: { images: { name: string; newTag: string }[] } = parse(own('infra/k8s/base/kustomization.yaml'));
  const tags = [at(defaults, 'nats', 'image', 'tag'), images.find(({ name }) => name === 'nats')?.newTag];
  expect(tags).toEqual([`${tested}-alpine`, `${tested}-alpine`]);
});
