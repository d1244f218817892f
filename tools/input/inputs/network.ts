import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { choice, input, listOf, literals, oneOf, values, whole } from '../choice';
import type { Inputs } from '../generator';
import { deploymentName, instanceTypes, members } from './types';

const services = members(
  ec2.InterfaceVpcEndpointAwsService,
  'InterfaceVpcEndpointAwsService',
  'SQS',
  'ECR',
  'ECR_DOCKER',
  'SECRETS_MANAGER',
  'CLOUDWATCH_LOGS',
  'KMS',
);

const twice = choice('[InterfaceVpcEndpointAwsService.SQS, InterfaceVpcEndpointAwsService.SQS]', () => [
  ec2.InterfaceVpcEndpointAwsService.SQS,
  ec2.InterfaceVpcEndpointAwsService.SQS,
]);

export const NETWORK: Inputs = {
  NetworkProps: {
    name: deploymentName,
    zones: whole(2, 3),
    zoneIds: literals(
      [
        ['euw1-az1', 'euw1-az2'],
        ['euw1-az3', 'euw1-az1', 'euw1-az2'],
      ],
      [[], ['euw1-az1'], ['euw1-az1', 'euw1-az1'], ['eu-west-1a', 'eu-west-1b'], ['', 'euw1-az1']],
    ),
    cidr: literals(
      ['10.0.0.0/16', '10.255.0.0/16', '172.16.0.0/16', '172.31.0.0/16', '192.168.0.0/16'],
      ['', '10.0.0.0/17', '10.0.1.0/16', '10.300.0.0/16', '172.32.0.0/16', '192.169.0.0/16', '11.0.0.0/16', '10.0.0.0'],
    ),
    interfaceEndpoints: input(listOf(oneOf(...services), { maxLength: 1 }), oneOf(twice)),
  },
  'Nat.instance': {
    instanceType: values(
      instanceTypes('t4g.nano', 'c7gn.medium', 'm8g.large'),
      // Refused by the network, as its `nat`.
      instanceTypes('t3.nano', 'nonsense', 'm5.large').map((type) => ({ ...type, wrong: ['nat'] })),
    ),
  },
};
