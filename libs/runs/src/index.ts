export * from './portable.ts';
export { applyEvent, checkDocuments, fold } from './fold.ts';
