import type { Survey, Tasks } from '../../../lib/contract/region-control';
import type { RegionPlan } from '../../../lib/contract/region-plan/plan';
import type { Shares } from '../../../lib/contract/region-plan/shares';
import type { Promotion } from '../../../lib/contract/region-plan/steps';
import type { Weights } from '../../../lib/contract/region-plan/weights';
import type { Levers } from '../levers';
import { leastTasks } from '../load';
import { scaledServices, setMinimums, type ScaledService } from './capacity';
import type { Clients } from './clients';
import { complaintOf } from './metrics';
import type { MovedDatabase } from './moved-database';
import type { RoutingStore } from './routing';

/** What levers move. */
export interface AwsGround {
  readonly name: string;
  readonly plan: RegionPlan;
  readonly clients: Clients;
  readonly routing: RoutingStore;
  readonly database: MovedDatabase;
}

/** Moves the regions of a deployment on AWS. */
export class AwsLevers implements Levers {
  public constructor(private readonly ground: AwsGround) {}

  public async survey(regions: readonly string[]): Promise<Survey> {
    const weights = await this.ground.routing.weights();
    const services = await Promise.all(regions.map((region) => this.servicesIn(region)));
    const tasks = (count: (service: ScaledService) => number): Tasks =>
      Object.fromEntries(
        regions.map((region, index) => [
          region,
          Object.fromEntries(services[index].map((service) => [service.service, count(service)])),
        ]),
      );
    return { weights, minimums: tasks(({ minimum }) => minimum), running: tasks(({ running }) => running) };
  }

  public async shortOf(floors: Shares, survey: Survey): Promise<readonly string[]> {
    const problems = Object.entries(this.least(floors, survey)).map(async ([region, least]) => {
      const services = await this.servicesIn(region);
      if (services.length === 0) return [`${region} has no service of ${this.ground.name} that scales`];
      return services
        .filter(({ service, maximum }) => (least[service] ?? 0) > maximum)
        .map(
          ({ service, maximum }) =>
            `${region} may have ${maximum} tasks of ${service}, ${least[service]} are needed; raise their maximum`,
        );
    });
    return (await Promise.all(problems)).flat();
  }

  public async raiseFloors(floors: Shares, survey: Survey): Promise<void> {
    await this.setFloors(this.least(floors, survey));
  }

  public async missing(regions: readonly string[]): Promise<readonly string[]> {
    const missing = regions.map(async (region) =>
      (await this.servicesIn(region))
        .filter(({ running, minimum }) => running < minimum)
        .map(({ service, running, minimum }) => `${region} has ${running} of ${minimum} tasks of ${service}`),
    );
    return (await Promise.all(missing)).flat();
  }

  public async setFloors(tasks: Tasks): Promise<void> {
    const { clients, name } = this.ground;
    await Promise.all(Object.entries(tasks).map(([region, wanted]) => setMinimums(clients.in(region), name, wanted)));
  }

  public lagOf(region: string, writer: string, shard: number): Promise<number | undefined> {
    return region === writer ? Promise.resolve(0) : this.ground.database.lagOf(region, writer, shard);
  }

  public shift(weights: Weights): Promise<void> {
    return this.ground.routing.shift(weights);
  }

  public async complaints(regions: readonly string[]): Promise<readonly string[]> {
    const { clients, name } = this.ground;
    return (await Promise.all(regions.map((region) => complaintOf(clients.in(region), name, region)))).flat();
  }

  public promote(region: string, promotion: Promotion, writer: string, shard: number): Promise<void> {
    return this.ground.database.promote(region, promotion, writer, shard);
  }

  public isPromoted(region: string, promotion: Promotion, shard: number): Promise<boolean> {
    return this.ground.database.isPromoted(region, promotion, shard);
  }

  public sendWrites(region: string): Promise<void> {
    return this.ground.routing.sendWrites(region);
  }

  private least(floors: Shares, survey: Survey): Tasks {
    return leastTasks(this.ground.plan, floors, survey);
  }

  private servicesIn(region: string): Promise<ScaledService[]> {
    return scaledServices(this.ground.clients.in(region), this.ground.name);
  }
}
