import type { Construct } from 'constructs';
import type { IMonitoring } from '../monitoring';
import { monitorTable } from '../private/table-alarms';

/** Alarms on the session table in one region, and its rows on the dashboard. */
export function monitorSessions(
  watched: Construct,
  monitoring: IMonitoring,
  tableName: string,
  otherRegions: readonly string[],
): void {
  monitorTable(watched, monitoring, {
    tableName,
    otherRegions,
    title: 'Sessions',
    runbook: 'sessions',
    summaries: {
      throttled: 'The session table refuses requests: load grows faster than it does, or hits one session.',
      systemErrors: 'DynamoDB fails to answer for the session table: users are logged out or cannot log in.',
      late: (region) =>
        `Sessions arrive in ${region} more than 10 seconds late: users who are moved there now are logged out.`,
    },
  });
}
