export { compile, evaluate } from './evaluate';
export { FormulaError, parseExpression, type Metrics } from './parse';
export { metricsOf, periodOf } from './period';
export { LOOK_BACK, MISSING, type Series } from './series';
