// Secrets as a folder of files, each named like its secret: what Kubernetes mounts, Docker and systemd make, or a person
// writes. Kubernetes replaces all files at once, so all are read from one folder.
import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

import { mountedFolder, openPlain } from '@dome/archive';
import { DomeError, LIMITS } from '@dome/contracts';
import { decodeText } from '@dome/documents';

import type { SecretProvider, SecretRead } from './provider.ts';

/**
 * The folder must be there from the start, because it is hidden from jobs by its place then.
 * @throws DomeError CONFIG_INVALID when it is not there, or when `workDir` is in it, which jobs must see
 */
export async function openFolderOfSecrets(dir: string, workDir: string): Promise<SecretProvider> {
  const [root, work] = await Promise.all([pathOf(dir), realpath(workDir)]);
  const isFolder = root !== undefined && (await stat(root)).isDirectory();
  if (!isFolder) {
    const hint = 'Name the folder that holds a file for each secret, or leave the variable out.';
    throw new DomeError('CONFIG_INVALID', { detail: `DOME_SECRETS: ${dir} is no folder`, hint });
  }
  if (!`${work}${sep}`.startsWith(root === sep ? sep : `${root}${sep}`)) return folderOfSecrets(dir);
  throw new DomeError('CONFIG_INVALID', {
    detail: `DOME_SECRETS: the work folder ${workDir} is in ${dir}`,
    hint: 'Give secrets a folder of their own.',
  });
}

export function folderOfSecrets(dir: string): SecretProvider {
  return {
    read: async (names) => {
      const root = await pathOf(dir);
      if (root === undefined) return names.map(() => ({ fault: `the folder ${dir} is not there` }));
      const data = await mountedFolder(root);
      return Promise.all(names.map((name) => readFrom(root, join(data, name))));
    },
  };
}

async function readFrom(root: string, file: string): Promise<SecretRead> {
  const path = await pathOf(file);
  if (path === undefined) return { fault: 'there is no such file' };
  // Jobs cannot see the folder, but they might see what a link in it leads to.
  if (!path.startsWith(root + sep)) return { fault: 'its file is a link that leads out of the folder' };
  const bytes = await bytesOf(path);
  return bytes === undefined ? { fault: 'its file cannot be read' } : valueOf(bytes);
}

async function bytesOf(path: string): Promise<Buffer | undefined> {
  try {
    await using file = await openPlain(path);
    const buffer = Buffer.alloc(LIMITS.secretBytes + 1);
    const read = await file?.read(buffer, 0, buffer.length, 0);
    return read === undefined ? undefined : buffer.subarray(0, read.bytesRead);
  } catch {
    return undefined;
  }
}

function valueOf(bytes: Buffer): SecretRead {
  if (bytes.length > LIMITS.secretBytes) return { fault: `it has more than ${LIMITS.secretBytes} bytes` };
  const decoded = decodeText(bytes);
  if (!decoded.ok || decoded.text.includes('\0')) return { fault: 'it is no text in UTF-8: keep it as base64' };
  const { text: value } = decoded;
  if (Buffer.byteLength(value.trim()) < LIMITS.secretBytesMin)
    return { fault: `it has fewer than ${LIMITS.secretBytesMin} bytes, which could not be masked` };
  return { value };
}

async function pathOf(path: string): Promise<string | undefined> {
  return realpath(path).catch(() => undefined);
}
