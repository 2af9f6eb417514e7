import { expect, test } from 'vitest';

import { MESSAGE_HEADERS } from '@dome/contracts';

import { HEADER } from '../src/wire.ts';

test('the contract declares every header of a message that the planes write or read by name', () => {
  const used = [
    HEADER.messageId,
    HEADER.expectedLastSubjectSequence,
    HEADER.expectedLastSubjectFilter,
    HEADER.requestInfo,
    HEADER.serviceError,
    HEADER.serviceErrorCode,
  ];
  expect(Object.keys(MESSAGE_HEADERS)).toEqual(expect.arrayContaining(used));
});

test('a header of JetStream that the contract declares is spelt as JetStream spells it', () => {
  const known: readonly string[] = Object.values(HEADER);
  for (const name of Object.keys(MESSAGE_HEADERS)) if (name.startsWith('Nats-')) expect(known).toContain(name);
});
