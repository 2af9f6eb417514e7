// L6: dome dispatches only what discovery says exists. When a skill of a run's lock is no longer served, the run shows it
// at once, and not when its clocks have run out.
import { SKILLS, eventually, startPlanesServer } from '@dome/testkit';
import { expect, test } from 'vitest';

import { controlClientOf, release, startReplica } from './bench.ts';
import { startScriptedRuntime } from './scripted-runtime.ts';

test('a run whose skills are no longer served, or have changed, shows what it waits for', async () => {
  const skills = SKILLS.map(({ name }) => ({ pool: 'default', skill: name }));
  await using server = await startPlanesServer({ people: ['ada'], skills });
  await using _replica = await startReplica(server, 'dome-1');
  const ada = await controlClientOf(server, 'ada');
  const submit = async (): Promise<string> => {
    await using _runtime = await startScriptedRuntime(server, SKILLS, () => 'silence');
    const { runId } = await ada.runs.submit(release());
    await eventually(async () => (await ada.runs.get(runId)).waitingFor === 'the end of lint, test');
    return runId;
  };
  const runId = await submit();
  const says = (words: string): Promise<unknown> =>
    eventually(async () => expect((await ada.runs.get(runId)).waitingFor).toBe(`the end of lint, test; ${words}`));
  await says('no daemon answers');
  await using stack = new AsyncDisposableStack();
  const others = SKILLS.filter(({ name }) => name !== 'lint' && name !== 'node-test');
  const changed = { name: 'lint', inputSchema: { type: 'object', title: 'changed' } };
  stack.use(
    await startScriptedRuntime(server, [...others, { name: 'node-test', version: '1.1.0' }, changed], () => 'silence'),
  );
  await says(
    'lint@1.0.0 is not announced as it was when the run was submitted; node-test is announced as 1.1.0, not as 1.0.0',
  );
});
