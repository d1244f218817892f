import type { Construct } from 'constructs';
import type { IMonitoring } from '../monitoring';
import { monitorTable } from '../private/table-alarms';

/** Alarms on the control table in one region, and its rows on the dashboard. */
export function monitorControl(
  watched: Construct,
  monitoring: IMonitoring,
  tableName: string,
  otherRegions: readonly string[],
): void {
  monitorTable(watched, monitoring, {
    tableName,
    otherRegions,
    title: 'Control table',
    runbook: 'control',
    summaries: {
      throttled: 'The control table refuses requests: it is read or written far more often than evacuations need.',
      systemErrors: 'DynamoDB fails to answer for the control table: no evacuation can be recorded or resumed here.',
      late: (region) =>
        `What is written to the control table arrives in ${region} more than 10 seconds late: do not lead an evacuation from there.`,
    },
  });
}
