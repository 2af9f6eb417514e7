import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { CHANNELS, filters, parseSubject, subjects } from '../src/index.ts';

const token = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/);
type Build = (of: Record<string, string>) => string;
/** Every builder by its name: a builder takes what it needs from one bag of tokens. */
const builders = Object.entries(subjects as unknown as Readonly<Record<string, Build>>);
const PARAMETERS = [
  ...(['pool', 'skill', 'runId', 'jobId', 'phase', 'note', 'plan', 'instance', 'upload'] as const),
  ...(['lock', 'kind', 'name'] as const),
];
const bag = fc.record(Object.fromEntries(PARAMETERS.map((name) => [name, token])));

test('every channel has its builder', () => {
  expect(builders.map(([name]) => name)).toEqual(Object.keys(CHANNELS));
});

test.each(builders)('%s: a built subject is parsed back', (channel, build) => {
  fc.assert(
    fc.property(bag, (of) => {
      const parsed = parseSubject(build(of));
      expect(parsed?.channel).toBe(channel);
      for (const [name, value] of Object.entries(parsed?.params ?? {})) expect(value).toBe(of[name]);
    }),
  );
});

test.each(builders)('%s: no value changes the meaning of the subject', (_channel, build) => {
  const evil = fc.oneof(fc.constantFrom('*', '>', '', 'a.b', 'a b', 'a\r\n', '.', 'é', 'a'.repeat(65)), fc.string());
  fc.assert(
    fc.property(fc.constantFrom(...PARAMETERS), evil, bag, (name, value, of) => {
      const tokens = (subject: string): number => subject.split('.').length;
      const good = build(of);
      let built: string;
      try {
        built = build({ ...of, [name]: value });
      } catch (error) {
        expect(error).toMatchObject({ code: 'INVALID_REQUEST', fields: { pointer: `/${name}` } });
        return;
      }
      expect(tokens(built)).toBe(tokens(good));
      expect(built).toMatch(/^[A-Za-z0-9._-]+$/);
    }),
  );
});

describe('an undeclared subject', () => {
  test.each([
    '',
    'dome',
    'dome.evt.job.a.b.c',
    'dome.evt.job.a.b.c.started.extra',
    'dome.evt.job.a.b..started',
    'dome.evt.job.a.b.c.note.refused.x',
    'dome.svc.domed.artifact.chunk.i',
    '$JS.API.INFO',
    '_INBOX_ada.x',
  ])('%j belongs to no channel', (subject) => {
    expect(parseSubject(subject)).toBeUndefined();
  });

  test('arbitrary text does not throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseSubject(text)));
  });
});

test('a filter leaves open what is not given, and accepts no wildcard as a value', () => {
  expect(filters.jobTransition({ runId: 'r' })).toBe('dome.evt.job.*.r.*.*');
  expect(filters.jobLog()).toBe('dome.log.*.*');
  expect(() => filters.jobLog({ runId: '*' })).toThrow(expect.objectContaining({ code: 'INVALID_REQUEST' }));
});

test('a note is no transition: one token more keeps it out of the chain', () => {
  const of = { skill: 's', runId: 'r', jobId: 'j' };
  const chain = filters.jobTransition(of).split('.');
  expect(subjects.jobNote({ ...of, note: 'refused' }).split('.')).toHaveLength(chain.length + 1);
});
