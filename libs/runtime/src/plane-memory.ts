/**
 * How a plane is started, by any program, so that it holds no more memory than it needs.
 *
 * Node lets the young half of the heap grow to three times 32 MB before it collects it: memory that a plane touches and
 * never needs. In a minute of siege, and at 7,000 jobs a second: with 32 MB dome held 350 MB; with 16 it held 300 and did
 * the same work for the same processor time; with 8 it held 260, and a daemon spent 15 % of its time on garbage instead of
 * 9.
 *
 * The C library keeps up to eight heaps a processor, and free memory in one is no use to another; and it stops giving large
 * pieces back once it has seen some come and go. A daemon that reads files and messages in many threads thus came to hold
 * 110 MB outside JavaScript, and more every minute; with two heaps and a fixed size from which a piece is given back at
 * once, 55.
 *
 * The old half may hold half as much again as was alive at the last collection, and not several times that. V8 keeps every
 * page that it ever used: one burst of garbage cost 50 MB for good, in some sieges after nine minutes. With this bound,
 * planes hold 50 MB less.
 */
export const PLANE_MEMORY: {
  /** Arguments for Node, before the program. */
  readonly flags: readonly string[];
  /** For its environment; existing variables take precedence. C libraries other than glibc read none of them. */
  readonly variables: Readonly<Record<string, string>>;
} = {
  flags: ['--max-semi-space-size=16', '--heap-growing-percent=50'],
  variables: { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '262144' },
};
