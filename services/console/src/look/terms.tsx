// What the words of a table mean, for whoever opens it: by touch and keyboard as well as by mouse.
export function Terms({ terms }: { readonly terms: readonly (readonly [string, string])[] }) {
  return (
    <details class="terms">
      <summary>What these words mean</summary>
      <dl>
        {terms.map(([term, means]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
