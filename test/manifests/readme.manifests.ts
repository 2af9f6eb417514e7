// What the pages of an installation tell people to type is there: files, values, objects, keys of Secrets, names of pods.
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

import { renderAccounts } from '@dome/contracts';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { at, fieldsOf, listOf, podsOf, readManifests, textOf } from './manifest.ts';
import type { Manifest } from './manifest.ts';
import { commandsIn, toolCommand } from './readme/commands.ts';
import type { ToolCommand } from './readme/commands.ts';
import { helmTemplate, kustomize } from './render.ts';

const HOME = resolve(import.meta.dirname, '../..');
const CHART = join(HOME, 'infra', 'helm', 'dome');
const page = (path: string): string[][] => commandsIn(readFileSync(join(HOME, path), 'utf8'));

/** The first word of each way to write a kind. */
const KINDS: Readonly<Record<string, string>> = {
  deployment: 'Deployment',
  job: 'Job',
  pod: 'Pod',
  service: 'Service',
  statefulset: 'StatefulSet',
};

/** The pods of a StatefulSet by their names, which nobody renders. */
function podNames(manifests: readonly Manifest[]): string[] {
  const sets = manifests.filter(({ kind }) => kind === 'StatefulSet');
  return sets.flatMap(({ name, fields }) =>
    Array.from({ length: Number(at(fields, 'spec', 'replicas')) }, (_, ordinal) => `${name}-${ordinal}`),
  );
}

/** Which keys the pods read of each Secret; none is known where they take whatever is there. */
function secretsRead(manifests: readonly Manifest[]): Map<string, string[]> {
  const volumes = podsOf(manifests).flatMap(({ spec }) => listOf(spec['volumes']));
  const sources = volumes.flatMap((volume) => [
    fieldsOf(at(volume, 'secret')),
    ...listOf(at(volume, 'projected', 'sources')).map((source) => fieldsOf(at(source, 'secret'))),
  ]);
  const read = new Map<string, string[]>();
  for (const source of sources) {
    const name = textOf(source['secretName'] ?? source['name']);
    const keys = listOf(source['items']).map((item) => textOf(at(item, 'key')));
    if (name !== '') read.set(name, [...(read.get(name) ?? []), ...keys]);
  }
  return read;
}

const users = [
  ...renderAccounts({ people: ['ada', 'grace'], password: (user) => user }).matchAll(/\buser: "?([\w-]+)/g),
];

/** The keys that `--from-file` makes: the name of the file, or of each file in a folder of passwords. */
function keysMade(file: string): string[] {
  if (basename(file) === 'passwords') return users.map(([, user = '']) => user);
  return [basename(file)];
}

function complaintsOf(command: ToolCommand, manifests: readonly Manifest[]): string[] {
  const { verb, namespace, operands, flags } = command;
  const complaints: string[] = [];
  if (namespace !== undefined && namespace !== 'dome') complaints.push(`nothing is in the namespace ${namespace}`);
  if (verb === 'create secret generic') {
    const read = secretsRead(manifests).get(operands[0] ?? '');
    const made = flags.filter(([flag]) => flag === '--from-file').flatMap(([, file]) => keysMade(file));
    const missing = (read ?? []).filter((key) => !made.includes(key));
    if (read === undefined) complaints.push(`no pod reads the Secret ${operands[0]}`);
    if (missing.length > 0) complaints.push(`the Secret ${operands[0]} has no ${missing.join(', ')}`);
  }
  if (verb === 'exec' && !podNames(manifests).includes(operands[0] ?? ''))
    complaints.push(`there is no pod ${operands[0]}`);
  for (const operand of operands) {
    const [, word = '', name] = /^([a-z]+)\/([a-z0-9-]+)$/.exec(operand) ?? [];
    const isThere = (kind: string): boolean => manifests.some((one) => one.kind === kind && one.name === name);
    if (name !== undefined && !isThere(KINDS[word] ?? 'none')) complaints.push(`there is no ${operand}`);
  }
  return complaints;
}

/** Every file of this repository that a word names. */
const missingFiles = (words: readonly string[]): string[] =>
  words
    .flatMap((word) => word.split('='))
    .filter((path) => /^(?:infra|examples|docs)\//.test(path) && !existsSync(join(HOME, path)));

const tls = join(HOME, 'test', 'fixtures', 'manifests', 'cluster-tls');
const pages = [
  { path: 'infra/k8s/README.md', render: () => kustomize(tls), tools: 12 },
  {
    path: 'infra/helm/dome/README.md',
    render: () => helmTemplate(CHART, [join(CHART, 'ci', 'single-values.yaml')]),
    tools: 5,
  },
];

describe.each(pages)('$path', ({ path, render, tools }) => {
  const commands = page(path);
  const manifests = readManifests(render());
  const known = commands.flatMap((words) => toolCommand(words) ?? []);

  test('is about what is there', () => {
    expect(known.length).toBeGreaterThanOrEqual(tools);
    expect(known.flatMap((command) => complaintsOf(command, manifests))).toEqual([]);
  });

  test('names files that are there', () => {
    expect(commands.flatMap(missingFiles)).toEqual([]);
  });

  test('sets values that the chart has', () => {
    const defaults: unknown = parse(readFileSync(join(CHART, 'values.yaml'), 'utf8'));
    const set = known.flatMap(({ flags }) => flags.filter(([flag]) => flag === '--set'));
    const names = set.map(([, assignment]) => assignment.split('=')[0] ?? '');
    expect(names.filter((name) => at(defaults, ...name.split('.')) === undefined)).toEqual([]);
  });
});

test('the broker is told to read again by the file that it writes', () => {
  const said = page('infra/k8s/README.md').flatMap((words) => words.filter((word) => word.startsWith('reload=')));
  const conf = readFileSync(join(HOME, 'infra/k8s/base/nats.conf'), 'utf8');
  expect(new Set(said)).toEqual(new Set([`reload=${/pid_file: (\S+)/.exec(conf)?.[1]}`]));
});

describe('a command that leads nowhere is seen', () => {
  const manifests = readManifests(kustomize(join(HOME, 'infra/k8s/overlays/single')));
  const of = (line: string): string[] =>
    commandsIn(`\`\`\`sh\n${line}\n\`\`\``).flatMap((words) => {
      const command = toolCommand(words);
      return [...missingFiles(words), ...(command === undefined ? [] : complaintsOf(command, manifests))];
    });

  test.each([
    ['kubectl apply -k infra/k8s/overlays/triple', 'infra/k8s/overlays/triple'],
    ['kubectl -n dome rollout status deployment/control', 'there is no deployment/control'],
    ['kubectl -n other get pods', 'nothing is in the namespace other'],
    ['kubectl -n dome create secret generic passwords --from-file=passwords', 'no pod reads the Secret passwords'],
    ['kubectl -n dome create secret generic dome-accounts --from-file=a.conf', 'has no accounts.conf'],
    ['kubectl -n dome exec nats-1 -- date', 'there is no pod nats-1'],
  ])('%s', (line, complaint) => {
    expect(of(line).join()).toContain(complaint);
  });

  test.each(['kubectl explode nats', 'kubectl apply --kustomise infra', 'helm install --value x'])('%s', (line) => {
    expect(() => of(line)).toThrow('known here');
  });
});
