/** A line has these already, and a second one of the same name makes JSON that readers disagree about. */
type Taken = 'level' | 'time' | 'name' | 'instance' | 'msg';
type BusLogFields = Readonly<Record<string, unknown>> & { readonly [field in Taken]?: never };

/** What the bus asks of a logger: a constant message and fields. A pino logger fits as it is. */
export interface BusLogger {
  debug(fields: BusLogFields, message: string): void;
  info(fields: BusLogFields, message: string): void;
  warn(fields: BusLogFields, message: string): void;
  error(fields: BusLogFields, message: string): void;
}

const ignore = (): void => {};

/** For callers that have no log yet: a library must not decide that somebody's terminal is one. */
export const silentLogger: BusLogger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
