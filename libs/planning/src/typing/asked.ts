// What an expression asks about (`has(a.b)`, `"b" in a`, `type(a.b)`), it reckons with: one policy serves plans and versions of
// skills that differ, and the part behind such a question is not refused where the answer would always be no.
import { childrenOf, constantText } from '../expressions/node.ts';
import type { ExpressionNode } from '../expressions/node.ts';

export interface Questions {
  /** Members that may be missing. */
  readonly members: ReadonlySet<string>;
  /** Values that may be of any kind. */
  readonly kinds: ReadonlySet<string>;
}

/** The members by which a value is reached from a name, or undefined if it is reached in another way. */
export function pathTo(node: ExpressionNode | undefined): string | undefined {
  const kind = node?.exprKind;
  switch (kind?.case) {
    case 'identExpr':
      return kind.value.name;
    case 'selectExpr':
      return memberPath(pathTo(kind.value.operand), kind.value.field);
    case 'callExpr': {
      const { function: name, args } = kind.value;
      return name === '_[_]' ? memberPath(pathTo(args[0]), constantText(args[1])) : undefined;
    }
    default:
      return undefined;
  }
}

export const memberPath = (of: string | undefined, member: string | undefined): string | undefined =>
  of === undefined || member === undefined ? undefined : `${of}\u0000${member}`;

export function askedIn(node: ExpressionNode | undefined): Questions {
  const members = new Set<string>();
  const kinds = new Set<string>();
  const note = (set: Set<string>, path: string | undefined): void => {
    if (path !== undefined) set.add(path);
  };
  const visit = (at: ExpressionNode): void => {
    const { exprKind } = at;
    if (exprKind.case === 'selectExpr' && exprKind.value.testOnly) {
      note(members, memberPath(pathTo(exprKind.value.operand), exprKind.value.field));
    }
    if (exprKind.case === 'callExpr') {
      const { function: name, args } = exprKind.value;
      if (name === '@in') note(members, memberPath(pathTo(args[1]), constantText(args[0])));
      if (name === 'type') note(kinds, pathTo(args[0]));
    }
    for (const child of childrenOf(at)) visit(child);
  };
  if (node !== undefined) visit(node);
  return { members, kinds };
}
