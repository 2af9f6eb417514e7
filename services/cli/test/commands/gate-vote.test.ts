import { expect, test } from 'vitest';

import { isConfirmed } from '../../src/commands/gate-vote.ts';
import { memoryIo } from '../memory-io.ts';

const gate = { runId: 'release-abc', gate: 'quality' };
const vote = { verdict: 'approve', yes: false } as const;
const confirmed = (of: Parameters<typeof memoryIo>[0]) => isConfirmed({ io: memoryIo(of) }, gate, vote);

test('a vote is sent after a yes, and after nothing else', async () => {
  expect(await confirmed({ answer: 'y' })).toBe(true);
  expect(await confirmed({ answer: ' Yes ' })).toBe(true);
  for (const answer of ['n', 'No', '']) expect(await confirmed({ answer })).toBe(false);
  await expect(confirmed({ answer: 'yesterday' })).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    message: expect.stringContaining('"yesterday" is neither yes nor no'),
  });
});

test('abandoning the question sends no vote, and is no error', async () => {
  expect(await confirmed({ answer: undefined })).toBe(false);
});

test('without a terminal nobody is asked, and the error names the flag', async () => {
  await expect(confirmed({})).rejects.toMatchObject({ fields: { hint: expect.stringContaining('--yes') } });
  expect(await isConfirmed({ io: memoryIo() }, gate, { ...vote, yes: true })).toBe(true);
});
