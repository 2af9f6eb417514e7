import { expect, test } from 'vitest';

import { readAccess } from '../../src/approvals/access.ts';

const file = (rest: string): string => `apiVersion: dome/v1\nkind: Access\nversion: 1.0.0\n${rest}`;

test.each([
  ['an empty file', '', 'access file 1:1: must be object'],
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
])('an invalid access file is refused at its place: %s', (_, text, words) => {
  expect(() => readAccess(text)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  expect(() => readAccess(text)).toThrow(words);
});
