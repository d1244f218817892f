import { App, type AppProps } from 'aws-cdk-lib';
import { allPoints, coveringSet, type Point } from './covering-set';
import { Platform } from '../../lib';

/** What a user can choose, and every value of it. */
export const DIMENSIONS = {
  disposable: ['no', 'yes'],
} as const;

/** One choice for each dimension. */
export type Configuration = Point<typeof DIMENSIONS>;

/** The choices that fit together; the platform refuses the others, each with a message of its own. */
export function allowed(configuration: Configuration): boolean {
  return configuration.disposable !== undefined;
}

/** Every configuration. */
export function everyConfiguration(): Configuration[] {
  return allPoints(DIMENSIONS, allowed);
}

/** A few configurations in which every pair of choices occurs. */
export function pairwiseConfigurations(): Configuration[] {
  return coveringSet(DIMENSIONS, 2, allowed);
}

/** A configuration in one line: the choices that are not the first of their dimension. */
export function describe(configuration: Configuration): string {
  const choices = Object.entries(configuration).filter(
    ([name, value]) => value !== DIMENSIONS[name as keyof typeof DIMENSIONS][0],
  );
  return choices.map(([name, value]) => (value === 'yes' ? name : `${name}=${value}`)).join(' ') || 'default';
}

/** The app of a user who made these choices. */
export function buildApp(configuration: Configuration, props: AppProps = {}): App {
  const app = new App(props);
  new Platform(app, 'Shop', {
    name: 'shop-prod',
    regions: ['eu-west-1'],
    disposable: configuration.disposable === 'yes',
  });
  return app;
}
