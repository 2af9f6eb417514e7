// What each image is, and what a container of it may do: as it is run in public, without rights and with a root that it cannot
// write to.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { IMAGES, imageName } from '../../scripts/images/targets.ts';
import type { ImageTarget } from '../../scripts/images/targets.ts';
import { HOME } from '../pages/page-shell.ts';
import { docker, HARDENED } from './engine.ts';

const { version } = JSON.parse(await readFile(join(HOME, 'package.json'), 'utf8')) as { version: string };
const nameOf = (target: ImageTarget): string => imageName(target, version);

/** On a machine that has much else to do. */
const STARTED_MS = 60_000;

/** The user of the process, and the folders that it may write to, as JSON. */
const LOOK = `
  const { accessSync, constants, readdirSync } = require('node:fs');
  const writable = [];
  const walk = (folder) => {
    try { accessSync(folder, constants.W_OK); writable.push(folder); } catch {}
    let entries = [];
    try { entries = readdirSync(folder, { withFileTypes: true }); } catch {}
    for (const entry of entries) {
      const path = (folder === '/' ? '' : folder) + '/' + entry.name;
      if (entry.isDirectory() && !['/proc', '/sys', '/dev'].includes(path)) walk(path);
    }
  };
  walk('/');
  console.log(JSON.stringify({ uid: process.getuid(), writable }));
`;

async function look(target: ImageTarget, ...more: readonly string[]): Promise<unknown> {
  const words = ['run', '--rm', '--network', 'none', ...HARDENED, ...more, '--entrypoint', 'node', nameOf(target)];
  return JSON.parse((await docker([...words, '--eval', LOOK])).out);
}

const WRITABLE: Readonly<Record<ImageTarget, readonly string[]>> = {
  dome: [],
  domed: ['/var/lib/domed'],
  'domed-examples': ['/var/lib/domed'],
  tools: [],
};

describe.each(IMAGES)('the image $target', ({ target }) => {
  test('is run as uid 1000, which writes to the work folder and nowhere else, and so does any uid of group 0', async () => {
    expect(await look(target)).toEqual({ uid: 1000, writable: WRITABLE[target] });
    expect(await look(target, '--user', '54321:0')).toEqual({ uid: 54321, writable: WRITABLE[target] });
  });

  test('says what it is made of', async () => {
    const { out } = await docker(['image', 'inspect', '--format', '{{json .Config.Labels}}', nameOf(target)]);
    expect(JSON.parse(out)).toMatchObject({
      'org.opencontainers.image.title': target,
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{40}(-changed)?$/),
      'org.opencontainers.image.licenses': 'Apache-2.0',
    });
  });
});

test('the image of the control plane has no shell', async () => {
  for (const shell of ['/bin/sh', '/bin/bash', '/bin/busybox'])
    await expect(docker(['run', '--rm', '--entrypoint', shell, nameOf('dome'), '-c', 'true'])).rejects.toThrow(
      /no such file/,
    );
});

test('a plane that has no broker is alive, not ready, says why, and ends by itself when it is told to', async () => {
  for (const target of ['dome', 'domed-examples'] as const) {
    const { out: id } = await docker(['run', '--detach', '--network', 'none', ...HARDENED, nameOf(target)]);
    try {
      await expect.poll(() => probe(id), { timeout: STARTED_MS }).toContain('[-]bus');
      await docker(['stop', '--time', '60', id]);
      // The engine's own end of it would leave another code.
      expect((await docker(['inspect', '--format', '{{.State.ExitCode}}', id])).out).toBe('0');
    } finally {
      await docker(['rm', '--force', '--volumes', id]);
    }
  }
});

test('no layer of an image has a secret of the examples in it, or a file of an environment', async () => {
  const key = (await readFile(join(HOME, 'examples', 'secrets', 'SIGNING_KEY'), 'utf8')).trim();
  const words = [key, 'secrets/SIGNING_KEY\0', '/.env\0', '_authToken='];
  // The search finds what is there.
  const there = '@dome/control/main.js';
  expect(await searchLayers([...words, there])).toEqual([there]);
});

/** What its health check says, which exits with 1. */
async function probe(id: string): Promise<string> {
  const answer = docker(['exec', id, 'node', '/opt/dome/ready.mjs']);
  return await answer.then(({ out }) => out).catch((error: unknown) => JSON.stringify(error));
}

/** Those of the words that are in any layer: layers are archives whose files are stored as they are. */
async function searchLayers(words: readonly string[]): Promise<readonly string[]> {
  const child = spawn('docker', ['save', ...IMAGES.map(({ target }) => nameOf(target))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const left = new Set(words);
  const longest = Math.max(...words.map((word) => word.length));
  let before = Buffer.alloc(0);
  for await (const chunk of child.stdout) {
    const bytes = Buffer.concat([before, chunk]);
    for (const word of left) if (bytes.includes(word)) left.delete(word);
    before = bytes.subarray(-longest);
  }
  return words.filter((word) => !left.has(word));
}
