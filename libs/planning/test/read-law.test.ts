import { expect, test } from 'vitest';

import { readLaw } from '../src/read-law.ts';

const read = (text: string | Uint8Array) => readLaw({ source: 'access.yaml', text });

const file = (rest: string): string => `apiVersion: dome/v1\nkind: Access\nversion: 1.0.0\n${rest}`;

test.each([
  ['an empty file', '', 'access.yaml 1:1: /kind is no kind of law'],
  [
    'a misspelt field',
    file('users:\n  ada: {role: [x]}\n'),
    '5:9: /users/ada/role is not a field here; did you mean roles?',
  ],
  ['somebody twice', file('users:\n  ada: {roles: [x]}\n  ada: {roles: [y]}\n'), '6:3: the key ada stands here twice'],
  [
    'an unknown permission',
    file('users: {}\npermissions: {submits: [x]}\n'),
    '5:15: /permissions/submits is not a field here',
  ],
  ['no users', file(''), 'users is missing'],
  ['a tag', file('users: !people {}\n'), '4:8: the tag !people has no meaning here'],
  ['UTF-16', Buffer.from(file('users: {}\n'), 'utf16le'), '1:1: is UTF-16 (little endian), not UTF-8'],
])('an access document that does not hold says where: %s', (_, text, words) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'LAW_INVALID' }));
  expect(() => read(text)).toThrow(words);
});

const environment = (rest: string): string => `apiVersion: dome/v1
kind: Environment
name: production
version: 1.0.0
promotesFrom: [staging]
policy: release@^1
gates: [release]
plans: [release@^1]
skills: [promote@^1]
submitters: [developer]
${rest}`;

test.each([
  ['an unknown member', environment('gate: [x]'), 'e.yaml 11:1: /gate is not a field here; did you mean gates?'],
  [
    'a range that is none',
    environment('').replace('policy: release@^1', 'policy: release@one'),
    '/policy one is not a version range',
  ],
  [
    'itself as a source',
    environment('').replace('[staging]', '[production]'),
    '/promotesFrom/0 is the environment itself',
  ],
  [
    'the name of what a run makes',
    environment('').replace('name: production', 'name: build'),
    '/name build is where an artifact is made',
  ],
  [
    'a time zone that is none',
    environment("windows: [{ days: [mon], from: '09:00', to: '10:00', timeZone: Vienna }]"),
    '/windows/0/timeZone Vienna is no time zone',
  ],
  [
    'a window over midnight',
    environment("windows: [{ days: [mon], from: '22:00', to: '02:00', timeZone: UTC }]"),
    '/windows/0/to is not after 22:00',
  ],
  [
    'a day that is none',
    environment('freezes: [{ from: 2026-02-30T00:00, to: 2026-03-01T00:00, timeZone: UTC }]'),
    '/freezes/0/from 2026-02-30T00:00 is no date and time',
  ],
  [
    'a role that is asked twice',
    environment('approvals: [{ role: a, count: 1 }, { role: a, count: 2 }]'),
    '/approvals/1/role the role a stands here twice',
  ],
  [
    'both a role and approvals',
    'apiVersion: dome/v1\nkind: Policy\nname: p\nversion: 1.0.0\ngates: { g: { human: { role: a, approvals: [{ role: b, count: 1 }] } } }',
    '/gates/g/human names either a role or approvals',
  ],
  [
    'reminders without end',
    'apiVersion: dome/v1\nkind: Policy\nname: p\nversion: 1.0.0\ngates: { g: { human: { role: a, deadline: 24h, remindEvery: 1m } } }',
    '/gates/g/human/remindEvery 1m would remind more than 64 times',
  ],
  [
    'nobody who is asked',
    'apiVersion: dome/v1\nkind: Policy\nname: p\nversion: 1.0.0\ngates: { g: { human: { always: true } } }',
    '/gates/g/human names either a role or approvals',
  ],
  [
    'a reminder after the deadline',
    environment('approvals: [{ role: a, count: 1 }]\ndeadline: 1h\nremindEvery: 1h'),
    '/remindEvery 1h is not before the deadline, 1h after they are asked',
  ],
  ['a deadline for nobody', environment('deadline: 1h'), '/deadline is for approvals, and there are none'],
  [
    'a deadline that is too far',
    environment('approvals: [{ role: a, count: 1 }]\ndeadline: 800h'),
    '/deadline 800h is not between 1ms and 30d',
  ],
  [
    'too many people',
    environment('approvals: [{ role: a, count: 60 }, { role: b, count: 5 }]'),
    '/approvals asks for 65 people; at most 64 may be asked for',
  ],
  ['a plan', 'kind: Plan', '/kind is no kind of law'],
  [
    'a rule that does not parse',
    'apiVersion: dome/v1\nkind: Policy\nname: p\nversion: 1.0.0\ngates: { g: { rules: [{ id: a, expression: "1 +", reasonCode: AA }] } }',
    '/gates/g/rules/0/expression is no CEL expression',
  ],
])('a document of law with %s says where', (_, text, words) => {
  expect(() => readLaw({ source: 'e.yaml', text })).toThrow(expect.objectContaining({ code: 'LAW_INVALID' }));
  expect(() => readLaw({ source: 'e.yaml', text })).toThrow(words);
});
