export * from './portable.ts';
export type { ExecuteRequest } from './command.ts';
export { openCursor } from './open-cursor.ts';
export type { OpenCursor } from './open-cursor.ts';
export { createControlClient } from './control-client.ts';
export type { ControlClient, FilteredStream } from './control-client.ts';
export { createRuntimeClient } from './runtime-client.ts';
export type { RuntimeClient } from './runtime-client.ts';
