// The value of a server address: one URL, or the servers of a cluster separated by commas, as every NATS tool takes them.
// The client library ignores a user in a URL, so the user is taken out here: to log in with, and because an address is
// printed in errors and logs, where a password must never be.

export interface ServerList {
  /** Without credentials. */
  readonly servers: readonly string[];
  /** From the first URL that names any. */
  readonly user?: string;
  readonly password?: string;
  /** A user without a password. */
  readonly token?: string;
}

export function readServerList(list: string): ServerList {
  const read = list.split(',').map((server) => readServer(server.trim()));
  const servers = read.flatMap((one) => one.servers);
  return { ...read.find(({ user, token }) => user !== undefined || token !== undefined), servers };
}

const WITH_CREDENTIALS = /^(?<scheme>[a-z]+:\/\/)?(?<user>[^@:/]*)(?::(?<password>[^@/]*))?@(?<rest>.+)$/;

function readServer(server: string): ServerList {
  const { scheme = '', user, password, rest } = WITH_CREDENTIALS.exec(server)?.groups ?? {};
  if (user === undefined || rest === undefined) return { servers: [server] };
  const servers = [`${scheme}${rest}`];
  if (password === undefined) return { servers, token: plain(user) };
  return { servers, user: plain(user), password: plain(password) };
}

/** Decoded from the form it has in a URL. */
function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
