// Parses $DOME_OUTPUT into one object: a JSON document, or lines `name=value` and `name<<END … END` with each value
// read as the output schema requires. Pure; the schema as a whole is checked afterwards. A repeated name is refused,
// because a gate would rest on whichever value came last.
import type { JsonObject } from '@dome/contracts';
import { escapeSegment, isJsonObject } from '@dome/contracts';
import { memberCheck } from '@dome/skill-schema';
import type { MemberCheck } from '@dome/skill-schema';

import { parseOutputJson, refuseOutput, refuseRepeated } from './output-json.ts';

/** @throws DomeError OUTPUT_INVALID that names the line or the member. */
export function parseOutputFile(text: string, outputSchema: JsonObject): JsonObject {
  const trimmed = text.trimStart();
  if (trimmed === '') return {};
  if (trimmed.startsWith('{')) return parseDocument(trimmed);
  const values = parseLines(text);
  const check = memberCheck(outputSchema);
  return Object.fromEntries(
    [...values].map(([name, value]) => [name, typed({ name, text: value, outputSchema, check })]),
  );
}

function parseDocument(text: string): JsonObject {
  const value = parseOutputJson(text, 'Write one JSON object, or lines name=value.');
  if (isJsonObject(value)) return value;
  throw refuseOutput('the output file is not one JSON object');
}

function parseLines(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const give = (name: string, value: string): void => {
    if (values.has(name)) throw refuseRepeated(`/${escapeSegment(name)}`);
    values.set(name, value);
  };
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    const heredoc = /^([^=<\s]+)<<(.+)$/.exec(line);
    if (heredoc !== null) {
      const [, name = '', end = ''] = heredoc;
      const until = lines.indexOf(end, at + 1);
      if (until === -1) throw refuseOutput(`line ${at + 1} of the output file opens ${name} but ${end} never comes`);
      give(name, lines.slice(at + 1, until).join('\n'));
      at = until;
      continue;
    }
    const equals = line.indexOf('=');
    if (equals < 1) throw refuseOutput(`line ${at + 1} of the output file is not name=value`);
    give(line.slice(0, equals).trim(), line.slice(equals + 1));
  }
  return values;
}

interface Member {
  readonly name: string;
  readonly text: string;
  readonly outputSchema: JsonObject;
  readonly check: MemberCheck | undefined;
}

/**
 * Text if the schema accepts text; otherwise the text parsed as JSON. A value that the schema accepts as neither is
 * refused later.
 */
function typed(member: Member): unknown {
  const { name, text, check } = member;
  const readings = readingsOf(text);
  if (readings.length === 0) return untyped(member);
  if (check === undefined || isOpen(member) || check(name, text)) return text;
  const found = readings.find((value) => check(name, value)) ?? readings[0];
  if (typeof found === 'object' && found !== null) parseOutputJson(text.trim(), undefined, `/${escapeSegment(name)}`);
  return found;
}

/** The schema does not mention a member of this name, so it is taken as it is. */
function isOpen({ name, outputSchema }: Member): boolean {
  const { properties, patternProperties, additionalProperties = true } = outputSchema;
  const isNamed = isJsonObject(properties) && Object.hasOwn(properties, name);
  return !isNamed && patternProperties === undefined && additionalProperties === true;
}

/** What the text may mean besides itself: JSON, or a number in another spelling, such as `007`. */
function readingsOf(text: string): unknown[] {
  const trimmed = text.trim();
  if (!/^[-+.\d[{"tfn]/.test(trimmed)) return [];
  try {
    const value: unknown = JSON.parse(trimmed);
    return [value];
  } catch {
    const value = Number(trimmed);
    return trimmed === '' || !Number.isFinite(value) ? [] : [value];
  }
}

/** The message of its one type says more than that the value is not text. */
function untyped({ name, text, outputSchema }: Member): string {
  const properties = outputSchema['properties'];
  const property = isJsonObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  const type = isJsonObject(property) ? property['type'] : undefined;
  const pointer = `/${escapeSegment(name)}`;
  switch (type) {
    case 'integer':
    case 'number':
      throw refuseOutput(`${name} is not a number`, { pointer });
    case 'boolean':
      throw refuseOutput(`${name} is neither true nor false`, { pointer });
    case 'array':
    case 'object':
      throw refuseOutput(`${name} is not JSON, but its schema wants an ${type}`, { pointer });
    default:
      return text;
  }
}
