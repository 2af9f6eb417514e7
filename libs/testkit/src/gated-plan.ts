// A plan whose gate asks a person, and its policy.
export const gatedPlan = JSON.stringify({
  apiVersion: 'dome/v1',
  kind: 'Plan',
  name: 'gated',
  version: '1.0.0',
  tasks: { count: { uses: 'count-node@^1', input: { lines: 2, seconds: 0 } } },
  gates: { release: {} },
});
export const humanPolicy = JSON.stringify({
  apiVersion: 'dome/v1',
  kind: 'Policy',
  name: 'gated',
  version: '1.0.0',
  gates: { release: { human: { role: 'release-manager', always: true, deadline: '1h' } } },
});
