import { DescribeAlarmsCommand, GetMetricStatisticsCommand, type Dimension } from '@aws-sdk/client-cloudwatch';
import { unhealthyAlarmName } from '../../../lib/contract/region-health';
import type { RegionClients } from './clients';

/** Seconds that are looked back: metrics come each minute, and some minutes late. */
const LOOK_BACK = 300;

/** Why a region is not well for users; nothing while it is. */
export async function complaintOf(clients: RegionClients, name: string, region: string): Promise<string[]> {
  const alarm = unhealthyAlarmName(name, region);
  const { CompositeAlarms: [found] = [] } = await clients.cloudwatch.send(
    new DescribeAlarmsCommand({ AlarmNames: [alarm], AlarmTypes: ['CompositeAlarm'] }),
  );
  if (!found) return [`there is no alarm ${alarm} in ${region}, so nobody knows how users are`];
  return found.StateValue === 'ALARM' ? [`the alarm ${alarm} says: ${found.StateReason}`] : [];
}

/** The last value of a metric of RDS; nothing where it is not published. */
export async function lastValue(
  { cloudwatch }: RegionClients,
  metric: { readonly name: string; readonly dimensions: Readonly<Record<string, string>>; readonly now: number },
): Promise<number | undefined> {
  const Dimensions = Object.entries(metric.dimensions).map(([Name, Value]): Dimension => ({ Name, Value }));
  const { Datapoints = [] } = await cloudwatch.send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/RDS',
      MetricName: metric.name,
      Dimensions,
      StartTime: new Date(metric.now - LOOK_BACK * 1000),
      EndTime: new Date(metric.now),
      Period: 60,
      Statistics: ['Maximum'],
    }),
  );
  const time = ({ Timestamp }: { Timestamp?: Date }) => Timestamp?.getTime() ?? 0;
  return [...Datapoints].sort((one, other) => time(other) - time(one))[0]?.Maximum;
}
