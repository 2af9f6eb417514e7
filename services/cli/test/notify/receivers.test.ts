// Programs and webhooks that take notifications, and those that do not.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from '@dome/testkit';
import { describe, expect, test } from 'vitest';

import type { GateNotification } from '../../src/notify/notification.ts';
import { programReceiver } from '../../src/notify/program-receiver.ts';
import { notifyUntilTaken } from '../../src/notify/receiver.ts';
import type { NotTaken, Receiver } from '../../src/notify/receiver.ts';
import { webhookReceiver, webhookUrl } from '../../src/notify/webhook-receiver.ts';
import { detail } from '../render/gate-fixture.ts';

const { you: _, ...gate } = detail;
const notification: GateNotification = {
  id: 'release-abcdefgh.approval-requested.x',
  what: 'waiting',
  at: '2026-03-02T09:00:36.200Z',
  cursor: 'RUN_EVENTS:118',
  gate,
};
const never = new AbortController().signal;

describe('a program', () => {
  const run = (script: string, more: { timeoutMs?: number; signal?: AbortSignal; args?: string[] } = {}) => {
    const said: string[] = [];
    const receiver = programReceiver({
      words: [process.execPath, '-e', script, ...(more.args ?? [])],
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'] },
      timeoutMs: more.timeoutMs ?? 20_000,
      onOutput: (text) => said.push(text),
    });
    const taken = receiver.notify(notification, more.signal ?? never);
    return { taken, said };
  };

  test('reads the notification, finds the facts in its environment, and gets its arguments as they are', async () => {
    const script = `
      let text = '';
      process.stdin.on('data', (part) => (text += part)).on('end', () => {
        const { id, gate } = JSON.parse(text);
        const { DOME_EVENT, DOME_RUN_ID, DOME_GATE, DOME_SUBMITTED_BY } = process.env;
        console.log([id, gate.title, DOME_EVENT, DOME_RUN_ID, DOME_GATE, DOME_SUBMITTED_BY, process.argv[1]].join('|'));
      });`;
    const { taken, said } = run(script, { args: ['$(touch x); *'] });
    expect(await taken).toBeUndefined();
    expect(said.join('')).toBe(
      'release-abcdefgh.approval-requested.x|May it go to staging?|waiting|release-abcdefgh|release|ada|$(touch x); *\n',
    );
  });

  test('that does not read is fine; one that fails says with what', async () => {
    expect(await run('').taken).toBeUndefined();
    expect(await run('process.exit(3)').taken).toEqual({ why: 'exit code 3', isFinal: false });
    expect(await run(`process.kill(process.pid, 'SIGKILL')`).taken).toEqual({
      why: 'it was ended by SIGKILL',
      isFinal: false,
    });
  });

  test('that is not there is not tried again', async () => {
    const words = ['/nowhere/notify'] as const;
    const receiver = programReceiver({ words, cwd: tmpdir(), env: {}, timeoutMs: 1_000, onOutput: () => {} });
    expect(await receiver.notify(notification, never)).toMatchObject({
      why: expect.stringContaining('ENOENT'),
      isFinal: true,
    });
  });

  test('that takes too long is ended, with what it has started', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'dome-notify-'));
    await using cleanup = new AsyncDisposableStack();
    cleanup.defer(() => rm(dir, { recursive: true, force: true }));
    const pids = join(dir, 'pids');
    await writeFile(pids, '');
    const child = `setInterval(() => {}, 1000); require('fs').appendFileSync(${JSON.stringify(pids)}, process.pid + '\\n')`;
    const script = `${child}; require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}])`;
    const stop = new AbortController();
    const { taken } = run(script, { signal: stop.signal });
    const started = await eventually(
      async () => {
        const lines = (await readFile(pids, 'utf8')).trim().split('\n');
        if (lines.length < 2) throw new Error('not started');
        return lines.map(Number);
      },
      { timeoutMs: 20_000 },
    );
    stop.abort(new Error('enough'));
    await expect(taken).rejects.toThrow('enough');
    await eventually(() => started.every((pid) => !isAlive(pid)));
    expect(await run('setInterval(() => {}, 1000)', { timeoutMs: 300 }).taken).toEqual({
      why: 'it ran longer than 0.3s',
      isFinal: false,
    });
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a webhook', () => {
  async function answering(status: number | 'never') {
    const got: { body: string; key: string | undefined }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        got.push({ body, key: String(request.headers['idempotency-key']) });
        if (status !== 'never') response.writeHead(status, { location: '/elsewhere' }).end('thanks');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // The server listens on a port of TCP.
    const { port } = server.address() as AddressInfo;
    const url = webhookUrl(`http://127.0.0.1:${port}/hook?token=secret`);
    return {
      got,
      receiver: webhookReceiver({ url, timeoutMs: status === 'never' ? 200 : 10_000 }),
      [Symbol.asyncDispose]: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  test('gets the notification as JSON, with an id for what comes twice', async () => {
    await using hook = await answering(204);
    expect(await hook.receiver.notify(notification, never)).toBeUndefined();
    expect(hook.got).toEqual([{ body: JSON.stringify(notification), key: notification.id }]);
    expect(hook.receiver.name).not.toContain('secret');
  });

  test.each([
    [500, false],
    [503, false],
    [429, false],
    [404, true],
    [302, true],
  ])('that answers %i has not taken it; final: %s', async (status, isFinal) => {
    await using hook = await answering(status);
    expect(await hook.receiver.notify(notification, never)).toEqual({ why: `it answered ${status}`, isFinal });
    expect(hook.got).toHaveLength(1);
  });

  test('that does not answer, or is not there, may be tried again', async () => {
    await using hook = await answering('never');
    expect(await hook.receiver.notify(notification, never)).toEqual({ why: 'no answer within 0.2s', isFinal: false });
    const url = webhookUrl('http://127.0.0.1:9/');
    const gone = await webhookReceiver({ url, timeoutMs: 5_000 }).notify(notification, never);
    expect(gone?.isFinal).toBe(false);
  });

  test('is an address without a password in it, and an error does not repeat it', () => {
    for (const text of ['ftp://x/', 'nonsense', 'https://ada:secret@host/']) {
      expect(() => webhookUrl(text)).toThrow(/--webhook takes/);
      expect(() => webhookUrl(text)).not.toThrow(/secret|nonsense/);
    }
  });
});

describe('delivery', () => {
  function failing(answers: (NotTaken | undefined)[]): { receiver: Receiver; tries: () => number } {
    let tries = 0;
    return { receiver: { name: 'it', notify: async () => answers[tries++] }, tries: () => tries };
  }
  const late = { why: 'busy', isFinal: false };
  const terms = (waits: number[]) => ({
    attemptsMax: 3,
    pause: async (ms: number) => void waits.push(ms),
    onRetry: () => {},
  });

  test('is tried until it is taken, after waits that grow', async () => {
    const waits: number[] = [];
    const { receiver, tries } = failing([late, late, undefined]);
    await notifyUntilTaken({ receiver, notification, signal: never }, terms(waits));
    expect([tries(), waits]).toEqual([3, [1_000, 2_000]]);
  });

  test('ends with an error that names the gate and why, after the last attempt or a final answer', async () => {
    const again = failing([late, late, late, undefined]);
    await expect(notifyUntilTaken({ ...again, notification, signal: never }, terms([]))).rejects.toMatchObject({
      code: 'NOTIFICATION_FAILED',
      message: 'it did not take that release-abcdefgh/release is waiting, after 3 attempts: busy',
    });
    const once = failing([{ why: 'gone', isFinal: true }]);
    await expect(notifyUntilTaken({ ...once, notification, signal: never }, terms([]))).rejects.toThrow(
      /is waiting: gone/,
    );
    expect([again.tries(), once.tries()]).toEqual([3, 1]);
  });
});
