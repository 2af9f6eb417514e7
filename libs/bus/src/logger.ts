/** A log line has these already, and a second member of the same name makes JSON that readers interpret differently. */
type Taken = 'level' | 'time' | 'name' | 'instance' | 'msg';
type BusLogFields = Readonly<Record<string, unknown>> & { readonly [field in Taken]?: never };

/** What the bus needs from a logger: a constant message and fields. A pino logger fits as it is. */
export interface BusLogger {
  debug(fields: BusLogFields, message: string): void;
  info(fields: BusLogFields, message: string): void;
  warn(fields: BusLogFields, message: string): void;
  error(fields: BusLogFields, message: string): void;
}

const ignore = (): void => {};

/** For callers that have no log yet: a library must not assume that a terminal is one. */
export const silentLogger: BusLogger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
