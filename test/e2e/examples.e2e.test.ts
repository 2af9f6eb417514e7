// The examples of requests, sent to real planes: what a stranger copies must be accepted. Only what belongs to this
// installation is put in their place: the upload, the run, the evidence.
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { ACCOUNTS, ENDPOINTS } from '@dome/contracts';
import type { EndpointName } from '@dome/contracts';
import { covers } from '@dome/contracts/plain';
import { eventually, startControl, startDaemon, startPlanesServer } from '@dome/testkit';
import type { PlanesServer } from '@dome/testkit';
import { headers } from '@nats-io/transport-node';
import { expect, test } from 'vitest';

import { HOME } from '../contract-copy.ts';
import { LAW } from './stage.ts';

type Json = Record<string, unknown>;

const example = async (message: string): Promise<Json> =>
  JSON.parse(await readFile(join(HOME, 'schemas/examples', `${message}.json`), 'utf8')) as Json;

/** The skills that the plan of the examples uses. */
const SKILLS: readonly (readonly [name: string, version: string, more?: Json])[] = [
  ['lint', '2.0.0'],
  ['node-test', '1.0.0'],
  ['sbom', '1.0.0', { artifacts: [{ name: 'sbom', path: 'sbom.json', mediaType: 'application/json' }] }],
  ['sql-check', '1.0.0'],
  ['apply-patch', '1.0.0'],
  ['promote-file', '1.0.0', { sideEffects: ['promotion'], inputSchema: { type: 'object', required: ['promotion'] } }],
];

/** Where the plan of the examples promotes to. */
const PRODUCTION = `apiVersion: dome/v1
kind: Environment
name: production
version: 1.0.0
promotesFrom: [build]
policy: release-policy@^1
gates: [quality]
plans: [release@^1]
skills: [promote-file@^1]
submitters: [developer]
`;

async function writeSkills(dir: string): Promise<void> {
  for (const [name, version, more = {}] of SKILLS) {
    const manifest = {
      apiVersion: 'dome/v1',
      kind: 'Skill',
      name,
      version,
      title: name,
      description: 'It does what the example needs.',
      inputSchema: { type: 'object' },
      outputSchema: { type: 'object' },
      runs: { using: 'process', command: ['bash', './run.sh'] },
      ...more,
    };
    await mkdir(join(dir, name));
    await writeFile(join(dir, name, 'skill.yaml'), JSON.stringify(manifest));
    await writeFile(join(dir, name, 'run.sh'), 'cat >/dev/null\necho {} >"$DOME_ARTIFACTS/sbom.json"\n');
  }
}

interface Sent {
  /** Instead of the address of the endpoint, which may have parameters. */
  readonly subject?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends as one person, and gives the reply; a problem fails the test with its own words. */
async function senderAs(planes: PlanesServer, person: string) {
  const nc = await planes.connectAs(person);
  return async (endpoint: EndpointName, body: Json | Uint8Array, sent: Sent = {}): Promise<Json> => {
    const of = headers();
    for (const [name, value] of Object.entries(sent.headers ?? {})) of.set(name, value);
    const payload = body instanceof Uint8Array ? body : JSON.stringify(body);
    const reply = await nc.request(sent.subject ?? ENDPOINTS[endpoint].address, payload, {
      timeout: 10_000,
      headers: of,
    });
    expect(reply.headers?.get('Nats-Service-Error') ?? '', `${endpoint}: ${reply.string()}`).toBe('');
    return endpoint === 'runtimeArtifactGet' ? {} : reply.json<Json>();
  };
}

const isEndpoint = (name: string): name is EndpointName => Object.hasOwn(ENDPOINTS, name);

/** The code with which the example is refused by whoever answers it, or the empty text. */
async function problemOf(planes: PlanesServer, endpoint: EndpointName): Promise<string> {
  const asker = mayAsk('PEOPLE', '{person}', endpoint) ? 'ada' : 'dome';
  const nc = await planes.connectAs(asker);
  const body = JSON.stringify(await example(ENDPOINTS[endpoint].messages.request));
  const reply = await nc.request(ENDPOINTS[endpoint].address, body, { timeout: 10_000 });
  return reply.headers?.get('Nats-Service-Error') ?? '';
}

const mayAsk = (account: string, user: string, endpoint: EndpointName): boolean =>
  ACCOUNTS[account]?.users[user]?.publish.some((right) => covers(right, ENDPOINTS[endpoint].address)) === true;

test('every example of a request is accepted', async () => {
  await using stack = new AsyncDisposableStack();
  const skillsDir = await mkdtemp(join(tmpdir(), 'dome-examples-'));
  stack.defer(() => rm(skillsDir, { recursive: true, force: true }));
  await writeSkills(skillsDir);
  const durables = SKILLS.map(([skill]) => ({ pool: 'default', skill }));
  const planes = stack.use(await startPlanesServer({ skills: durables }));
  const lawDir = join(skillsDir, '..', `${basename(skillsDir)}-law`);
  stack.defer(() => rm(lawDir, { recursive: true, force: true }));
  await cp(LAW, lawDir, { recursive: true });
  await writeFile(join(lawDir, 'production.environment.yaml'), PRODUCTION);
  const { policy } = await example('PlanValidateRequest');
  await writeFile(join(lawDir, 'release.policy.yaml'), String(policy));
  stack.use(await startControl({ server: planes, lawDir }));
  stack.use(await startDaemon({ server: planes, skillsDir }));
  const ada = await senderAs(planes, 'ada');
  const grace = await senderAs(planes, 'grace');
  const sent = new Set<string>();
  const send = async (by: typeof ada, endpoint: EndpointName, more: Json = {}, of: Sent = {}): Promise<Json> => {
    const message = ENDPOINTS[endpoint].messages.request;
    sent.add(message);
    return await by(endpoint, { ...(await example(message)), ...more }, of);
  };

  await eventually(async () => {
    const { capabilities } = await ada('runtimeCapabilityList', {});
    return (capabilities as unknown[]).length === SKILLS.length;
  });
  await send(ada, 'runtimeCapabilityList');
  await send(ada, 'runtimeCapabilityGet');

  const { upload, instance } = await send(ada, 'runtimeArtifactPut');
  const bytes = await example('ArtifactBytes');
  await ada('runtimeArtifactChunk', Buffer.from(String(bytes['base64']), 'base64'), {
    subject: `dome.svc.domed.artifact.chunk.${String(instance)}.${String(upload)}`,
    headers: bytes['headers'] as Record<string, string>,
  });
  const stored = await send(
    ada,
    'runtimeArtifactCommit',
    {},
    { subject: `dome.svc.domed.artifact.commit.${String(instance)}.${String(upload)}` },
  );
  await send(ada, 'runtimeArtifactGet');

  await send(ada, 'controlPlanValidate');
  const { runId } = await send(ada, 'controlRunSubmit', {
    // Nothing can be repeated yet.
    retryOf: undefined,
    workspace: { digest: stored['digest'], size: stored['size'] },
  });
  await send(ada, 'controlRunGet', { runId });
  await send(ada, 'controlRunList');
  await send(ada, 'runtimeJobGet', { runId, jobId: `${String(runId)}_test_1` });
  const gate = await eventually(
    async () => {
      const { gates } = await send(grace, 'controlGateList', { runId });
      return (gates as Json[])[0] ?? false;
    },
    { timeoutMs: 20_000 },
  );
  const { iteration, evidenceDigest } = gate;
  await send(grace, 'controlGateDecide', { runId, iteration, evidenceDigest });
  const again = await send(ada, 'controlRunSubmit', {
    idempotencyKey: 'another',
    retryOf: runId,
    workspace: { digest: stored['digest'], size: stored['size'] },
  });
  await send(ada, 'controlRunCancel', { runId: again['runId'] });
  // The first move of a cursor expects none.
  await send(ada, 'runtimeCursorMove', { expectedRevision: 0 });
  await send(ada, 'runtimeCursorGet');
  await send(ada, 'runtimeCursorList');
  await send(ada, 'runtimeCursorDelete');
  await send(ada, 'controlHealth');
  await send(await senderAs(planes, 'dome'), 'runtimeHealth');
  await send(await senderAs(planes, 'dome'), 'runtimeJobCancel');

  // What the story does not need may ask for something that is not here, or not any more, but never in a form that is refused.
  const others = Object.keys(ENDPOINTS)
    .filter(isEndpoint)
    .filter((endpoint) => !sent.has(ENDPOINTS[endpoint].messages.request));
  for (const endpoint of others.filter((name) => name !== 'runtimeArtifactChunk'))
    expect([endpoint, await problemOf(planes, endpoint)]).toEqual([
      endpoint,
      expect.not.stringMatching(/INVALID(?!_TRANSITION)/),
    ]);
}, 60_000);
