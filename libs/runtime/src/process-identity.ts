// Identifies a process to another that finds what it left behind. Within one PID namespace the kernel can tell whether
// it lives: by process id and, because ids are reused, start time. Of any other namespace (another host or container)
// nothing can be told from here.
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  readonly startTime: string;
  /** Where its process id means something: the boot and the PID namespace. */
  readonly place: string;
}

export type ProcessLife = 'alive' | 'gone' | 'unknown';

export async function processIdentityOf(pid: number): Promise<ProcessIdentity> {
  return { host: hostname(), pid, startTime: await startTimeOf(pid), place: await placeOf() };
}

export function isProcessIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null) return false;
  const texts = ['host', 'startTime', 'place'].map((name): unknown => Reflect.get(value, name));
  return texts.every((text) => typeof text === 'string') && 'pid' in value && Number.isSafeInteger(value.pid);
}

export async function lifeOf({ host, place, pid, startTime }: ProcessIdentity): Promise<ProcessLife> {
  const here = await placeOf();
  if (place !== here) {
    // Not a container, and the same host name: it is this machine before its last reboot.
    const isOfMachine = host === hostname() && [place, here].every((one) => one.endsWith(MACHINE_NAMESPACE));
    return isOfMachine ? 'gone' : 'unknown';
  }
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ESRCH') return 'gone';
  }
  return startTime !== '' && (await startTimeOf(pid)) !== startTime ? 'gone' : 'alive';
}

/** The kernel gives the initial namespace of every machine this number, and no other namespace. */
const MACHINE_NAMESPACE = 'pid:[4026531836]';

/** If the system does not say, the host is the best approximation. */
async function placeOf(): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()} ${await readlink('/proc/self/ns/pid')}`;
  } catch {
    return `host ${hostname()}`;
  }
}

/** Ticks since boot at which the process started; empty if the system does not say. A zombie has ended. */
async function startTimeOf(pid: number): Promise<string> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The program's name is in parentheses and may contain anything; after it come the state and 19 fields before the
    // start time.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'zombie' : (fields[19] ?? '');
  } catch {
    return '';
  }
}
