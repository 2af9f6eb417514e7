export { openMeters } from './open-meters.ts';
export { showEventLoop } from './metrics/process-meters.ts';
/** @public Tests compose planes that nobody scrapes. */
export { NO_METERS } from './metrics/meters.ts';
export type { Meters } from './metrics/meters.ts';
