export { watchLeaks } from './leaks.ts';
export type { LeakCheck, LeakCheckOptions } from './leaks.ts';
export { createManualClock } from './manual-clock.ts';
export type { ManualClock } from './manual-clock.ts';
export { eventually } from './eventually.ts';
export { startTestServer } from './nats-server.ts';
export type { TestServer, TestServerOptions } from './nats-server.ts';
