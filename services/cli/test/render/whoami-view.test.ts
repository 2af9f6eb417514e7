import { expect, test } from 'vitest';

import { whoamiText } from '../../src/render/whoami-view.ts';
import { memoryIo } from '../memory-io.ts';

const there = { address: 'nats://127.0.0.1:4222', origin: 'the nats context ada' };
const places = [
  { level: 'command', isChosen: false },
  { level: 'shell', says: 'the nats context ada (NATS_CONTEXT)', isChosen: true },
  { level: 'machine', says: 'nats://127.0.0.1:4222 (the default address)', isChosen: false },
] as const;
const order = `
   WHERE COMMANDS GO, BY
   the command            -
>  the shell              the nats context ada (NATS_CONTEXT)
   this machine           nats://127.0.0.1:4222 (the default address)
`;

test('says who somebody is, where that was found, and what they may do', () => {
  const access = {
    version: '1.2.0',
    roles: ['developer'],
    permissions: [
      { permission: 'submit', isGiven: true, roles: ['developer'] },
      { permission: 'cancel', isGiven: true },
      { permission: 'decide', isGiven: false, roles: ['release-manager', 'security'] },
      { permission: 'law', isGiven: false, roles: [] },
    ],
  } as const;
  expect(whoamiText({ user: 'ada', ...there, access, places }, memoryIo().out)).toBe(`user     ada
broker   nats://127.0.0.1:4222, from the nats context ada
roles    developer   by access 1.2.0
may      submit runs
may      cancel runs
may not  decide gates: needs release-manager or security
may not  change the law: nobody may
${order}`);
});

test('says what it cannot know', () => {
  expect(whoamiText({ ...there, places }, memoryIo().out)).toBe(`user    not named by these credentials
broker  nats://127.0.0.1:4222, from the nats context ada
access  there is no access document in force
${order}`);
});
