// Where a service listens: a port of this machine, at every address of it or at one.

export interface ListenAddress {
  /** Every address of the machine if absent. */
  readonly host: string | undefined;
  /** 0 takes a free one. */
  readonly port: number;
}

/** Of TCP. */
const PORT_MAX = 65_535;
const WRITTEN = /^(?:(?<name>[A-Za-z\d.-]+)|\[(?<number>[\da-fA-F:.]+)\])?:(?<port>\d{1,5})$/;

/** `:8080`, `127.0.0.1:8080`, `[::1]:8080`; undefined for what is no such address. */
export function readListenAddress(text: string): ListenAddress | undefined {
  const parts = WRITTEN.exec(text)?.groups;
  if (parts === undefined || Number(parts['port']) > PORT_MAX) return undefined;
  return { host: parts['name'] ?? parts['number'], port: Number(parts['port']) };
}

export function listenAddressText({ host = '', port }: ListenAddress): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
