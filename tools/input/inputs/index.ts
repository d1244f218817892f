import type { Inputs } from '../generator';
import { CACHES } from './caches';
import { DATA } from './data';
import { EDGE } from './edge';
import { NETWORK } from './network';
import { PLATFORM } from './platform';
import { REGION } from './region';
import { SERVICES } from './services';

/** What properties are given, by their owner and name. Those that are not here are given what their type allows. */
export const INPUTS: Inputs = { ...NETWORK, ...DATA, ...CACHES, ...REGION, ...SERVICES, ...EDGE, ...PLATFORM };

export { BY_TYPE } from './by-type';
export { EXCLUDED } from './excluded';
