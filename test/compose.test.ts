// What compose.yaml and the profiles of seccomp say, without an engine: `npm run containers` starts it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { SERVER_PIN } from '../libs/broker/src/pins.ts';
import { IMAGES, imageName } from '../scripts/images/targets.ts';

interface Service {
  readonly image: string;
  readonly build?: { readonly target: string };
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly restart?: string;
  readonly user?: string;
  readonly command?: readonly string[];
  readonly deploy?: { readonly replicas: number };
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
}

interface Rule {
  readonly names: readonly string[];
  readonly comment?: string;
  readonly args?: readonly { readonly value: number; readonly valueTwo: number; readonly op: string }[];
}

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
// The shape is that of the files that are read here.
const servicesOf = (path: string): Readonly<Record<string, Service>> =>
  (parse(read(path), { merge: true }) as { services: Readonly<Record<string, Service>> }).services;
const services = servicesOf('compose.yaml');
const rules = (path: string): readonly Rule[] => (JSON.parse(read(path)) as { syscalls: readonly Rule[] }).syscalls;
const isOurs = ({ comment = '' }: Rule): boolean => comment.startsWith('domed: ');

test('compose runs the images that are built here, at this version, and the broker that Dome is tested with', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };
  const known: readonly string[] = IMAGES.map(({ target }) => imageName(target, version));
  for (const [name, { image, build }] of Object.entries(services)) {
    if (build === undefined) continue;
    const used = image.replace(/\$\{DOME_VERSION:-(.*)\}$/, '$1');
    expect(known, name).toContain(used);
    expect(used, name).toContain(`/${build.target}:`);
  }
  expect(services['nats']?.image).toBe(`nats:${SERVER_PIN.version}-alpine`);
});

test('every container has a root that it cannot write to, no capability, no new privileges, and is started again', () => {
  for (const [name, service] of Object.entries(services)) {
    expect(service, name).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    expect(service.security_opt, name).toContain('no-new-privileges');
    expect(service.restart, name).toBeDefined();
  }
  for (const plane of ['dome', 'domed']) expect(services[plane]?.deploy?.replicas).toBe(2);
});

test('a container is given its own password alone, and none by its environment; the broker is reached from this machine alone', () => {
  const passwords = (name: string): string[] =>
    (services[name]?.volumes ?? [])
      .map((volume) => volume.split(':')[0] ?? '')
      .filter((from) => /password|people|^accounts$/.test(from));
  expect(Object.keys(services).map((name) => [name, passwords(name)])).toEqual([
    ['accounts', ['accounts', 'people', 'provisioner-passwords', 'dome-password', 'domed-password']],
    ['nats', []],
    ['provision', ['provisioner-passwords']],
    ['dome', ['dome-password']],
    ['domed', ['domed-password']],
    ['prometheus', []],
    ['grafana', []],
    ['jaeger', []],
  ]);
  for (const { environment = {} } of Object.values(services))
    for (const [variable, value] of Object.entries(environment))
      if (/PASSWORD/.test(variable)) expect(value).toMatch(/^\//);
  const ports = Object.values(services).flatMap((service) => service.ports ?? []);
  expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

test('the broker listens to browsers by a file that is handed to it, where the control plane sends them', () => {
  const [, config = ''] = services['nats']?.command ?? [];
  const name = config.replace('/etc/nats/', '');
  expect(read(`infra/compose/${name}`)).toMatch(/^include \.\/server\.conf$/m);
  expect(services['accounts']?.volumes).toContain(`./infra/compose/${name}:/${name}:ro`);
  expect(read('infra/compose/accounts.sh')).toContain(`give /to/nats /server.conf /${name} `);
  const [, inside] = /^ {2}port: (\d+)$/m.exec(read(`infra/compose/${name}`)) ?? [];
  const [, , websocket = ''] = /127\.0\.0\.1:(\$\{(\w+):-\d+\}):\d+$/.exec(services['nats']?.ports?.[1] ?? '') ?? [];
  expect(services['nats']?.ports?.[1]).toMatch(new RegExp(`:${inside}$`));
  expect(services['dome']?.environment?.['DOME_CONSOLE_WEBSOCKET']).toMatch(
    new RegExp(`^ws://127\\.0\\.0\\.1:\\$\\{${websocket}:-\\d+\\}$`),
  );
  const cluster = servicesOf('infra/compose/cluster.yaml');
  for (const server of ['nats', 'nats-2', 'nats-3']) expect(cluster[server]?.command).toContain(`--config=${config}`);
});

test('whatever compose mounts from this repository is there', () => {
  const mounted = Object.values(services).flatMap(({ volumes = [] }) =>
    volumes.map((volume) => volume.split(':')[0] ?? ''),
  );
  for (const path of mounted.filter((from) => from.startsWith('./')))
    expect(existsSync(join(root, path)), path).toBe(true);
});

test('each server of the cluster knows all three, is hardened like the only one, and keeps what it stores to itself', () => {
  const cluster = servicesOf('infra/compose/cluster.yaml');
  const names = ['nats', 'nats-2', 'nats-3'];
  const routes = names.map((name) => `nats://${name}:6222`).join(',');
  const urls = names.map((name) => `nats://${name}:4222`).join(',');
  for (const name of names) expect(cluster[name]?.command, name).toContain(`--routes=${routes}`);
  for (const name of names.slice(1)) {
    const { image, user, read_only, cap_drop, security_opt } = services['nats'] ?? {};
    expect(cluster[name], name).toMatchObject({ image, user, read_only, cap_drop, security_opt });
    expect(cluster[name]?.volumes, name).toContain(`${name.replace('nats', 'nats-store')}:/data`);
  }
  for (const name of ['provision', 'dome', 'domed'])
    expect(cluster[name]?.environment).toEqual({ DOME_NATS_URL: urls });
  expect(cluster['provision']?.command?.slice(0, -2)).toEqual(services['provision']?.command);
});

const NAMESPACES = { mounts: 0x2_00_00, users: 0x10_00_00_00, processes: 0x20_00_00_00 };
const ALL_BITS = 0xff_ff_ff_ff;

test('the profiles of seccomp allow what a guard needs beyond what Docker allows, and not one namespace more', () => {
  const { users, processes, mounts } = NAMESPACES;
  const unshare = (flags: number): object => ({
    names: ['unshare'],
    args: [{ index: 0, value: ALL_BITS - flags, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }],
    excludes: { caps: ['CAP_SYS_ADMIN'] },
  });
  const least = rules('infra/seccomp/domed.json');
  const more = rules('infra/seccomp/domed-mounts.json');
  expect(least.filter(isOurs)).toEqual([expect.objectContaining(unshare(users + processes))]);
  expect(more.filter(isOurs)).toEqual([
    expect.objectContaining(unshare(users + processes + mounts)),
    expect.objectContaining({ names: ['mount'] }),
  ]);
  expect(more.filter((rule) => !isOurs(rule))).toEqual(least.filter((rule) => !isOurs(rule)));
});
