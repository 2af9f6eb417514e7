// Faults name documents as the control plane calls them; only this side has the files. Here they get the names that were
// typed, the place of a member that nobody placed yet, and the text that shows it.
import { booleanHint, DomeError } from '@dome/contracts';
import type { FaultBody } from '@dome/contracts';
import { DOCUMENT_BOUNDS, quoteHint, readDocument } from '@dome/documents';

export interface WrittenFile {
  /** What faults call it: `plan`, `policy`, or the name of a file. */
  readonly called: string;
  /** As it was typed; `-` for standard input. */
  readonly path: string;
  /** Undefined: the path is what was typed, and says it all. */
  readonly text?: string | undefined;
  /** Where the member stands in it, if it is there at all; the whole document where absent. */
  readonly pointerIn?: ((pointer: string) => string | undefined) | undefined;
}

/** Beside the faults of an error: the text of each document, by the name that is shown. */
export type DocumentTexts = ReadonlyMap<string, string>;

const STANDARD_INPUT = 'standard input';

/** The same error with its faults in these files; anything else stays as it is. */
export function withFiles(thrown: unknown, files: readonly WrittenFile[]): unknown {
  if (!(thrown instanceof DomeError) || thrown.fields.faults === undefined) return thrown;
  const faults = thrown.fields.faults.map((fault) => inFile(fault, files));
  const texts: DocumentTexts = new Map(
    files.flatMap((file) => (file.text === undefined ? [] : [[nameOf(file), file.text]])),
  );
  const [first] = faults;
  const { message } = thrown;
  const detail = first === undefined || !isOf(message, thrown.fields.faults[0]) ? message : detailOf(first);
  return new DomeError(thrown.code, { ...thrown.fields, detail, faults, texts }, { cause: thrown });
}

function inFile(fault: FaultBody, files: readonly WrittenFile[]): FaultBody {
  const file = files.find((one) => one.called === fault.document && pointerIn(one, fault) !== undefined);
  if (file === undefined) return fault;
  const { line, column, ...rest } = fault;
  const named = { ...rest, document: nameOf(file) };
  if (file.text === undefined) return named;
  if (line !== undefined && column !== undefined && file.pointerIn === undefined) return { ...named, line, column };
  return { ...named, ...placeIn(file.text, pointerIn(file, fault) ?? '', fault) };
}

const pointerIn = (file: WrittenFile, { pointer }: FaultBody): string | undefined =>
  file.pointerIn === undefined ? pointer : file.pointerIn(pointer);

const nameOf = ({ path }: WrittenFile): string => (path === '-' ? STANDARD_INPUT : path);

function placeIn(
  text: string,
  pointer: string,
  { message, hint }: FaultBody,
): Pick<FaultBody, 'line' | 'column' | 'hint'> {
  const { document } = readDocument(text, DOCUMENT_BOUNDS);
  if (document === undefined) return {};
  const written = document.plainTextAt(pointer);
  const meant = hint ?? (written === undefined ? undefined : yamlHint(message, written));
  return { ...document.positionOf(pointer), ...(meant === undefined ? {} : { hint: meant }) };
}

/** Where YAML reads another value than its writer meant, and the schema is that of a plan or a skill. */
function yamlHint(message: string, written: string): string | undefined {
  if (message.endsWith(' must be string')) return quoteHint(written);
  return message.endsWith(' must be boolean') ? booleanHint(written) : undefined;
}

/** The detail says what the first fault says, and where. */
const isOf = (message: string, fault: FaultBody | undefined): boolean =>
  fault !== undefined && message.startsWith(`${fault.document} `) && message.endsWith(fault.message);

const detailOf = ({ document, line, column, message }: FaultBody): string =>
  `${document}${line === undefined ? '' : `:${line}:${column}`}  ${message}`;
