// No-op jobs per second: through the product (client, domed with an in-process skill, terminal seen) beside the bare
// path (the same messages by raw client calls). Three processes each: submitter, worker, broker. Both sides in turn.
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { startBroker } from '@dome/broker';
import { applyTopology, connectBus, declaredTopology, skillDurable } from '@dome/bus';
import { renderAccounts } from '@dome/contracts';

import { readySubprocess } from './subprocess.ts';
import { median, table } from './report.ts';
import { busiest } from './profile.ts';

const { values } = parseArgs({
  options: {
    jobs: { type: 'string', default: '6000' },
    'in-flight': { type: 'string', default: '200' },
    rounds: { type: 'string', default: '3' },
    profile: { type: 'boolean', default: false },
    skills: { type: 'string', default: 'examples/skills' },
  },
});
const root = resolve(import.meta.dirname, '..');
const work = await mkdtemp(join(tmpdir(), 'dome-bench-'));

interface Side {
  readonly worker: readonly string[];
  readonly submitter: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A fresh broker for each measurement: neither side meets what the other left. */
async function measure(side: Side, round: number): Promise<number> {
  await using broker = await startBroker({ config: renderAccounts({ people: ['ada'], password: () => 'bench' }) });
  for (const account of ['DOMED', 'DOME'] as const) {
    const user = account === 'DOMED' ? 'domed-provisioner' : 'dome-provisioner';
    const nc = await connectBus({
      servers: broker.url,
      user,
      password: 'bench',
      name: user,
      inboxPrefix: `_INBOX_${user}`,
    });
    await applyTopology(nc, declaredTopology({ account, skills: [{ pool: 'default', skill: 'noop' }] }));
    await nc.close();
  }
  const shared = {
    ...process.env,
    BENCH_URL: broker.url,
    BENCH_JOBS: values.jobs,
    BENCH_IN_FLIGHT: values['in-flight'],
    BENCH_ROUND: String(round),
    BENCH_DURABLE: skillDurable({ pool: 'default', skill: 'noop' }),
    BENCH_SKILL: JSON.stringify({ name: 'noop', version: '1.0.0', descriptorDigest: `sha256:${'b'.repeat(64)}` }),
    DOME_NATS_URL: broker.url,
    DOME_NATS_PASSWORD: 'bench',
    ...side.env,
  };
  await using worker = await readySubprocess(side.worker, shared);
  const submitter = spawn(process.execPath, [side.submitter], { env: shared, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const chunk of submitter.stdout) text += String(chunk);
  const report = JSON.parse(text.trim().split('\n').at(-1) ?? '{}') as { jobs: number; seconds: number };
  await worker.stop();
  return report.jobs / report.seconds;
}

const domed = join(root, 'services/domed/src/main.ts');
const bare: Side = {
  worker: [join(root, 'bench/bare-path/worker.ts')],
  submitter: join(root, 'bench/bare-path/submitter.ts'),
  env: {},
};
const product: Side = {
  worker: [...(values.profile ? ['--cpu-prof', `--cpu-prof-dir=${join(work, 'profile')}`] : []), domed],
  submitter: join(root, 'bench/product/submitter.ts'),
  env: {
    DOME_SKILLS: resolve(root, values.skills),
    DOME_SLOTS: values['in-flight'],
    DOME_WORK_DIR: join(work, 'domed'),
  },
};

try {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    theirs.push(await measure(bare, round));
    ours.push(await measure(product, round));
    console.error(`round ${round}: bare ${theirs.at(-1)?.toFixed(0)}, product ${ours.at(-1)?.toFixed(0)} jobs/s`);
  }
  const ratios = ours.map((value, index) => value / (theirs[index] ?? Number.NaN));
  console.log(table(`jobs/s, ${values['in-flight']} in flight`, { product: ours, 'bare path': theirs }, ratios));
  if (values.profile) {
    const folder = join(work, 'profile');
    for (const file of await readdir(folder)) console.log(busiest(await readFile(join(folder, file), 'utf8'), 5));
  }
  process.exitCode = median(ratios) < 0.5 ? 1 : 0;
} finally {
  await rm(work, { recursive: true, force: true });
}
