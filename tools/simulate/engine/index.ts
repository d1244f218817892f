export { arrivals } from './arrivals';
export { LAUNCH_RATES } from './fleet';
export { simulate } from './simulate';
