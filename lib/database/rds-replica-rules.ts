import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { subnetsRule } from './database-rules';
import { RdsDatabase, type RdsDatabaseProps } from './rds-database';
import type { RdsReplicaDatabaseProps } from './rds-replica-database';
import { rdsOptionRules } from './rds-rules';
import { placeRules } from './region-rules';
import { shown, trueOrFalse, type Rule } from '../private/validate';

/** What a replica is told, in the words of a primary: whatever is not said of it is that of its source. */
export function asReplica(props: RdsReplicaDatabaseProps): RdsDatabaseProps {
  const { name, engine, instanceType, storage, maxStorage, databaseName } = props.source._props();
  return {
    ...props,
    name,
    engine,
    databaseName,
    instanceType: props.instanceType ?? instanceType,
    storage,
    maxStorage: props.maxStorage ?? maxStorage,
  };
}

/** What RDS refuses of a replica in another region. */
export function rdsReplicaRules(replica: IConstruct, props: RdsReplicaDatabaseProps): Rule[] {
  if (!(props.source instanceof RdsDatabase)) {
    return [
      `source must be an RdsDatabase, got ${shown(props.source)}; Aurora has AuroraSecondaryDatabase for other regions`,
    ];
  }
  const asked = asReplica(props);
  return [
    ...placeRules(replica, 'source', Stack.of(props.source).region),
    subnetsRule(asked),
    trueOrFalse('disposable', props.disposable),
    ...rdsOptionRules(asked),
  ];
}
