import type { Template } from 'aws-cdk-lib/assertions';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Platform, type PlatformProps } from '../../lib';
import { testApp } from '../support/test-app';
import { templatesOf } from '../support/templates';

export const IMAGE = ecs.ContainerImage.fromRegistry('example.com/image');
export const SERVICE = { image: IMAGE, port: 8080 };
export const NAMES = { name: 'shop', regions: ['eu-west-1'] };

/** The templates of a platform with a web service and a worker, by what their stacks hold. */
export function templates(props: Partial<PlatformProps>): (tier: string) => Template {
  const app = testApp();
  const platform = new Platform(app, 'Shop', { ...NAMES, ...props });
  platform.addWebService('Web', SERVICE);
  platform.addWorker('Jobs', { image: IMAGE });
  const all = templatesOf(app);
  return (tier) => {
    const [found] = [...all].filter(([name]) => name.startsWith(`shop-${tier}-`));
    if (!found) throw new Error(`no stack ${tier}`);
    return found[1];
  };
}
