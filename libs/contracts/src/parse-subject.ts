import { CHANNELS } from './generated/subjects.ts';
import type { ChannelName } from './generated/subjects.ts';

/** A parsed subject of the wire: the channel it belongs to and the value of each parameter. */
export interface ParsedSubject {
  readonly channel: ChannelName;
  readonly params: Readonly<Record<string, string>>;
}

const shapes = Object.entries(CHANNELS).map(([name, { address }]) => ({
  channel: name as ChannelName,
  tokens: address.split('.').map((token) => (token.startsWith('{') ? { name: token.slice(1, -1) } : token)),
}));

/** Undefined when no channel of the contract has that address. */
export function parseSubject(subject: string): ParsedSubject | undefined {
  const tokens = subject.split('.');
  for (const shape of shapes) {
    const params = match(shape.tokens, tokens);
    if (params !== undefined) return { channel: shape.channel, params };
  }
  return undefined;
}

function match(
  shape: readonly (string | { name: string })[],
  tokens: readonly string[],
): Record<string, string> | undefined {
  if (shape.length !== tokens.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of shape.entries()) {
    const token = tokens[index];
    if (token === undefined || token === '') return undefined;
    if (typeof part === 'string') {
      if (part !== token) return undefined;
    } else {
      params[part.name] = token;
    }
  }
  return params;
}
