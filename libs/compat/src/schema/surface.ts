/**
 * - `record`: it is stored, and read for as long as it is kept, by planes of both versions: FULL, against every release.
 * - `exchange`: a request or a reply; both sides are upgraded on their own: FULL, against the last release.
 * - `document`: people write it, and an older reader refuses what it does not know. It must stay readable for ever, and
 *   whoever uses something new upgrades the readers first.
 */
export type Role = 'record' | 'exchange' | 'document';

/** A schema in use: what is written under it, and what for. */
export interface Surface {
  /** As findings name what they touch: `dev.dome.job.started.v1`, `Plan`, `bucket domed_idempotency`. */
  readonly name: string;
  readonly role: Role;
  /** Who misses a member that is gone: whoever asked by it, or whoever was told by it. */
  readonly missedBy: 'reader' | 'writer';
  /** The name of the digest that covers it as a structure, if there is one. */
  readonly digest?: string;
}
