// A person without roles opens uploads and holds them; meanwhile ada must be able to store what she needs.
import { subjects } from '@dome/contracts';

import { repeat } from '../attack.ts';
import type { Attack } from '../attack.ts';

const EVERY_MS = 6_000;
const HOARDED = 150;
const ANSWER_MS = 10_000;

export const uploadHoard: Attack = {
  name: 'upload-hoard',
  title: 'uploads that are opened and held',
  run: async ({ people }, round) => {
    await repeat(EVERY_MS, round, async () => {
      const open = Array.from({ length: HOARDED }, async () => {
        const reply = await people.mallory.nc.request(subjects.runtimeArtifactPut(), '{}', { timeout: ANSWER_MS });
        const problem = reply.headers?.get('Nats-Service-Error') ?? '';
        round.tally.count(problem === '' ? 'opened' : (problem.split(':')[0] ?? problem));
      });
      await Promise.all(open);
      const bytes = new TextEncoder().encode(`what ada stores, ${round.dice.between(0, 2 ** 31)}`);
      try {
        const { digest } = await people.ada.client.artifacts.put(bytes);
        await people.ada.client.artifacts.get(digest);
        round.tally.count('stored by ada');
      } catch (error) {
        round.tally.find(`ada could not store: ${String(error)}`);
      }
    });
  },
};
