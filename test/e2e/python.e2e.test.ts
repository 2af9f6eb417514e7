// Another language needs the contract and a NATS client, and nothing of ours: the Python examples talk to real planes,
// and the tap judges their messages like any others.
import { join } from 'node:path';

import { awaitTerminal, needPython, startWireTap } from '@dome/testkit';
import { beforeAll, expect, test } from 'vitest';

import { chainsOf, findingsOf, jobEventsOf } from './chains.ts';
import { PYTHON_EXAMPLES, pythonPackages, runProgram } from './python-programs.ts';
import type { Ran } from './python-programs.ts';
import { EXAMPLES, jobOf, openStage, submit } from './stage.ts';
import type { Stage } from './stage.ts';

const root = join(EXAMPLES, '..');
const python = PYTHON_EXAMPLES;
let packages = '';

/** Only the PATH of the test runner's environment. */
const runPython = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runProgram('python3', args, { PATH: process.env['PATH'], PYTHONDONTWRITEBYTECODE: '1', ...env });

/** With the user's credentials, as an operator would start it. */
async function example(stage: Stage, name: string, of: { user: string; args: readonly string[] }): Promise<Ran> {
  const { servers, password } = stage.planes.credentials(of.user);
  const args = [join(python, name), '--server', servers, '--user', of.user, ...of.args];
  const ran = await runPython(args, { NATS_PASSWORD: password, PYTHONPATH: packages });
  expect(ran.err, 'what goes wrong is said in words').not.toContain('Traceback');
  return ran;
}

beforeAll(async () => {
  packages = await pythonPackages();
}, 120_000);

test('digests and ids computed as the contract says match its vectors', async (context) => {
  needPython(context);
  const vectors = join(root, 'schemas', 'vectors', 'digests.json');
  for (const words of [[vectors], []]) {
    expect(await runPython([join(python, 'contract.py'), ...words])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d\d vectors hold$/),
    });
  }
  expect(await runPython([join(python, 'contract.py'), 'nothing.json'])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^\[Errno 2\] .*nothing.json'\n$/),
  });
});

/** Cancels a follower in the same turn in which its news arrives. */
const CANCELED_WITH_NEWS = `
import asyncio, wire

class Turn:
    def __await__(self):
        yield

async def main():
    news = asyncio.Event()
    async def follow():
        while True:
            news.clear()
            try:
                await asyncio.wait_for(news.wait(), 0.05)
            except asyncio.TimeoutError:
                pass
    follower = asyncio.create_task(follow())
    await Turn()
    await Turn()
    news.set()
    await Turn()
    await asyncio.wait_for(wire.stop(follower), 10)
    print("stopped" if follower.cancelled() else "goes on")

asyncio.run(main())
`;

test('a follower stops even if its news arrives with the cancellation', async (context) => {
  needPython(context, 'pip');
  const ran = await runPython(['-c', CANCELED_WITH_NEWS], { PYTHONPATH: `${packages}:${python}` });
  expect(ran).toMatchObject({ code: 0, out: 'stopped' });
});

test(
  'a SkillExecute with the rights of the control plane is followed to its result',
  { timeout: 60_000 },
  async (context) => {
    needPython(context, 'pip');
    await using stage = await openStage({ skills: ['echo', 'count-process'], ackWaitMs: 3_000 });
    await using tap = await startWireTap(stage.planes);
    const daemon = await stage.daemon();

    const args = ['--skill', 'count-process', '--input', '{"lines": 30, "seconds": 0.3}', '--key', 'from python'];
    const first = await example(stage, 'execute.py', { user: 'dome', args });
    expect(first.err).toContain('attempt 1');
    const shown = [...first.err.matchAll(/\d+:(\d+) stdout \| line (\d+) of/g)].map(([, number, line]) => [
      number,
      line,
    ]);
    expect(shown).toEqual(Array.from({ length: 30 }, (_, at) => [String(at + 1), String(at + 1)]));
    expect([first.code, JSON.parse(first.out)]).toMatchObject([
      0,
      { phase: 'succeeded', result: 'success', output: { lines: 30 }, logs: { lines: 30 } },
    ]);

    const invalid = ['--skill', 'echo', '--input', '{"text": 7}', '--key', 'invalid'];
    const refused = await example(stage, 'execute.py', { user: 'dome', args: invalid });
    expect([refused.code, JSON.parse(refused.out)]).toMatchObject([
      1,
      { phase: 'refused', problem: { code: 'INPUT_INVALID', pointer: '/input/text' } },
    ]);
    const unknown = await example(stage, 'execute.py', { user: 'dome', args: ['--skill', 'no-such-skill'] });
    expect(unknown).toMatchObject({ code: 2, out: '', err: expect.stringContaining('CAPABILITY_MISSING') });

    await daemon.stop();
    const events = jobEventsOf(await stage.raw.read('JOB_EVENTS'));
    expect(chainsOf(events, JSON.parse(first.out).jobId)[0]?.map(({ phase }) => phase)).toEqual([
      'started',
      'succeeded',
    ]);
    expect(findingsOf(events)).toEqual([]);
    expect((await tap.report({ ended: true })).findings).toEqual([]);
  },
);

test(
  'a person submits a run of one task by request, and the same key gives the same run',
  { timeout: 60_000 },
  async (context) => {
    needPython(context, 'pip');
    await using stage = await openStage({ skills: ['echo'], ackWaitMs: 3_000 });
    await using tap = await startWireTap(stage.planes);
    const planes = [await stage.daemon(), await stage.control()];

    const args = ['--skill', 'echo', '--input', '{"text": "from python"}', '--key', 'one'];
    const first = await example(stage, 'submit.py', { user: 'ada', args });
    expect([first.code, JSON.parse(first.out)]).toMatchObject([
      0,
      { result: 'success', output: { text: 'from python', times: 1 } },
    ]);
    const again = await example(stage, 'submit.py', { user: 'ada', args });
    expect([again.code, again.out]).toEqual([0, first.out]);
    expect(again.err).toContain('met ');
    const other = args.with(3, '{"text": "other"}');
    expect(await example(stage, 'submit.py', { user: 'ada', args: other })).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('IDEMPOTENCY_KEY_REUSED'),
    });

    for (const plane of planes) await plane.stop();
    expect((await tap.report({ ended: true })).findings).toEqual([]);
  },
);

test('a request that cannot work fails at once, with one line and an exit code', async (context) => {
  needPython(context, 'pip');
  const env = { NATS_PASSWORD: 'x', PYTHONPATH: packages };
  const began = performance.now();
  const unreached = await Promise.all([
    runPython([join(python, 'execute.py'), '--server', 'nats://127.0.0.1:1', '--skill', 'echo'], env),
    runPython([join(python, 'submit.py'), '--server', 'nats://127.0.0.1:1', '--user', 'ada', '--skill', 'echo'], env),
  ]);
  for (const ran of unreached) {
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^UNAVAILABLE: no connection to .*\n$/) });
  }
  expect(performance.now() - began).toBeLessThan(30_000);
  const reader = ['--server', 'nats://127.0.0.1:1', '--user', 'board'];
  expect(await runPython([join(python, 'consume.py'), ...reader], env)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^UNAVAILABLE: /),
  });
  const noJson = await runPython([join(python, 'execute.py'), '--skill', 'echo', '--input', '{'], env);
  expect(noJson).toMatchObject({ code: 2, err: expect.stringContaining('argument --input') });
  const noContract = await runPython([join(python, 'execute.py'), '--skill', 'echo', '--contract', 'none.yaml'], env);
  expect(noContract).toMatchObject({ code: 2, err: expect.stringMatching(/^.*none.yaml'\n$/) });
});

test('a person is told in plain words that nobody serves the skill', async (context) => {
  needPython(context, 'pip');
  await using stage = await openStage({ skills: [] });
  expect(await example(stage, 'submit.py', { user: 'ada', args: ['--skill', 'echo'] })).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('UNAVAILABLE: nobody serves dome.svc.'),
  });
});

test('a reader takes what its filters match from durables of its own, once', { timeout: 60_000 }, async (context) => {
  needPython(context, 'pip');
  const filters = ['dome.evt.job.*.*.*.succeeded', 'dome.log.>'];
  await using stage = await openStage({ skills: ['echo'], readers: [{ name: 'board', filters }], ackWaitMs: 3_000 });
  await using tap = await startWireTap(stage.planes);
  const daemon = await stage.daemon();
  const { jobId } = await submit(stage, jobOf({ skill: 'echo', key: 'read', input: { text: 'to be read' } }));
  await awaitTerminal(stage.runtime, { jobId }, { timeoutMs: 20_000 });
  const read = async (stream: string) => {
    const { code, out } = await example(stage, 'consume.py', {
      user: 'board',
      args: ['--stream', stream, '--until-idle'],
    });
    const lines = out.split('\n').filter((line) => line !== '');
    return [code, lines.map((line) => (JSON.parse(line) as { event: { type: string } }).event.type)];
  };
  expect(await read('JOB_EVENTS')).toEqual([0, ['dev.dome.job.succeeded.v1']]);
  expect(await read('JOB_LOGS')).toEqual([0, ['dev.dome.job.log.v1', 'dev.dome.job.log-ended.v1']]);
  expect(await read('JOB_EVENTS')).toEqual([0, []]);
  await daemon.stop();
  expect((await tap.report({ ended: true })).findings).toEqual([]);
});

test('a reader whose durable was not made is told so in words', async (context) => {
  needPython(context, 'pip');
  await using stage = await openStage({ skills: [], readers: [{ name: 'board', filters: ['dome.evt.job.>'] }] });
  const args = ['--stream', 'RUN_EVENTS', '--until-idle'];
  expect(await example(stage, 'consume.py', { user: 'board', args })).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('NOT_FOUND: RUN_EVENTS has no durable domed_reader_board'),
  });
});
