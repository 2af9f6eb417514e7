// Certificates of a test: an authority of its own, and what it signs. openssl makes them, because Node only reads them.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface TestAuthority extends AsyncDisposable {
  /** Its own certificate, in PEM. */
  readonly caFile: string;
  /** Makes or replaces the certificate of that name, for 127.0.0.1 and localhost. */
  issue(name: string): Promise<IssuedCertificate>;
}

/** Paths, in PEM. */
export interface IssuedCertificate {
  readonly certFile: string;
  readonly keyFile: string;
}

const run = promisify(execFile);
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
const DAYS = ['-days', '2'];

export async function createTestAuthority(): Promise<TestAuthority> {
  const dir = await mkdtemp(join(tmpdir(), 'dome-certificates-'));
  const [caFile, caKey] = [join(dir, 'ca.pem'), join(dir, 'ca.key')];
  await run('openssl', [
    'req',
    '-x509',
    ...KEY,
    ...DAYS,
    '-subj',
    '/CN=test authority',
    '-keyout',
    caKey,
    '-out',
    caFile,
  ]);
  return {
    caFile,
    issue: async (name) => {
      const [certFile, keyFile, request] = ['pem', 'key', 'csr'].map((end) => join(dir, `${name}.${end}`)) as [
        string,
        string,
        string,
      ];
      const names = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
      await run('openssl', ['req', ...KEY, ...names, '-keyout', keyFile, '-out', request]);
      const signer = ['-CA', caFile, '-CAkey', caKey, '-CAcreateserial', '-copy_extensions', 'copy'];
      await run('openssl', ['x509', '-req', '-in', request, ...signer, ...DAYS, '-out', certFile]);
      return { certFile, keyFile };
    },
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}
