// The files of a secure connection. The client library reads them at each login, so that a certificate that was renewed is
// used from the next one on; here they are tried before, because its error would look like a server that is away.

import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { DomeError, whyUnusable } from '@dome/contracts';

/** Paths. */
export interface TlsFiles {
  /** Of the authorities that are trusted, in place of the system's. */
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  /** TLS begins before the server says anything. */
  readonly handshakeFirst?: boolean;
}

/** @throws DomeError CONFIG_INVALID with the `path` of a file that cannot be read or holds something else */
export async function checkTlsFiles({ caFile, certFile, keyFile }: TlsFiles): Promise<void> {
  for (const path of [caFile, certFile]) {
    if (path !== undefined) await checkFile(path, 'certificate in PEM', (content) => new X509Certificate(content));
  }
  if (keyFile !== undefined) await checkFile(keyFile, 'private key in PEM without a passphrase', createPrivateKey);
  if (certFile === undefined || keyFile === undefined) return;
  const certificate = new X509Certificate(await readFile(certFile));
  if (certificate.checkPrivateKey(createPrivateKey(await readFile(keyFile)))) return;
  throw new DomeError('CONFIG_INVALID', {
    detail: `The key in ${keyFile} is not that of the certificate in ${certFile}.`,
    path: keyFile,
  });
}

async function checkFile(path: string, what: string, parse: (content: Buffer) => unknown): Promise<void> {
  const content = await readFile(path).catch((cause: unknown) => {
    throw new DomeError('CONFIG_INVALID', { detail: `The file ${path} ${whyUnusable(cause)}.`, path }, { cause });
  });
  try {
    parse(content);
  } catch (cause) {
    throw new DomeError('CONFIG_INVALID', { detail: `The file ${path} holds no ${what}.`, path }, { cause });
  }
}
