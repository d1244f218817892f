import { Stack } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { RegionModel } from './region-model';
import { renderRegionPlan } from '../contract/region-plan';
import { TopologyEntry, topologyPath } from '../contract/topology';
import { physicalName } from '../private/names';

/** Physical name of the table. It never changes, with one region or several. */
export function controlTableName(name: string, generation?: number): string {
  return physicalName(name, 'control', generation);
}

/** Tells commands, in one region, where run-time state is and what the regions are. */
export function publishControl(parent: Construct, name: string, tableName: string, plan: RegionModel): void {
  const topology = new Construct(parent, 'Topology');
  const path = topologyPath(name, Stack.of(parent).region);
  new ssm.StringParameter(topology, 'Table', {
    parameterName: `${path}/${TopologyEntry.controlTable}`,
    stringValue: tableName,
    description: `Table that holds who writes and which regions of ${name} are away`,
  });
  new ssm.StringParameter(topology, 'Plan', {
    parameterName: `${path}/${TopologyEntry.controlPlan}`,
    stringValue: renderRegionPlan(plan._plan),
    description: `Regions of ${name}, and what is wanted of them`,
  });
}
