import { randomBytes } from 'node:crypto';

const PASSWORD_BYTES = 24;

/** 33 characters. It begins with a letter, because nats-server reads some texts that begin with a digit as numbers. */
export const drawPassword = (): string => `p${randomBytes(PASSWORD_BYTES).toString('base64url')}`;
