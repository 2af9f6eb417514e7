// Faults name documents as the control plane calls them; only this side has the files. Here they get the names that were
// typed, the place of a member that nobody placed yet, and the text that shows it.
import { DomeError, LIMITS } from '@dome/contracts';
import type { FaultBody } from '@dome/contracts';
import { readDocument } from '@dome/documents';

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

const BOUNDS = { bytesMax: LIMITS.planBytes, depthMax: LIMITS.jsonDepth };
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
  const isPlaced = line !== undefined && column !== undefined && file.pointerIn === undefined;
  return { ...named, ...(isPlaced ? { line, column } : placeIn(file.text, pointerIn(file, fault) ?? '')) };
}

const pointerIn = (file: WrittenFile, { pointer }: FaultBody): string | undefined =>
  file.pointerIn === undefined ? pointer : file.pointerIn(pointer);

const nameOf = ({ path }: WrittenFile): string => (path === '-' ? STANDARD_INPUT : path);

function placeIn(text: string, pointer: string): { line?: number; column?: number } {
  const { document } = readDocument(text, BOUNDS);
  return document === undefined ? {} : document.positionOf(pointer);
}

/** The detail says what the first fault says, and where. */
const isOf = (message: string, fault: FaultBody | undefined): boolean =>
  fault !== undefined && message.startsWith(`${fault.document} `) && message.endsWith(fault.message);

const detailOf = ({ document, line, column, message }: FaultBody): string =>
  `${document}${line === undefined ? '' : `:${line}:${column}`}  ${message}`;
