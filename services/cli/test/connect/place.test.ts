// Whoever is nearest to the command says where it goes, and no credentials go to a place that they are not for.
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { LEVELS, placesInOrder } from '../../src/connect/place.ts';
import type { StackFacts } from '../../src/connect/stack-facts.ts';
import { chooseTarget } from '../../src/connect/target.ts';
import { settingsIn } from '../../src/settings/settings-file.ts';

const stackIn = (cwd: string, pid: number): StackFacts => ({
  process: { pid, host: 'here', startTime: '1', place: 'here' },
  url: `nats://stack-${pid}`,
  cwd,
  startedAt: '2026-11-22T00:00:00Z',
  person: 'ada',
  passwords: { ada: `of-stack-${pid}` },
  contextPrefix: 'dome',
  runsOn: { ackWaitMs: 5_000, pool: 'default', skillsDir: '/skills', storeBytesMax: 1 },
});

const CONTEXTS = 'contexts:\n  own: { server: nats://own, creds: /own.creds }\n';
const LOGIN = { NATS_USER: 'eve', NATS_PASSWORD: 'of-the-shell', NATS_CREDS: '/shell.creds' };
const one = fc.boolean();
/** Who says something. */
const said = fc.record({
  server: one,
  context: one,
  domeContext: one,
  natsContext: one,
  natsUrl: one,
  here: fc.constantFrom('running', 'ended', 'none'),
  project: one,
  person: one,
  elsewhere: one,
  selected: one,
});
type Said = typeof said extends fc.Arbitrary<infer Value> ? Value : never;

function sourcesOf(of: Said) {
  const here = stackIn('/shop', 1);
  const project = settingsIn('context: own', { path: '/shop/dome.yaml', scope: 'project' });
  const person = settingsIn(`${of.person ? 'context: own\n' : ''}${CONTEXTS}`, { path: '/me.yaml', scope: 'person' });
  const globals = {
    ...({ timeoutMs: 1, output: 'table', color: 'auto', quiet: false } as const),
    ...(of.server ? { server: 'nats://flag' } : {}),
    ...(of.context ? { context: 'own' } : {}),
    settings: { person, ...(of.project ? { project } : {}) },
  };
  const env = {
    ...LOGIN,
    ...(of.domeContext ? { DOME_CONTEXT: 'own' } : {}),
    ...(of.natsContext ? { NATS_CONTEXT: 'nats' } : {}),
    ...(of.natsUrl ? { NATS_URL: 'nats://shell' } : {}),
  };
  const running = [...(of.here === 'running' ? [here] : []), ...(of.elsewhere ? [stackIn('/other', 2)] : [])];
  const stacks = { running, ended: of.here === 'ended' ? [here] : [] };
  return { globals, env, cwd: '/shop/deep', stacks, selected: of.selected ? 'nats' : undefined };
}

function nearestOf(of: Said): (typeof LEVELS)[number] {
  if (of.server || of.context) return 'command';
  if (of.domeContext || of.natsContext || of.natsUrl) return 'shell';
  if (of.here !== 'none' || of.project) return 'folder';
  return of.person ? 'person' : 'machine';
}

test('the nearest level that says something counts, and the others follow in their order', () => {
  fc.assert(
    fc.property(said, (of) => {
      const places = placesInOrder(sourcesOf(of));
      const levels = places.map(({ level }) => LEVELS.indexOf(level));
      expect(levels).toEqual(levels.toSorted((a, b) => a - b));
      expect(places[0]?.level).toBe(nearestOf(of));
    }),
  );
});

test('what is meant for a stack that ended reaches no broker, and what the shell knows only one that the shell or a flag names', () => {
  const nats = { url: 'nats://nats', user: 'nat', password: 'of-nats' };
  fc.assert(
    fc.property(said, (of) => {
      const sources = sourcesOf(of);
      const [found] = placesInOrder(sources);
      if (found === undefined) throw new Error('there is always a place');
      if (found.place.kind === 'ended') {
        expect(() => chooseTarget({ ...sources, known: () => 'of-the-shell', found, nats })).toThrow(
          /does not run any more/,
        );
        return;
      }
      const { servers, password, creds } = chooseTarget({ ...sources, known: () => 'of-the-shell', found, nats });
      const isOfShell = password === 'of-the-shell' || creds === '/shell.creds';
      expect(isOfShell).toBe(['nats://flag', 'nats://shell'].includes(servers));
      if (creds === '/own.creds') expect(servers).toBe('nats://own');
      if (password === 'of-nats') expect(servers).toBe('nats://nats');
    }),
  );
});
