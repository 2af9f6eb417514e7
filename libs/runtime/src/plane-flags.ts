/**
 * Words for Node before the program of a plane. Left to itself, Node lets the young half of the heap grow to three times 32 MB
 * before it looks through it: memory that a plane touches and never needs. A minute of siege, and 7,000 jobs a second:
 * with 32 MB dome held 350 MB; with 16 it held 300 and did the same work for the same processor time; with 8 it held 260, and
 * a daemon spent 15 % of its time on collecting garbage instead of 9.
 */
export const PLANE_FLAGS: readonly string[] = ['--max-semi-space-size=16'];
