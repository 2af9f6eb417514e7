/** What became of a file: written, there before and left as it is, or only proposed. */
export interface FileOutcome {
  readonly path: string;
  readonly says: string;
  readonly outcome: 'written' | 'kept' | 'proposed';
}
