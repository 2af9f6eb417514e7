// What a YAML parser accepts, or drops with a warning, and the writer did not mean. Each stands alone: the rest of the
// document says what it says.
import { isScalar, visit } from 'yaml';
import type { Alias, Document, Node, Scalar, YAMLMap, YAMLWarning } from 'yaml';

export interface Surprise {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly offset: number;
}

/** More of them are of one kind, and one is enough to see it. */
const SURPRISES_MAX = 64;

export function surprisesIn(document: Document.Parsed): Surprise[] {
  const warned = document.warnings
    .slice(0, SURPRISES_MAX)
    .map((warning) => ({ ...warningWords(warning), offset: warning.pos[0] }));
  const { yaml } = document.directives;
  const version = yaml.explicit === true && yaml.version !== '1.2' ? [versionSurprise(yaml.version)] : [];
  return [...version, ...warned, ...nodeSurprises(document)];
}

const versionSurprise = (version: string): Surprise => ({
  message: `is written as YAML ${version}`,
  hint: 'Remove the %YAML line: documents are YAML 1.2.',
  offset: 0,
});

function nodeSurprises(document: Document.Parsed): Surprise[] {
  const found: Surprise[] = [];
  const anchors = new Set<string>();
  const look = (node: Node, surprises: readonly Surprise[]): symbol | undefined => {
    found.push(...surprises);
    if ('anchor' in node && typeof node.anchor === 'string') anchors.add(node.anchor);
    return found.length >= SURPRISES_MAX ? visit.BREAK : undefined;
  };
  visit(document, {
    Map: (_, map) => look(map, keySurprises(map)),
    Seq: (_, seq) => look(seq, []),
    Scalar: (_, scalar) => look(scalar, numberSurprises(scalar)),
    Alias: (_, alias) => look(alias, aliasSurprises(alias, anchors)),
  });
  return found.slice(0, SURPRISES_MAX);
}

function keySurprises(map: YAMLMap): Surprise[] {
  const keys = new Set<string>();
  return map.items.flatMap(({ key }) => {
    if (!isScalar(key)) return [];
    const name = String(key.value);
    const offset = key.range?.[0] ?? 0;
    if (name === '<<' && key.type === 'PLAIN') return [{ ...MERGE, offset }];
    if (keys.has(name)) return [{ message: `the key ${name} stands here twice`, offset }];
    keys.add(name);
    return [];
  });
}

const MERGE = {
  message: 'the merge key << is not part of YAML 1.2',
  hint: 'Write the members out, or use an alias for a whole value. Quote a member of that name: "<<".',
};

/** JSON has neither infinity nor integers beyond 2^53 that all readers agree on. */
function numberSurprises({ value, source, range }: Scalar): Surprise[] {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return [];
  const text = source ?? String(value);
  if (Number.isFinite(value) && /[.e]/i.test(text)) return [];
  const message = Number.isFinite(value)
    ? `the integer ${text} lies beyond 2^53 - 1 and would be rounded`
    : `${text} is not a number that JSON can represent`;
  return [{ message, hint: `To write it as text, quote it: "${text}".`, offset: range?.[0] ?? 0 }];
}

function aliasSurprises({ source, range }: Alias, anchors: ReadonlySet<string>): Surprise[] {
  if (anchors.has(source)) return [];
  const hint = `Put &${source} before the value that it stands for, or quote the text: "*${source}".`;
  return [{ message: `the alias *${source} stands for nothing that comes before it`, hint, offset: range?.[0] ?? 0 }];
}

function warningWords({ message }: YAMLWarning): Omit<Surprise, 'offset'> {
  const [, tag] = /^Unresolved tag: (\S+)/.exec(message) ?? [];
  if (tag === undefined) return { message: message.split('\n')[0] ?? '' };
  return {
    message: `the tag ${tag} has no meaning here, and its value would be taken as plain text`,
    hint: 'Write the value itself, and quote a text that begins with !.',
  };
}
