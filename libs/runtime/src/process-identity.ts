// Who a process is, for another that finds what it left. Inside one PID namespace the kernel tells whether it lives: a process
// id, and because ids come again, the start time of the process. Of any other namespace (another host, another container)
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

export async function identityOf(pid: number): Promise<ProcessIdentity> {
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
    // No container, and of this name: it is the machine itself, before it was started anew.
    const isOfMachine = host === hostname() && [place, here].every((one) => one.endsWith(machineNamespace));
    return isOfMachine ? 'gone' : 'unknown';
  }
  try {
    process.kill(pid, 0);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ESRCH') return 'gone';
  }
  return startTime !== '' && (await startTimeOf(pid)) !== startTime ? 'gone' : 'alive';
}

/** The kernel numbers the namespace that every machine begins with, and gives the number to no other. */
const machineNamespace = 'pid:[4026531836]';

/** Where the system does not tell, the host is the best that can be said. */
async function placeOf(): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()} ${await readlink('/proc/self/ns/pid')}`;
  } catch {
    return `host ${hostname()}`;
  }
}

/** Ticks since boot at which the process started; empty where the system does not tell. A zombie has ended. */
async function startTimeOf(pid: number): Promise<string> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in parentheses and may hold anything; after it the state, and 19 fields on the time.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'zombie' : (fields[19] ?? '');
  } catch {
    return '';
  }
}
