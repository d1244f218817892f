import { ALARM_CHECKS } from './alarms';
import { CACHE_CHECKS } from './cache';
import { DATABASE_CHECKS } from './database';
import { EDGE_CHECKS } from './edge';
import { HANDLER_CHECKS } from './handlers';
import { NETWORK_CHECKS } from './network';
import { QUEUE_CHECKS } from './queues';
import { SCALING_CHECKS } from './scaling';
import { SECRET_CHECKS } from './secrets';
import { STORAGE_CHECKS } from './storage';
import { WEB_CHECKS } from './web';
import type { Check } from '../check';

/** Every wire of the platform. */
export const CHECKS: readonly Check[] = [
  ...NETWORK_CHECKS,
  ...EDGE_CHECKS,
  ...WEB_CHECKS,
  ...SECRET_CHECKS,
  ...DATABASE_CHECKS,
  ...CACHE_CHECKS,
  ...STORAGE_CHECKS,
  ...QUEUE_CHECKS,
  ...SCALING_CHECKS,
  ...ALARM_CHECKS,
  ...HANDLER_CHECKS,
];

/** Those of what each region has. */
export const REGIONAL_CHECKS = CHECKS.filter(({ once }) => !once);
