// A folder in memory that only the processes of one guard see, and that the kernel frees with the last of them. The
// shell that makes it also fills it, from a descriptor: nobody outside could, and its arguments and its environment can be
// read by others.

/** A file to put there; its name is a word of letters, digits and `_`. */
export interface MemoryFile {
  readonly name: string;
  readonly value: string;
}

/** Where it is, and the descriptor that tells its files. */
export interface MemoryPlace {
  readonly path: string;
  readonly filesFd: number;
}

/** Many times what the secrets of a skill may have: each file takes whole pages. */
const SIZE = '1m';

/**
 * Shell text that runs after the mounts of the job, while the shell may still mount: `$0` is the program `mount`, and `$1`
 * the folder. Nothing is started if a file could not be written.
 */
export const fillMemory = ({ filesFd }: MemoryPlace): string =>
  `"$0" -t tmpfs -o mode=700,size=${SIZE},nosuid,nodev,noexec dome-secrets "$1" </dev/null >/dev/null 2>&1 || exit 125; ` +
  `(umask 377; while IFS=' ' read -r name text; do printf %b "$text" >"$1/$name" || exit 125; done) ` +
  `<&${filesFd} 2>/dev/null || exit 125; exec ${filesFd}<&-; shift; `;

/** What is written to the descriptor: a line for each file, its bytes as the shell's own `printf` reads them. */
export function memoryText(files: readonly MemoryFile[]): string {
  return files.map(({ name, value }) => `${name} ${octal(value)}\n`).join('');
}

function octal(value: string): string {
  return [...Buffer.from(value)].map((byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('');
}
