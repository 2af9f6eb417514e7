export { watchLeaks } from "./leaks.ts";
export type { LeakCheck, LeakCheckOptions } from "./leaks.ts";
export { createManualClock } from "./manual-clock.ts";
export type { ManualClock } from "./manual-clock.ts";
