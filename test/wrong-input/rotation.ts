import { Duration } from 'aws-cdk-lib';
import { importedNetwork } from './networks';
import type { Unchecked, WrongInput } from './wrong-input';
import { CredentialRotation, type CredentialRotationProps } from '../../lib';
import { testStack } from '../support/test-app';

function rotation(props: Unchecked<CredentialRotationProps>): () => unknown {
  return () => {
    const stack = testStack();
    const placement = { vpc: importedNetwork(stack), subnets: { subnetGroupName: 'Private' } };
    return new CredentialRotation(stack, 'Rotation', { ...placement, ...props } as CredentialRotationProps);
  };
}

export const ROTATION: readonly WrongInput[] = [
  {
    wrong: 'passwords that change every hour',
    make: rotation({ rotateEvery: Duration.hours(1) }),
    error:
      'Test/Rotation: rotateEvery in days must be a whole number between 1 and 365, got 0.041666666666666664; a password that is older than a year is a finding',
  },
  {
    wrong: 'passwords older than a year',
    make: rotation({ rotateEvery: Duration.days(366) }),
    error:
      'Test/Rotation: rotateEvery in days must be a whole number between 1 and 365, got 366; a password that is older than a year is a finding',
  },
  {
    wrong: 'rotation through no port',
    make: rotation({ port: 0 }),
    error:
      'Test/Rotation: port must be a whole number between 1 and 65535, got 0; leave it out for the port of the connections of the database',
  },
  {
    wrong: 'subnets without a function for rotation',
    make: rotation({ subnets: { subnets: [] } }),
    error:
      'Test/Rotation: subnets must select subnets of the VPC, got none; name those from which the function reaches Secrets Manager',
  },
  {
    wrong: 'a country that is told of rotations',
    make: rotation({ announceIn: ['Germany'] }),
    error:
      'Test/Rotation: announceIn[0] must be the literal name of a region, got "Germany"; write it as text, such as "eu-central-1"',
  },
  {
    wrong: 'regions as text',
    make: rotation({ announceIn: 'us-east-1' }),
    error: 'Test/Rotation: announceIn must be a list, got "us-east-1"; put it in square brackets',
  },
];
