export { arrivals } from './arrivals';
export { Fleet, LAUNCH_RATES, type LaunchRates } from './fleet';
export { simulate } from './simulate';
