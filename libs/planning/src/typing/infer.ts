// What kind of value an expression has, and which of its parts cannot have any, from the types of the names that it uses.
//
// The law: a part is refused only if it is an error on every value that the types admit, wherever it is evaluated. Whether it is
// evaluated at all, behind `||` or in the branch of a condition, does not matter: a part that can never work is a mistake, even
// where another part would hide it. A part behind a question that the expression asks itself (`asked.ts`) is no mistake.
import type { Expression } from '../expressions/expression.ts';
import { constantText } from '../expressions/node.ts';
import type { Call, ExpressionNode } from '../expressions/node.ts';
import { askedIn, memberPath, pathTo } from './asked.ts';
import type { Questions } from './asked.ts';
import { callFit } from './call-fit.ts';
import { guessOf, inWords, partText } from './misfit.ts';
import type { Misfit } from './misfit.ts';
import { ANYTHING, BOOL, EMPTY_LIST, closedMap, join, listWith, ofKinds } from './type.ts';
import type { Kind, Type } from './type.ts';

/** The types of the names in scope. */
export type NameTypes = (name: string) => Type | undefined;

export interface Inferred {
  /** Of the value, if there is one. */
  readonly type: Type;
  /** In the order of the text. */
  readonly misfits: readonly Misfit[];
}

/** Pure, and linear in the text. */
export function inferType(expression: Expression, names: NameTypes): Inferred {
  const { parsed } = expression;
  const walk = new Walk(expression, askedIn(parsed.expr));
  const type = parsed.expr === undefined ? ANYTHING : walk.type(parsed.expr, names);
  return { type, misfits: walk.misfits };
}

const TYPE_NAMES: ReadonlySet<string> = new Set([
  'bool',
  'bytes',
  'double',
  'int',
  'list',
  'map',
  'null_type',
  'string',
  'type',
  'uint',
]);

class Walk {
  readonly misfits: Misfit[] = [];
  readonly #expression: Expression;
  readonly #asked: Questions;

  constructor(expression: Expression, asked: Questions) {
    this.#expression = expression;
    this.#asked = asked;
  }

  type(node: ExpressionNode, names: NameTypes): Type {
    const made = this.#read(node, names);
    const isAsked = this.#asked.kinds.size > 0 && this.#asked.kinds.has(pathTo(node) ?? '');
    return isAsked || made.kinds.size === 0 ? ANYTHING : made;
  }

  #read(node: ExpressionNode, names: NameTypes): Type {
    const { exprKind } = node;
    switch (exprKind.case) {
      case 'constExpr':
        return ofKinds(...(CONSTANTS[exprKind.value.constantKind.case ?? ''] ?? []));
      case 'identExpr': {
        const { name } = exprKind.value;
        return names(name) ?? (TYPE_NAMES.has(name) ? ofKinds('type') : ANYTHING);
      }
      case 'selectExpr': {
        const { operand, field, testOnly } = exprKind.value;
        const of = this.#optional(operand, names);
        return testOnly ? BOOL : this.#member(node, { of, name: field });
      }
      case 'callExpr':
        return this.#call(node, names);
      case 'listExpr': {
        const elements = exprKind.value.elements.map((element) => this.type(element, names));
        return elements.length === 0 ? EMPTY_LIST : listWith(() => join(elements));
      }
      case 'structExpr':
        return this.#struct(node, names);
      case 'comprehensionExpr':
        return this.#loop(node, names);
      case undefined:
        return ANYTHING;
    }
  }

  #optional(node: ExpressionNode | undefined, names: NameTypes): Type {
    return node === undefined ? ANYTHING : this.type(node, names);
  }

  #refuse(misfit: Misfit): Type {
    this.misfits.push(misfit);
    return ANYTHING;
  }

  #text(node: ExpressionNode | undefined): string {
    return node === undefined ? '' : partText(this.#expression.parsed, node);
  }

  /** `of.name`, or `of["name"]`. */
  #member(node: ExpressionNode, { of, name }: { readonly of: Type; readonly name: string }): Type {
    if (MESSAGES.some((kind) => of.kinds.has(kind))) return ANYTHING;
    const operand = operandOf(node);
    if (!of.kinds.has('map')) {
      const says = `${this.#text(operand)} is ${inWords(of)}, and has no member ${name}`;
      return this.#refuse({ why: 'fails', node, says });
    }
    const found = of.member(name);
    if (found !== undefined) return found;
    const path = memberPath(pathTo(operand), name);
    if (path !== undefined && this.#asked.members.has(path)) return ANYTHING;
    const { guess, hint } = guessOf(name, of.names());
    return this.#refuse({ why: 'fails', node, says: `${this.#text(operand)} has no member ${name}${guess}`, hint });
  }

  #call(node: ExpressionNode, names: NameTypes): Type {
    if (node.exprKind.case !== 'callExpr') return ANYTHING;
    const call = node.exprKind.value;
    const { function: name, args } = call;
    const target = call.target === undefined ? undefined : this.type(call.target, names);
    const types = args.map((arg) => this.type(arg, names));
    switch (name) {
      case '_&&_':
      case '_||_':
        for (const [index, arg] of args.entries()) this.#requireBool(arg, types[index] ?? ANYTHING);
        return BOOL;
      case '_?_:_':
        if (args[0] !== undefined) this.#requireBool(args[0], types[0] ?? ANYTHING);
        return join(types.slice(1));
      case '@not_strictly_false':
        return BOOL;
      case '_[_]':
        return this.#index(node, types);
      default: {
        for (const [of, part, type] of comparedIn(call, types)) this.#requireSaid(of, part, type);
        const fit = callFit({ call, target, types, text: (part) => this.#text(part ?? node) });
        return fit.ok ? fit.gives : this.#refuse({ why: 'fails', node, says: fit.says, hint: fit.hint });
      }
    }
  }

  #requireBool(node: ExpressionNode, type: Type): void {
    if (type.kinds.has('bool')) return;
    const says = `${this.#text(node)} is ${inWords(type)}, where only true or false will do`;
    this.#refuse({ why: 'never-true-or-false', node, says });
  }

  #requireSaid(of: ExpressionNode, part: ExpressionNode, type: Type): void {
    const word = constantText(part);
    if (type.words === undefined || word === undefined || type.words.includes(word)) return;
    const { guess, hint } = guessOf(word, type.words);
    this.#refuse({
      why: 'never-said',
      node: part,
      says: `${this.#text(of)} is never ${JSON.stringify(word)}${guess}`,
      hint,
    });
  }

  #index(node: ExpressionNode, [of = ANYTHING, key = ANYTHING]: readonly Type[]): Type {
    const operand = operandOf(node);
    const name = constantText(node.exprKind.case === 'callExpr' ? node.exprKind.value.args[1] : undefined);
    if (name !== undefined) return this.#member(node, { of, name });
    if (!of.kinds.has('list') && !of.kinds.has('map') && !of.kinds.has('message')) {
      return this.#refuse({
        why: 'fails',
        node,
        says: `${this.#text(operand)} is ${inWords(of)}, and has no elements`,
      });
    }
    if (!KEYS.some((kind) => key.kinds.has(kind))) {
      return this.#refuse({ why: 'fails', node, says: `${inWords(key)} in brackets names no element` });
    }
    const isText = [...key.kinds].every((kind) => kind === 'string');
    if (isText && !of.kinds.has('map') && !of.kinds.has('message')) {
      const says = `${this.#text(operand)} is ${inWords(of)}: its elements are found by number, not by text`;
      return this.#refuse({ why: 'fails', node, says });
    }
    if (of.kinds.has('message')) return ANYTHING;
    return join([...(of.kinds.has('list') ? [of.element()] : []), ...(of.kinds.has('map') ? [of.value()] : [])]);
  }

  #struct(node: ExpressionNode, names: NameTypes): Type {
    if (node.exprKind.case !== 'structExpr') return ANYTHING;
    const { messageName, entries } = node.exprKind.value;
    const members: [string, Type][] = [];
    let isKnown = true;
    for (const { keyKind, value } of entries) {
      const name = keyKind.case === 'mapKey' ? constantText(keyKind.value) : undefined;
      if (keyKind.case === 'mapKey') this.type(keyKind.value, names);
      const type = this.#optional(value, names);
      if (name === undefined) isKnown = false;
      else members.push([name, type]);
    }
    if (messageName !== '') return ANYTHING;
    return isKnown && members.length > 0 ? closedMap(Object.fromEntries(members)) : ofKinds('map');
  }

  /** Macros are the only loops there are: what a loop gives is of the kind that it begins with. */
  #loop(node: ExpressionNode, names: NameTypes): Type {
    if (node.exprKind.case !== 'comprehensionExpr') return ANYTHING;
    const loop = node.exprKind.value;
    const range = this.#optional(loop.iterRange, names);
    const begins = loop.accuInit === undefined ? ANYTHING : this.#read(loop.accuInit, names);
    if (!range.kinds.has('list') && !range.kinds.has('map') && loop.iterRange !== undefined) {
      const says = `${this.#text(loop.iterRange)} is ${inWords(range)}, and only a list or an object can be gone through`;
      this.#refuse({ why: 'fails', node, says });
    }
    const variable = elementOf(range);
    const inside: NameTypes = (name) => {
      if (name === loop.iterVar) return variable;
      return name === loop.accuVar ? begins : names(name);
    };
    this.#optional(loop.loopCondition, inside);
    const ends = join([begins, this.#optional(loop.loopStep, inside)]);
    return this.#optional(loop.result, (name) => (name === loop.accuVar ? ends : names(name)));
  }
}

const CONSTANTS: Readonly<Record<string, readonly Kind[]>> = {
  boolValue: ['bool'],
  bytesValue: ['bytes'],
  doubleValue: ['double'],
  int64Value: ['int'],
  nullValue: ['null'],
  stringValue: ['string'],
  uint64Value: ['uint'],
};

type Compared = readonly [of: ExpressionNode, part: ExpressionNode, type: Type];

/** What is held against a value, with the type of the value: the other side, or each element of a list. */
function comparedIn({ function: name, args }: Call, types: readonly Type[]): Compared[] {
  const [left, right] = args;
  const [leftType = ANYTHING, rightType = ANYTHING] = types;
  if (left === undefined || right === undefined) return [];
  if (name === '_==_' || name === '_!=_')
    return [
      [left, right, leftType],
      [right, left, rightType],
    ];
  if (name !== '@in' || right.exprKind.case !== 'listExpr') return [];
  return right.exprKind.value.elements.map((element): Compared => [left, element, leftType]);
}

/** Their members are not those of JSON. */
const MESSAGES: readonly Kind[] = ['duration', 'message', 'timestamp'];

/** What may stand in brackets. */
const KEYS: readonly Kind[] = ['bool', 'double', 'int', 'string', 'uint'];

/** What a loop visits: the elements of a list, the names of an object. */
function elementOf(range: Type): Type {
  const visited = [
    ...(range.kinds.has('list') ? [range.element()] : []),
    ...(range.kinds.has('map') ? [range.key()] : []),
  ];
  return join(visited);
}

function operandOf({ exprKind }: ExpressionNode): ExpressionNode | undefined {
  if (exprKind.case === 'selectExpr') return exprKind.value.operand;
  return exprKind.case === 'callExpr' ? exprKind.value.args[0] : undefined;
}
