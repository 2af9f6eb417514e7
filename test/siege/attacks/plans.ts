// One person without roles asks for more than a plane can do: the largest plans there may be, many at once, without a
// pause.
import { DomeError } from '@dome/contracts';
import { wait } from '../attack.ts';
import type { Attack } from '../attack.ts';

const AT_ONCE = 40;
const TASKS = 255;
/** As many as a schema may have, and more. */
const PROPERTIES = [400, 3_000];
/** The flooder may have to wait, or get QUEUE_FULL; nobody else may. */
const ANSWER_MS = 60_000;
const FLOOD_MS = 8_000;
const PAUSE_MS = 7_000;

const head = { apiVersion: 'dome/v1', kind: 'Plan', name: 'flood', version: '1.0.0', title: 'A flood' };

const wide = JSON.stringify({
  ...head,
  tasks: Object.fromEntries(
    Array.from({ length: TASKS }, (_, at) => [`t${at}`, { uses: 'count-node@^1', input: { lines: 2, seconds: 0 } }]),
  ),
});
const chained = JSON.stringify({
  ...head,
  tasks: Object.fromEntries(
    Array.from({ length: TASKS }, (_, at) => [
      `t${at}`,
      { uses: 'count-node@^1', input: { lines: 2, seconds: 0 }, ...(at === 0 ? {} : { needs: [`t${at - 1}`] }) },
    ]),
  ),
});
const patterned = (properties: number): string =>
  JSON.stringify({
    ...head,
    inputs: {
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: properties }, (_, at) => [
          `p${at}`,
          { type: 'string', pattern: `^[a-z]{${(at % 50) + 1}}$` },
        ]),
      ),
    },
    tasks: { one: { uses: 'count-node@^1', input: { lines: 2, seconds: 0 } } },
  });

export const planFlood: Attack = {
  name: 'plan-flood',
  title: 'the largest plans, many at once, by a person without roles',
  run: async ({ people }, { over, tally }) => {
    const plans = [wide, chained, ...PROPERTIES.map(patterned)];
    const ask = async (plan: string): Promise<void> => {
      const payload = JSON.stringify({ plan, resolve: true });
      try {
        const reply = await people.mallory.nc.request('dome.svc.dome.plan.validate', payload, { timeout: ANSWER_MS });
        const problem = reply.headers?.get('Nats-Service-Error') ?? '';
        tally.count(problem === '' ? 'answered' : (problem.split(':')[0] ?? problem));
      } catch (error) {
        if (!over.aborted) tally.find(`no answer: ${error instanceof DomeError ? error.code : String(error)}`);
      }
    };
    while (!over.aborted) {
      const endsAt = performance.now() + FLOOD_MS;
      let at = 0;
      const flood = async (): Promise<void> => {
        while (performance.now() < endsAt && !over.aborted) await ask(plans[at++ % plans.length] ?? wide);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, flood));
      await wait(PAUSE_MS, over);
    }
  },
};
