export { decodeText } from './decode.ts';
export type { DocumentFault } from './fault.ts';
export { readDocument } from './read.ts';
export type { SourcePosition } from './read.ts';
