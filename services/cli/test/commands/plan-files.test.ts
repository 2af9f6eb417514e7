import { expect, test } from 'vitest';

import { workspaceBeside } from '../../src/commands/plan-files.ts';

const named = (workspace: string, path = 'plans/release.plan.yaml') =>
  workspaceBeside({ plan: { path, text: `workspace: ${workspace}\n` } });

test('the workspace of a plan is relative to the plan, unless it is an absolute path', () => {
  expect(named('../service')).toBe('service');
  expect(named('/srv/service')).toBe('/srv/service');
  expect(named('/srv/service', '-')).toBeUndefined();
});
