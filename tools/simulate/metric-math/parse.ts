import jsep from 'jsep';
import { FILLINGS, FUNCTIONS } from './functions';
import { OPERATORS } from './operators';
import { periodOf } from './period';
import type { Expression } from '../model';

/** A formula that cannot be simulated. */
export class FormulaError extends Error {
  public override readonly name = 'FormulaError';
}

defineGrammar();

/**
 * Reads a formula of CloudWatch metric math.
 *
 * @param metrics What its identifiers stand for. Functions, since a formula may have others for metrics.
 */
export function parseExpression(text: string, metrics: Metrics): Expression {
  const expression = translate(parsed(text) as jsep.CoreExpression, { text, metrics });
  if (expression.kind === 'array') throw new FormulaError(`${text} is an array; an alarm follows one series`);
  return expression;
}

/** Metrics and formulas, by their identifiers. */
export type Metrics = Readonly<Record<string, () => Expression>>;

interface Source {
  readonly text: string;
  readonly metrics: Metrics;
}

function parsed(text: string): jsep.Expression {
  try {
    return jsep(text);
  } catch (error) {
    throw new FormulaError(`${text} is no formula: ${(error as Error).message}`);
  }
}

function translate(node: jsep.CoreExpression, source: Source): Expression {
  switch (node.type) {
    case 'Literal':
      if (typeof node.value === 'number') return { kind: 'number', value: node.value };
      break;
    case 'Identifier':
      return known(nameOf(node), source);
    case 'UnaryExpression':
      return negative(node, source);
    case 'BinaryExpression':
      return {
        kind: 'binary',
        operator: node.operator,
        left: series(node.left, source),
        right: series(node.right, source),
      };
    case 'ArrayExpression':
      return { kind: 'array', items: node.elements.map((element) => series(element, source)) };
    case 'CallExpression':
      return call(node, source);
    default:
  }
  throw new FormulaError(`${source.text} has a ${node.type}, which metric math does not know`);
}

/** Anything but an array: nothing is between arrays, and an array holds none. */
function series(node: jsep.Expression | null, source: Source): Expression {
  if (node === null) throw new FormulaError(`${source.text} has an array with a hole`);
  const expression = translate(node as jsep.CoreExpression, source);
  if (expression.kind === 'array') throw new FormulaError(`${source.text} has an array where a metric has to be`);
  return expression;
}

function known(name: string, { text, metrics }: Source): Expression {
  const expression = Object.hasOwn(metrics, name) ? metrics[name] : undefined;
  if (expression) return expression();
  const names = Object.keys(metrics).join(', ');
  throw new FormulaError(`${text} has ${name}, which is none of its metrics: ${names}`);
}

function nameOf(node: jsep.Expression): string {
  return typeof node.name === 'string' ? node.name : '';
}

function negative(node: jsep.UnaryExpression, source: Source): Expression {
  const operand = series(node.argument, source);
  if (node.operator === '-') {
    return operand.kind === 'number'
      ? { kind: 'number', value: -operand.value }
      : { kind: 'binary', operator: '-', left: { kind: 'number', value: 0 }, right: operand };
  }
  return operand;
}

function call(node: jsep.CallExpression, source: Source): Expression {
  const name = nameOf(node.callee).toUpperCase();
  if (name === 'PERIOD') return { kind: 'number', value: period(node, source) };
  const definition = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (!definition) {
    const names = Object.keys(FUNCTIONS).sort().join(', ');
    throw new FormulaError(`${source.text} has ${name}, which is not simulated; only ${names} and PERIOD are`);
  }
  const [fewest, most] = definition.arity;
  const count = node.arguments.length;
  if (count < fewest || count > most) {
    const arity = fewest === most ? `${fewest}` : `${fewest} to ${most}`;
    throw new FormulaError(`${source.text} calls ${name} with ${count} arguments; it has ${arity}`);
  }
  const [first, ...others] = node.arguments.map((argument) => argumentOf(name, argument, source));
  if (definition.takesArray) return overArray(name, first, source);
  const apply = (item: Expression): Expression => ({ kind: 'call', name, arguments: [item, ...others] });
  return first.kind === 'array' ? { kind: 'array', items: first.items.map(apply) } : apply(first);
}

function argumentOf(name: string, node: jsep.Expression, source: Source): Expression {
  const filling = nameOf(node);
  if (name === 'FILL' && FILLINGS.includes(filling)) return { kind: 'call', name: filling, arguments: [] };
  return translate(node as jsep.CoreExpression, source);
}

/** Over one metric these functions give one value for the whole time, which an alarm can have nothing of. */
function overArray(name: string, argument: Expression, { text }: Source): Expression {
  if (argument.kind === 'array' && argument.items.length > 0) return { kind: 'call', name, arguments: [argument] };
  throw new FormulaError(
    `${text} has ${name} of one metric, which is one value for all time; give it an array: ${name}([m1, m2])`,
  );
}

function period(node: jsep.CallExpression, source: Source): number {
  const [argument] = node.arguments;
  const seconds = node.arguments.length === 1 ? periodOf(series(argument, source)) : undefined;
  if (seconds === undefined) throw new FormulaError(`${source.text} has PERIOD of what is no metric`);
  return seconds;
}

/** Operators of JavaScript that metric math does not have go, its own come, with its precedence. */
function defineGrammar(): void {
  jsep.removeAllBinaryOps();
  jsep.removeAllUnaryOps();
  jsep.removeAllLiterals();
  jsep.addUnaryOp('-');
  jsep.addUnaryOp('+');
  for (const [operator, { precedence, isRightAssociative }] of Object.entries(OPERATORS)) {
    jsep.addBinaryOp(operator, precedence, isRightAssociative);
  }
}
