// A skill that promotes can be tried before anybody is asked: it is told to promote into an environment that no law can
// have, under locks and with secrets that no promotion uses, and every record of it says so.

/** Where rehearsals promote into: the name of no environment. */
export const REHEARSAL_ENVIRONMENT = 'rehearsal';

/** The member of an input that says what is promoted and where. */
export const PROMOTION_MEMBER = 'promotion';

/** The lock that stands for another one while a skill is tried: nobody who promotes waits for it. */
export const rehearsalLock = (key: string): string => `${REHEARSAL_ENVIRONMENT}:${key}`;
