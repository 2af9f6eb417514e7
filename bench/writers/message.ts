// What both writers write: the same bytes on the same subject under the same message ids.
export const SUBJECT = 'bench.message';

export const payload = new TextEncoder().encode(JSON.stringify({ text: 'x'.repeat(489) }));

export const messageId = (n: number): string => `message-${n}`;
