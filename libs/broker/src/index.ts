export { startBroker } from './broker.ts';
export type { Broker, BrokerOptions } from './broker.ts';
export { ensureServer } from './ensure-server.ts';
export type { EnsureOptions, ServerFound } from './ensure-server.ts';
export type { BrokerPorts } from './server-config.ts';
