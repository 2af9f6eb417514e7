// L11: how deep a value may be that stands in an event. What is around it there counts as well: an event deeper than the
// contract allows could be written and never be read, and its run would wait for ever.
import { LIMITS } from '@dome/contracts';

export const VALUE_DEPTH_MAX = LIMITS.jsonDepth - 8;

export const isTooDeep = (value: unknown, left = VALUE_DEPTH_MAX): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (left === 0 || Object.values(value).some((member) => isTooDeep(member, left - 1)));
