export { readContractDocument, isContractFile } from './document.ts';
export type { ContractDocument } from './document.ts';
export type { ContractFinding } from './finding.ts';
export { acceptedOf, gate } from './gate.ts';
export type { AcceptedChange, Judgement, Release } from './gate.ts';
export { OPEN_ENUM, SCHEMA_KEYWORDS } from './schema/vocabulary.ts';
export { strandedBy } from './stranded.ts';
export type { Held, Stranded } from './stranded.ts';
