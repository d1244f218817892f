/** An operator between two datapoints. */
export interface Operator {
  /** Operators of a higher one bind stronger. */
  readonly precedence: number;
  readonly operate: (left: number, right: number) => number;
  readonly isRightAssociative?: boolean;
}

const and = { precedence: 2, operate: (x: number, y: number) => Number(x !== 0 && y !== 0) };
const or = { precedence: 1, operate: (x: number, y: number) => Number(x !== 0 || y !== 0) };

/** The operators of CloudWatch metric math, with two operands. Comparisons give 1 and 0. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  '||': or,
  OR: or,
  '&&': and,
  AND: and,
  '==': { precedence: 6, operate: (x, y) => Number(x === y) },
  '!=': { precedence: 6, operate: (x, y) => Number(x !== y) },
  '<': { precedence: 7, operate: (x, y) => Number(x < y) },
  '>': { precedence: 7, operate: (x, y) => Number(x > y) },
  '<=': { precedence: 7, operate: (x, y) => Number(x <= y) },
  '>=': { precedence: 7, operate: (x, y) => Number(x >= y) },
  '+': { precedence: 9, operate: (x, y) => x + y },
  '-': { precedence: 9, operate: (x, y) => x - y },
  '*': { precedence: 10, operate: (x, y) => x * y },
  '/': { precedence: 10, operate: (x, y) => x / y },
  '^': { precedence: 11, operate: (x, y) => x ** y, isRightAssociative: true },
};
