// The judge of leaks finds a secret that is planted, and nothing else.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LEAKED_SECRETS } from '@dome/testkit';
import { expect, test } from 'vitest';

import { secretsIn, storedSecrets } from './attacks/leaks.ts';

const { TOKEN, SIGNING_KEY } = LEAKED_SECRETS;

test('of the messages of a job, those with a secret are named, in whatever form it is', () => {
  const texts = {
    masked: '{"text":"signing in with ***"}',
    json: JSON.stringify({ text: `with ${TOKEN}` }),
    base64: Buffer.from(`:${SIGNING_KEY}`).toString('base64'),
    url: `?t=${encodeURIComponent(TOKEN)}`,
    line: SIGNING_KEY.split('\n')[2] ?? '',
  };
  const messages = Object.entries(texts).map(([subject, text]) => ({ subject, payload: Buffer.from(text) }));
  const telling = secretsIn(messages).map((finding) => finding.split(' ')[0]);
  expect(telling).toEqual(['json', 'base64', 'url', 'line']);
});

test('of the files of the broker, those with a secret are named', async () => {
  const store = await mkdtemp(join(tmpdir(), 'dome-store-'));
  try {
    await mkdir(join(store, 'OBJ_artifacts', 'msgs'), { recursive: true });
    await writeFile(join(store, 'OBJ_artifacts', 'msgs', '1.blk'), `a header\0${TOKEN}\0`);
    await writeFile(join(store, 'OBJ_artifacts', 'msgs', '2.blk'), 'nothing');
    expect(await storedSecrets(store)).toEqual([join(store, 'OBJ_artifacts', 'msgs', '1.blk')]);
  } finally {
    await rm(store, { recursive: true });
  }
});
