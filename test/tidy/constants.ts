// A constant that a reader could copy from the page is spelt as one: a literal at the top of a module, or a table of them.
// What is computed, and what a program fills while it runs, is spelt like any other value.
import { parseSync } from 'oxc-parser';
import type { Expression, Node } from 'oxc-parser';

import type { Complaint, TextFile } from './documents.ts';

const SPELLING = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;
/** A test names its values after the sentences they appear in; an example of a skill is somebody else's code. */
const NOT_JUDGED = /(?:^|\/)test\/|^examples\/skills\/[^/]+\/examples\//;

export function constantComplaints({ path, text }: TextFile): Complaint[] {
  if (NOT_JUDGED.test(path)) return [];
  return parseSync(path, text).program.body.flatMap((statement) => {
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declared?.type !== 'VariableDeclaration' || declared.kind !== 'const') return [];
    return declared.declarations.flatMap(({ id, init, start }) => {
      if (id.type !== 'Identifier' || SPELLING.test(id.name) || init === null || !isConstant(init)) return [];
      const line = text.slice(0, start).split('\n').length;
      return [`${path}:${line}: ${id.name} is a constant and is spelt like a variable`];
    });
  });
}

const isConstant = (value: Expression): boolean => isLiteral(value) || isTable(value);

function isLiteral(value: Node): boolean {
  switch (value.type) {
    case 'Literal':
      return true;
    case 'Identifier':
      return value.name === 'undefined' || SPELLING.test(value.name);
    case 'MemberExpression':
      return isLiteral(value.object);
    case 'TemplateLiteral':
      return value.expressions.every(isLiteral);
    case 'UnaryExpression':
      return isLiteral(value.argument);
    case 'BinaryExpression':
      return isLiteral(value.left) && isLiteral(value.right);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return isLiteral(value.expression);
    default:
      return false;
  }
}

/** An empty one is there to be filled. */
function isTable(value: Node): boolean {
  const isPart = (part: Node | null): boolean => part !== null && (isLiteral(part) || isTable(part));
  switch (value.type) {
    case 'ArrayExpression':
      return value.elements.length > 0 && value.elements.every(isPart);
    case 'ObjectExpression':
      return (
        value.properties.length > 0 &&
        value.properties.every((one) => one.type === 'Property' && !one.computed && isPart(one.value))
      );
    case 'NewExpression':
    case 'CallExpression':
      return MAKES_TABLE.test(nameOf(value.callee)) && value.arguments.length === 1 && value.arguments.every(isTable);
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return isTable(value.expression);
    default:
      return false;
  }
}

const MAKES_TABLE = /^(?:Set|Map|Object\.freeze)$/;

function nameOf(callee: Node): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return '';
  return `${nameOf(callee.object)}.${callee.property.name}`;
}
