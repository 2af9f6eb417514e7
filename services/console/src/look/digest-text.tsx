/** As much of a digest as people compare; the whole of it is its title. */
export const DigestText = ({ digest }: { readonly digest: string }) => (
  <code class="digest" title={digest}>
    {digest.slice(0, SHOWN)}
  </code>
);

const SHOWN = 'sha256:'.length + 12;
