export { startBroker } from './broker.ts';
export type { Broker } from './broker.ts';
export { cacheRoot } from './cache.ts';
export { ensureServer } from './ensure-server.ts';
export { killIfAlive } from './kill-if-alive.ts';
