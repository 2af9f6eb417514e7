/** Where there is nothing to see, the next command is. */
export function Empty({ says, commands }: { readonly says: string; readonly commands: readonly string[] }) {
  return (
    <div class="empty">
      <p>{says}</p>
      {commands.map((command) => (
        <pre key={command}>
          <code>{command}</code>
        </pre>
      ))}
    </div>
  );
}
