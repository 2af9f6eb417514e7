// The parts of a parsed expression. Macros are written out in it: `list.all(x, …)` is a loop with a variable of its own.
import type { parse } from '@bufbuild/cel';

export type ParsedText = ReturnType<typeof parse>;
export type ExpressionNode = NonNullable<ParsedText['expr']>;

export type Call = Extract<ExpressionNode['exprKind'], { case: 'callExpr' }>['value'];
export type Loop = Extract<ExpressionNode['exprKind'], { case: 'comprehensionExpr' }>['value'];

/** The text that a part stands for, if it is a text and nothing else. */
export function constantText(node: ExpressionNode | undefined): string | undefined {
  if (node?.exprKind.case !== 'constExpr') return undefined;
  const { constantKind } = node.exprKind.value;
  return constantKind.case === 'stringValue' ? constantKind.value : undefined;
}

/** The JSON value that a part stands for, if it is written out as one. */
export function constantValue(node: ExpressionNode | undefined): { readonly value: unknown } | undefined {
  if (node?.exprKind.case !== 'constExpr') return undefined;
  const { constantKind } = node.exprKind.value;
  switch (constantKind.case) {
    case 'boolValue':
    case 'doubleValue':
    case 'stringValue':
      return { value: constantKind.value };
    case 'int64Value':
      return { value: Number(constantKind.value) };
    default:
      return undefined;
  }
}

/** The parts that a part consists of, in the order of the text where it has one. */
export function childrenOf({ exprKind }: ExpressionNode): ExpressionNode[] {
  switch (exprKind.case) {
    case 'selectExpr':
      return present([exprKind.value.operand]);
    case 'callExpr':
      return present([exprKind.value.target, ...exprKind.value.args]);
    case 'listExpr':
      return exprKind.value.elements;
    case 'structExpr':
      return exprKind.value.entries.flatMap(({ keyKind, value }) =>
        present([keyKind.case === 'mapKey' ? keyKind.value : undefined, value]),
      );
    case 'comprehensionExpr': {
      const { iterRange, accuInit, loopCondition, loopStep, result } = exprKind.value;
      return present([iterRange, accuInit, loopCondition, loopStep, result]);
    }
    case 'identExpr':
    case 'constExpr':
    case undefined:
      return [];
  }
}

const present = (nodes: readonly (ExpressionNode | undefined)[]): ExpressionNode[] =>
  nodes.filter((node) => node !== undefined);
