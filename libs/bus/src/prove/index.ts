// Whether a broker keeps the rights of the contract: for whoever has the credentials of its users.
export { brokerUser, forbiddenAttempts } from './attempts.ts';
export type { BrokerUser, ForbiddenAttempt } from './attempts.ts';
export { comparePassages } from './passages.ts';
export type { Passages } from './passages.ts';
export { proveForbidden } from './prove.ts';
export { readersOf } from './readers.ts';
export { watchAsPerson } from './witness.ts';
