/** Whom a command spoke to. */
export interface AskedBroker {
  /** Its addresses, separated by commas. */
  readonly servers: string;
  /** Absent where the credentials name none. */
  readonly user?: string;
  /** Where the address was found. */
  readonly origin: string;
}

export function askedText({ servers, user, origin }: AskedBroker): string {
  return `${servers}${user === undefined ? '' : ` as ${user}`}, ${origin}`;
}
