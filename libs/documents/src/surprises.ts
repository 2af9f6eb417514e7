// What a YAML parser accepts, or drops with a warning, and the writer did not mean.
import { isScalar, visit } from 'yaml';
import type { Document, Scalar, YAMLMap, YAMLParseError, YAMLWarning } from 'yaml';

export interface Surprise {
  readonly message: string;
  readonly hint?: string;
  readonly offset: number;
}

export function firstSurprise(document: Document.Parsed): Surprise | undefined {
  const [error] = document.errors;
  if (error !== undefined) return { message: errorWords(error), offset: error.pos[0] };
  const [warning] = document.warnings;
  if (warning !== undefined) return { ...warningWords(warning), offset: warning.pos[0] };
  const { yaml } = document.directives;
  if (yaml.explicit === true && yaml.version !== '1.2') {
    return {
      message: `is written as YAML ${yaml.version}`,
      hint: 'Remove the %YAML line: documents are YAML 1.2.',
      offset: 0,
    };
  }
  return firstNode(document);
}

function firstNode(document: Document.Parsed): Surprise | undefined {
  let found: Surprise | undefined;
  const look = (surprise: Surprise | undefined): symbol | undefined => {
    found = surprise;
    return surprise === undefined ? undefined : visit.BREAK;
  };
  visit(document, {
    Map: (_, map) => look(keySurprise(map)),
    Scalar: (_, scalar) => look(numberSurprise(scalar)),
  });
  return found;
}

function keySurprise(map: YAMLMap): Surprise | undefined {
  const keys = new Set<string>();
  for (const { key } of map.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    const offset = key.range?.[0] ?? 0;
    if (name === '<<' && key.type === 'PLAIN') return { ...MERGE, offset };
    if (keys.has(name)) return { message: `the key ${name} stands here twice`, offset };
    keys.add(name);
  }
  return undefined;
}

const MERGE = {
  message: 'the merge key << is not part of YAML 1.2',
  hint: 'Write the members out, or use an alias for a whole value. Quote a member of that name: "<<".',
};

/** JSON has neither infinity nor integers beyond 2^53 that all readers agree on. */
function numberSurprise({ value, source, range }: Scalar): Surprise | undefined {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return undefined;
  const text = source ?? String(value);
  if (Number.isFinite(value) && /[.e]/i.test(text)) return undefined;
  const message = Number.isFinite(value)
    ? `the integer ${text} lies beyond 2^53 - 1 and would be rounded`
    : `${text} is not a number that JSON can represent`;
  return { message, hint: `To write it as text, quote it: "${text}".`, offset: range?.[0] ?? 0 };
}

/** The parser's messages address its caller; these address the writer of the text. */
function errorWords({ code, message }: YAMLParseError): string {
  if (code === 'MULTIPLE_DOCS') return 'there is more than one document in the file';
  if (message.includes('call stack')) return 'nested too deeply';
  return message.split('\n')[0] ?? '';
}

function warningWords({ message }: YAMLWarning): Omit<Surprise, 'offset'> {
  const [, tag] = /^Unresolved tag: (\S+)/.exec(message) ?? [];
  if (tag === undefined) return { message: message.split('\n')[0] ?? '' };
  return {
    message: `the tag ${tag} has no meaning here, and its value would be taken as plain text`,
    hint: 'Write the value itself, and quote a text that begins with !.',
  };
}
