import { distanceBack, MISSING, type Series } from './series';
import { periodOf } from './period';
import type { Expression } from '../model';

type Call = Extract<Expression, { readonly kind: 'call' }>;
type Compile = (expression: Expression) => Series;

/** A function of CloudWatch metric math. */
export interface MathFunction {
  /** Fewest and most arguments. */
  readonly arity: readonly [number, number];
  /** Whether it makes one series of an array of them, or does the same to each. */
  readonly takesArray: boolean;
  readonly compile: (call: Call, compile: Compile) => Series;
}

/** The functions that alarms are simulated with. Without METRICS and SEARCH, which alarms may not use or need. */
export const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  ABS: pointwise(Math.abs),
  CEIL: pointwise(Math.ceil),
  FLOOR: pointwise(Math.floor),
  DIFF: { arity: [1, 1], takesArray: false, compile: compileDifference },
  RATE: { arity: [1, 1], takesArray: false, compile: compileRate },
  IF: { arity: [2, 3], takesArray: false, compile: compileCondition },
  FILL: { arity: [2, 2], takesArray: false, compile: compileFill },
  MAX: overArray((values) => Math.max(...values)),
  MIN: overArray((values) => Math.min(...values)),
  SUM: overArray(sum),
  AVG: overArray((values) => sum(values) / values.length),
};

/** What FILL may have for a second argument, instead of a value. */
export const FILLINGS: readonly string[] = ['REPEAT', 'LINEAR'];

function pointwise(operate: (value: number) => number): MathFunction {
  return {
    arity: [1, 1],
    takesArray: false,
    compile: (call, compile) => {
      const series = compile(call.arguments[0]);
      return (back) => operate(series(back));
    },
  };
}

/** Over the series that have a datapoint at this time: CloudWatch leaves those without one out. */
function overArray(reduce: (values: readonly number[]) => number): MathFunction {
  return {
    arity: [1, 1],
    takesArray: true,
    compile: (call, compile) => {
      const [array] = call.arguments;
      if (array.kind !== 'array') throw new Error(`${call.name} without an array; parseExpression refuses it`);
      const items = array.items.map(compile);
      return (back) => {
        const values = items.map((item) => item(back)).filter((value) => !Number.isNaN(value));
        return values.length === 0 ? MISSING : reduce(values);
      };
    },
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function compileDifference(call: Call, compile: Compile): Series {
  return differences(compile(call.arguments[0]), (change) => change);
}

/** Per second, over the time between two datapoints, however many are missing between them. */
function compileRate(call: Call, compile: Compile): Series {
  const period = periodOf(call.arguments[0]) ?? 1;
  return differences(compile(call.arguments[0]), (change, distance) => change / (distance * period));
}

function differences(series: Series, of: (change: number, distance: number) => number): Series {
  return (back) => {
    const value = series(back);
    if (Number.isNaN(value)) return MISSING;
    const distance = distanceBack(series, back);
    return distance === 0 ? MISSING : of(value - series(back + distance), distance);
  };
}

/** Without a third argument there is no datapoint where the condition does not hold. */
function compileCondition(call: Call, compile: Compile): Series {
  const [condition, then, otherwise] = call.arguments.map(compile) as [Series, Series, Series | undefined];
  return (back) => {
    const holds = condition(back);
    if (Number.isNaN(holds)) return MISSING;
    if (holds !== 0) return then(back);
    return otherwise ? otherwise(back) : MISSING;
  };
}

function compileFill(call: Call, compile: Compile): Series {
  const [filled, filling] = call.arguments;
  const series = compile(filled);
  const instead = fillingOf(filling, series, compile);
  return (back) => {
    const value = series(back);
    return Number.isNaN(value) ? instead(back) : value;
  };
}

function fillingOf(filling: Expression, series: Series, compile: Compile): Series {
  if (filling.kind !== 'call' || !FILLINGS.includes(filling.name)) return compile(filling);
  const before = (back: number) => distanceBack(series, back);
  const repeated = (back: number) => (before(back) === 0 ? MISSING : series(back + before(back)));
  if (filling.name === 'REPEAT') return repeated;
  return (back) => {
    const after = distanceForward(series, back);
    if (after === 0 || before(back) === 0) return MISSING;
    const [from, to] = [repeated(back), series(back - after)];
    return from + ((to - from) * before(back)) / (before(back) + after);
  };
}

function distanceForward(series: Series, back: number): number {
  for (let distance = 1; distance <= back; distance++) {
    if (!Number.isNaN(series(back - distance))) return distance;
  }
  return 0;
}
