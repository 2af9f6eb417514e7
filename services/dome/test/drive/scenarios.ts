// What the scripted runtime answers in these tests, and a vote.
import type { CachedRun } from '../../src/drive/run-cache.ts';
import { runRefOf } from '@dome/runs';
import { askedEvidence } from '../states.ts';
import { ACCESS_DIGEST } from '../world.ts';
import type { Answer, Script, World } from '../world.ts';

type Asked = Pick<Parameters<Answer>[0], 'skill' | 'iteration'>;

/** Tests fail in the first round and pass once the patch is there. */
export const release = (request: Asked): Script => {
  switch (request.skill.name) {
    case 'node-test':
      return request.iteration === 1
        ? { result: 'failure', output: { failed: 2 } }
        : { result: 'success', output: { failed: 0 } };
    case 'pack':
      return { result: 'success', output: {}, artifact: 'app.tgz' };
    case 'apply-patch':
      return { result: 'success', output: {}, workspace: 'fixed' };
    default:
      return { result: 'success', output: {} };
  }
};
export const passing: Answer = (request) => release({ ...request, iteration: 2 });

export async function vote(world: World, verdict: 'approve' | 'reject', user = 'grace'): Promise<void> {
  const run = runRefOf(world.runId);
  if (run === undefined) throw new Error('no run');
  await world.cache.open(run, async (cached: CachedRun) => {
    const state = await cached.reload();
    await cached.append({
      type: 'dev.dome.run.approval-given.v1',
      data: {
        runId: world.runId,
        gate: 'release',
        iteration: state?.iteration ?? 0,
        by: { user, account: 'PEOPLE', attested: true },
        roles: ['release-manager'],
        accessDigest: ACCESS_DIGEST,
        verdict,
        reason: 'because',
        evidenceDigest: state === undefined ? '' : askedEvidence(state, 'release'),
      },
    });
  });
  await world.pump();
}
