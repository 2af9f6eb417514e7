import { shortDigest } from '@dome/contracts/portable';

/** As much of a digest as people compare; the whole of it is its title. */
export const DigestText = ({ digest }: { readonly digest: string }) => (
  <code class="digest" title={digest}>
    {shortDigest(digest)}
  </code>
);
