export { documentsError, faultBody } from './documents-error.ts';
export { decodeText } from './decode.ts';
export type { DocumentFault } from './fault.ts';
export { quoteHint } from './parse-words.ts';
export { DOCUMENT_BOUNDS, readDocument } from './read.ts';
export type { DocumentRead, SourcePosition, WrittenDocument } from './read.ts';
export { checkRead, readWritten } from './read-written.ts';
