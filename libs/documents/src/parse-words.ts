// What the parser could not read, in words for the writer of the text; the parser's own address its caller. After the first
// fault of the structure everything that follows may only follow from it, but a fault inside of one text stands alone.
import { isScalar, visit } from 'yaml';
import type { Document, Scalar, YAMLParseError } from 'yaml';

import type { Surprise } from './surprises.ts';

/** Faults of one text, whatever stands around it. */
const ALONE: readonly string[] = ['BAD_DQ_ESCAPE', 'BAD_SCALAR_START', 'BAD_ALIAS'];
/** How many of a text are put into words. */
const FAULTS_MAX = 64;

/** In the order of the text. */
export function parseFaults(document: Document.Parsed, text: string): Surprise[] {
  const errors = document.errors.slice(0, FAULTS_MAX);
  const first = errors.find(({ code }) => !ALONE.includes(code));
  const told = errors.filter((error) => error === first || (ALONE.includes(error.code) && !isAfter(error, first)));
  return told.map((error) => wordsFor(error, { document, text }));
}

const isAfter = (error: YAMLParseError, first: YAMLParseError | undefined): boolean =>
  first !== undefined && error.pos[0] > first.pos[0];

interface Source {
  readonly document: Document.Parsed;
  readonly text: string;
}

function wordsFor(error: YAMLParseError, { document, text }: Source): Surprise {
  const [offset] = error.pos;
  switch (error.code) {
    case 'MULTIPLE_DOCS':
      return {
        message: 'there is more than one document in the file',
        hint: 'Give each document a file of its own.',
        offset,
      };
    case 'TAB_AS_INDENT':
      return { message: 'is indented by a tab', hint: 'YAML is indented by spaces: replace the tabs.', offset };
    case 'BLOCK_AS_IMPLICIT_KEY': {
      const message = 'a colon and a space in a text begin a member, and here none may begin';
      return { message, hint: quoteHint(restOfLine(text, offset)), offset };
    }
    case 'BAD_SCALAR_START': {
      const rest = restOfLine(text, offset);
      return { message: `a text cannot begin with ${rest.slice(0, 1)}`, hint: quoteHint(rest), offset };
    }
    case 'BAD_DQ_ESCAPE': {
      const escape = text.slice(offset, offset + 2);
      const hint = `Write \\${escape}, or put the text in single quotes, in which a backslash is itself.`;
      return { message: `${escape} means nothing in double quotes`, hint, offset };
    }
    case 'MULTILINE_IMPLICIT_KEY': {
      const hint = 'A member is written `name: value` and an item `- value`, each with a space after the sign.';
      return { message: 'is no member and no item', hint, offset };
    }
    case 'NON_STRING_KEY': {
      const isBraces = text.slice(offset - 1, offset + 1) === '{{';
      const message = isBraces ? '{{ begins an object inside of another' : 'the name of a member must be text';
      const hint = 'An expression is written ${{ … }}. Quote any other text that begins with {.';
      return { message, hint, offset: isBraces ? offset - 1 : offset };
    }
    default:
      return otherWords(error.message, { document, offset });
  }
}

function otherWords(
  message: string,
  { document, offset }: Pick<Source, 'document'> & { readonly offset: number },
): Surprise {
  if (message.includes('call stack')) return { message: 'nested too deeply', offset };
  const [, quote] = /^Missing closing (['"])quote/.exec(message) ?? [];
  if (quote !== undefined) {
    const begun = openText(document, offset) ?? offset;
    return { message: `the text that begins here has no closing ${quote}`, offset: begun };
  }
  if (message.startsWith('Missing , between')) return { message: 'a comma is missing before this', offset };
  const [, kind, end] = /^Flow (sequence|map) in block collection .* end with a ([\]}])/.exec(message) ?? [];
  if (end !== undefined) {
    const what = kind === 'map' ? 'an object that begins with {' : 'a list that begins with [';
    return { message: `${what} before this has no ${end}`, offset };
  }
  if (message.startsWith('All mapping items must start at the same column')) {
    const hint = 'Members of one object begin in the same column.';
    return { message: 'is indented otherwise than the members before it', hint, offset };
  }
  if (message === 'Unexpected scalar at node end') {
    const hint = "In single quotes an apostrophe is written twice: 'it''s'. In double quotes a quote is written \\\".";
    return { message: 'the text has ended before this', hint, offset };
  }
  const [, sign] = /^Unexpected [\w-]+ token in YAML stream: "(.+)"$/.exec(message) ?? [];
  if (sign !== undefined) return { message: `${sign} has nothing to end or to begin here`, offset };
  return { message: message.split('\n')[0] ?? '', offset };
}

/** Where the quoted text begins that reaches this offset. */
function openText(document: Document.Parsed, offset: number): number | undefined {
  let begun: number | undefined;
  visit(document, {
    Scalar: (_, node: Scalar) => {
      const [start, end] = node.range ?? [0, 0];
      if (isScalar(node) && start < offset && end >= offset - 1 && node.type !== 'PLAIN') begun = start;
    },
  });
  return begun;
}

/** What the writer meant as one text. */
function restOfLine(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return text.slice(offset, end === -1 ? undefined : end).trimEnd();
}

/** How much of a line a hint repeats. */
const QUOTED_CHARS_MAX = 80;

export function quoteHint(text: string): string {
  if (text.length > QUOTED_CHARS_MAX) return 'Quote the text.';
  return `Quote it: ${text.includes('"') || text.includes('\\') ? `'${text.replaceAll("'", "''")}'` : `"${text}"`}`;
}
