// A table with its titles. On a telephone each row is a list of its values, each with its title.
import type { ComponentChildren } from 'preact';

export interface GridRow {
  readonly key: string | number;
  /** One for each column; the first names the row. */
  readonly cells: readonly ComponentChildren[];
}

interface GridProps {
  readonly columns: readonly string[];
  readonly rows: readonly GridRow[];
  readonly label: string;
}

export function Grid({ columns, rows, label }: GridProps) {
  return (
    <table class="grid" aria-label={label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells: [name, ...cells] }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {cells.map((cell, at) => (
              <td key={columns[at + 1]} data-label={columns[at + 1]}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
