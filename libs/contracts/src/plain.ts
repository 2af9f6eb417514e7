// What loads nothing that is generated: programs that generate the rest use it, and those that judge two contracts as data.
export { durationMs } from './duration.ts';
export { isJsonObject } from './json-object.ts';
export type { JsonObject } from './json-object.ts';
export { escapeSegment, segmentsOf, valueAt } from './json-pointer.ts';
export { covers, overlaps, patternOf, republished } from './subject-cover.ts';
