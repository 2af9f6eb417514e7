// What a skill takes or gives, as a tree: a line for each member, with what it may be.
import type { JsonObject } from '@dome/contracts/portable';

import { schemaTree } from '../look/schema-tree.ts';
import type { SchemaNode } from '../look/schema-tree.ts';

export function SchemaView({ schema }: { readonly schema: JsonObject }) {
  const { members, limits } = schemaTree(schema);
  if (members.length === 0)
    return <p class="quiet">{limits.length === 0 ? 'The schema names no members.' : limits.join(', ')}</p>;
  return <Members members={members} />;
}

const Members = ({ members }: { readonly members: readonly SchemaNode[] }) => (
  <ul class="schema">
    {members.map((node) => (
      <Node key={node.name} node={node} />
    ))}
  </ul>
);

function Node({ node }: { readonly node: SchemaNode }) {
  const { name, type, isRequired, byDefault, choices, limits, description, members } = node;
  return (
    <li>
      <code class="schema-name">{name}</code> <span class="schema-type">{type}</span>
      {isRequired ? <span class="tag">required</span> : undefined}
      {byDefault === undefined ? undefined : (
        <span class="quiet">
          {' '}
          by default <code>{byDefault}</code>
        </span>
      )}
      {choices.length === 0 ? undefined : (
        <span class="schema-choices">
          {choices.map((choice) => (
            <code key={choice}>{choice}</code>
          ))}
        </span>
      )}
      {limits.length === 0 ? undefined : <span class="quiet"> {limits.join(', ')}</span>}
      {description === undefined ? undefined : <p>{description}</p>}
      {members.length === 0 ? undefined : <Members members={members} />}
    </li>
  );
}
