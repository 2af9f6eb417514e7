// The policy of the manifests, seen to fail: each fault is planted alone in objects that have none. `npm run manifests`
// holds the same policy against everything that the overlays and the chart render.
import { describe, expect, test } from 'vitest';

import { complaintsOf, planted, sound } from './manifests/planted.ts';
import type { Fault } from './manifests/planted.ts';
import { programReaders } from './manifests/readers.ts';

const DOME = 'Deployment dome, container dome';
const IMAGE = 'registry.example:5000/dome:0.1.0';
const PASSWORD_FILE = '{ name: DOME_NATS_PASSWORD_FILE, value: /run/secrets/dome/password }';

const restricted: readonly Fault[] = [
  {
    fault: 'a pod that may be root',
    from: 'runAsNonRoot: true',
    to: 'runAsNonRoot: false',
    complaint: 'Deployment dome: may run as root',
  },
  {
    fault: 'no user',
    from: 'runAsUser: 1000',
    to: 'runAsGroup: 1000',
    complaint: 'Deployment dome: names no user other than root',
  },
  {
    fault: 'no seccomp',
    from: 'type: RuntimeDefault',
    to: 'type: Unconfined',
    complaint: 'Deployment dome: has no seccomp profile',
  },
  {
    fault: 'a token of the cluster',
    from: 'automountServiceAccountToken: false',
    to: 'restartPolicy: Always',
    complaint: 'Deployment dome: gets a token of the cluster',
  },
  {
    fault: 'service links',
    from: 'enableServiceLinks: false',
    to: 'enableServiceLinks: true',
    complaint: 'Deployment dome: gets the addresses of services as variables',
  },
  {
    fault: "the host's network",
    from: 'enableServiceLinks: false',
    to: 'enableServiceLinks: false\n      hostNetwork: true',
    complaint: 'Deployment dome: has hostNetwork',
  },
  {
    fault: "a folder of the host's",
    from: 'emptyDir: { sizeLimit: 1Gi }',
    to: 'hostPath: { path: /tmp }',
    complaint: 'Deployment dome: has a volume that is a hostPath',
  },
  {
    fault: 'a folder without a bound',
    from: 'emptyDir: { sizeLimit: 1Gi }',
    to: 'emptyDir: {}',
    complaint: 'Deployment dome: has an emptyDir of any size: temporary',
  },
  {
    fault: 'escalation',
    from: 'allowPrivilegeEscalation: false',
    to: 'privileged: false',
    complaint: `${DOME}: may gain privileges`,
  },
  {
    fault: 'a root file system that is written',
    from: 'readOnlyRootFilesystem: true',
    to: 'readOnlyRootFilesystem: false',
    complaint: `${DOME}: may write to its root file system`,
  },
  { fault: 'capabilities', from: 'drop: [ALL]', to: 'drop: [NET_RAW]', complaint: `${DOME}: keeps capabilities` },
  {
    fault: 'a capability on top',
    from: 'drop: [ALL]',
    to: 'drop: [ALL], add: [SYS_ADMIN]',
    complaint: `${DOME}: gets capabilities`,
  },
];

const contained: readonly Fault[] = [
  ...['dome', 'dome:latest', 'registry.example:5000/dome', 'dome:24-slim', 'dome:v2'].map((image) => ({
    fault: `the image ${image}`,
    from: IMAGE,
    to: image,
    complaint: `${DOME}: the image ${JSON.stringify(image)} names no exact version`,
  })),
  {
    fault: 'a catalogue of any version',
    from: 'emptyDir: { sizeLimit: 1Gi }',
    to: 'image: { reference: registry.example/skills }',
    complaint: 'Deployment dome: the volume temporary names no exact version',
  },
  {
    fault: 'no request for a processor',
    from: 'requests: { cpu: 100m, memory: 256Mi }',
    to: 'requests: { memory: 256Mi }',
    complaint: `${DOME}: has no resources.requests.cpu`,
  },
  {
    fault: 'no bound of memory',
    from: 'limits: { memory: 512Mi }',
    to: 'limits: {}',
    complaint: `${DOME}: has no resources.limits.memory`,
  },
  {
    fault: 'no readiness',
    from: 'readinessProbe:\n            httpGet: { path: /readyz, port: http }',
    to: 'stdin: false',
    complaint: `${DOME}: has no readinessProbe`,
  },
  {
    fault: 'a probe of another port',
    from: '{ path: /readyz, port: http }',
    to: '{ path: /readyz, port: metrics }',
    complaint: `${DOME}: its readinessProbe asks a port that it does not have: metrics`,
  },
  {
    fault: 'a mount of nothing',
    from: '- name: password\n',
    to: '- name: passwords\n',
    complaint: `${DOME}: mounts password, which the pod does not have`,
  },
];

const referring: readonly Fault[] = [
  {
    fault: 'a service without pods',
    from: 'selector: { component: dome }',
    to: 'selector: { component: domed }',
    complaint: 'Service dome: selects the pods of 0 workloads',
  },
  {
    fault: 'a service that leads nowhere',
    from: 'targetPort: http',
    to: 'targetPort: metrics',
    complaint: 'Service dome: leads to the port metrics, which nobody opens',
  },
  {
    fault: 'a scrape of nothing',
    from: 'matchLabels: { of: dome }',
    to: 'matchLabels: { of: domed }',
    complaint: 'ServiceMonitor dome: scrapes what is not there',
  },
  {
    fault: 'a scrape of a port that nobody opens',
    from: '{ port: http, path: /metrics }',
    to: '{ port: metrics, path: /metrics }',
    complaint: 'ServiceMonitor dome: scrapes what is not there',
  },
  {
    fault: 'a config map that is not there',
    from: 'configMapRef: { name: settings }',
    to: 'configMapRef: { name: others }',
    complaint: 'Deployment dome: reads the config map others, which is not there',
  },
  {
    fault: 'a way in for everybody',
    from: 'policyTypes: [Ingress, Egress]',
    to: 'policyTypes: [Ingress, Egress]\n  ingress: [{}]',
    complaint: 'Deployment dome: a network policy lets everybody through',
  },
  {
    fault: 'a way out for everybody',
    from: 'policyTypes: [Ingress, Egress]',
    to: 'policyTypes: [Ingress]',
    complaint: 'Deployment dome: no network policy closes its egress',
  },
  {
    fault: 'a policy of other pods',
    from: 'podSelector: {}',
    to: 'podSelector: { matchLabels: { component: domed } }',
    complaint: 'Deployment dome: no network policy closes its ingress',
  },
];

const secret: readonly Fault[] = [
  {
    fault: 'a password among the variables',
    from: PASSWORD_FILE,
    to: '{ name: DOME_NATS_PASSWORD, value: hunter2 }',
    complaint: `${DOME}: DOME_NATS_PASSWORD is plain to read`,
  },
  {
    fault: 'a password in an address',
    from: 'DOME_DRAIN: 10s',
    to: 'DOME_DRAIN: 10s\n  url: nats://ada:hunter2@nats',
    complaint: 'ConfigMap settings: holds a password',
  },
  {
    fault: "a password in the broker's configuration",
    from: 'DOME_DRAIN: 10s',
    to: "DOME_DRAIN: 10s\n  nats.conf: '{ user: ada, password: hunter2 }'",
    complaint: 'ConfigMap settings: holds a password',
  },
  {
    fault: 'a key',
    from: 'DOME_DRAIN: 10s',
    to: 'DOME_DRAIN: 10s\n  tls: "-----BEGIN PRIVATE KEY-----"',
    complaint: 'ConfigMap settings: holds a password',
  },
  {
    fault: 'a Secret',
    from: 'kind: ConfigMap\nmetadata: { name: settings }',
    to: 'kind: Secret\nmetadata: { name: settings }',
    complaint: 'Secret settings: is a manifest',
  },
  {
    fault: 'a variable that nobody reads',
    from: 'name: DOME_NATS_PASSWORD_FILE',
    to: 'name: DOME_PASSWORD_FILE',
    complaint: `${DOME}: nobody reads DOME_PASSWORD_FILE`,
  },
];

test('sound objects pass', () => {
  expect(complaintsOf(sound)).toEqual([]);
});

test.each([
  'dome:0.1.0',
  'nats:2.15.1-alpine',
  `dome@sha256:${'a'.repeat(64)}`,
  `dome:latest@sha256:${'a'.repeat(64)}`,
])('the image %s is exact', (image) => {
  expect(complaintsOf(planted(IMAGE, image))).toEqual([]);
});

describe.each([
  { law: 'the restricted profile', faults: restricted },
  { law: 'what containers say of themselves', faults: contained },
  { law: 'what objects name', faults: referring },
  { law: 'secrets and settings', faults: secret },
])('$law', ({ faults }) => {
  test.each(faults)('refuses $fault', ({ from, to, complaint }) => {
    expect(complaintsOf(planted(from, to))).toContain(complaint);
  });
});

test('the planes say in their help which variables they read, the files of secrets too', () => {
  const { dome, domed } = programReaders();
  expect([...(dome ?? [])]).toEqual(expect.arrayContaining(['DOME_NATS_URL', 'DOME_NATS_PASSWORD_FILE', 'DOME_LAW']));
  expect([...(domed ?? [])]).toEqual(expect.arrayContaining(['DOME_SKILLS', 'DOME_WORK_DIR', 'DOME_SLOTS']));
});
