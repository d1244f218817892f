import { Arn, ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { DistributedSqlProps } from './distributed-sql';
import { subnetSelection } from '../database/database-rules';
import { generationRule, nameRule } from '../private/names';
import { countSubnets } from '../private/subnets';
import { items, listRule, matches, refuse, shown, trueOrFalse, type Rule } from '../private/validate';

const CLUSTER_ARN = /^arn:aws[a-z-]*:dsql:[a-z0-9-]+:\d{12}:cluster\/[a-z0-9]+$/;

/** What Aurora DSQL refuses. */
export function distributedSqlRules(database: IConstruct, props: DistributedSqlProps): Rule[] {
  const zones = props.vpcEndpoint ? undefined : countSubnets(props.vpc, subnetSelection(props));
  return [
    nameRule(props.name),
    generationRule(props.generation),
    refuse(
      zones !== undefined && zones < 2,
      `vpcSubnets must select subnets in at least 2 zones, got ${zones}; an endpoint in one zone is lost with it`,
    ),
    trueOrFalse('disposable', props.disposable),
    ...regionRules(Stack.of(database).region, props),
  ];
}

function regionRules(home: string, { witnessRegion, clusterArns }: DistributedSqlProps): Rule[] {
  const arns = items(clusterArns);
  const regions = arns.map((arn) =>
    CLUSTER_ARN.test(arn) ? Arn.split(arn, ArnFormat.SLASH_RESOURCE_NAME).region : '',
  );
  return [
    matches(
      'witnessRegion',
      witnessRegion,
      /^[a-z]{2}(-[a-z]+)+-\d$/,
      'be the name of a region',
      'use one such as "us-west-2"',
    ),
    refuse(
      witnessRegion !== undefined && witnessRegion === home,
      `witnessRegion must not be the region of the cluster, got "${witnessRegion}"; a witness is in a third region`,
    ),
    listRule('clusterArns', clusterArns),
    refuse(
      clusterArns !== undefined && witnessRegion === undefined,
      `witnessRegion must be given with clusterArns, got undefined; two clusters without a witness cannot decide who is away`,
    ),
    ...(Array.isArray(clusterArns)
      ? [
          ...arns.map((arn, index) =>
            matches(
              `clusterArns[${index}]`,
              arn,
              CLUSTER_ARN,
              'be the ARN of a cluster of Aurora DSQL',
              'put clusterArn out in the first deployment, and write it here as literal text',
            ),
          ),
          refuse(
            arns.length !== 2 || (regions.every(Boolean) && new Set(regions).size !== 2),
            `clusterArns must hold two clusters in two regions, got ${shown(clusterArns)}; give both clusters the same list`,
          ),
          refuse(
            arns.length === 2 && regions.every(Boolean) && !Token.isUnresolved(home) && !regions.includes(home),
            `clusterArns must hold the cluster of ${home} itself, got ${shown(clusterArns)}; give both clusters the same list`,
          ),
          refuse(
            witnessRegion !== undefined && regions.includes(witnessRegion),
            `witnessRegion must be a third region, got "${witnessRegion}" with ${shown(clusterArns)}; a witness has no cluster`,
          ),
        ]
      : []),
  ];
}
