// What the broker and its clients send each other besides the contract. It is listed here, so that anything on no list is a
// finding.

/** Subjects that are no messages of the contract, each with its owner. */
export const PASSED_OVER: readonly (readonly [pattern: RegExp, whose: string])[] = [
  [/^\$JS\.(API|EVENT)\./, 'the JetStream API and its advisories'],
  [/^\$JS\.(ACK|FC)\./, 'acknowledgements and flow control'],
  [/^(DOMED|DOME)\.(API|EVENT)\./, 'the JetStream API of another account, and its advisories'],
  [/^\$KV\./, 'buckets'],
  [/^\$O\./, 'object stores'],
  [/^\$SRV\./, 'discovery of services'],
  [/^\$SYS\./, 'the system account'],
  [/^_INBOX/, 'replies: those of services are judged by their request'],
  [/^_R_\./, 'replies that cross accounts'],
];

/** A consumer delivers a stored message under its stored subject; it was judged when it was written. */
export const isDelivery = (reply: string): boolean => reply.startsWith('$JS.ACK.');

export const isPassedOver = (subject: string): boolean => PASSED_OVER.some(([pattern]) => pattern.test(subject));
