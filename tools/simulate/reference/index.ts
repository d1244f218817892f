export { FRONTIER, idealSensor, type SensorParameters } from './ideal-sensor';
export { need, type Limits } from './need';
export { oracle, PLUMBING, type Foresight } from './oracle';
