/**
 * Words for Node before the program of a plane. Left to itself, Node lets the young half of the heap grow to three times 32 MB
 * before it looks through it, most of which a plane never needs: under siege a daemon held 357 MB, and with 8 MB in place of
 * 32 it held 240, for the same work in the same time.
 */
export const PLANE_FLAGS: readonly string[] = ['--max-semi-space-size=8'];
