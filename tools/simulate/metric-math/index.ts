export { compile, evaluate } from './evaluate';
export { FormulaError, identifiersOf, parseExpression } from './parse';
export { metricsOf, periodOf } from './period';
export { LOOK_BACK, MISSING, type Series } from './series';
