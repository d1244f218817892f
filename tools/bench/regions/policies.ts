import { servicesOf } from '../../simulate/template';
import type { DeployedService } from '../../simulate/model';
import { DEFAULT, synthesizeOurs } from '../scaling/ours';
import { WEB_PEERS } from '../scaling/peers/web';
import type { Region } from './world';

/** How much more than its own peak a region has that is sized by a rule of thumb. */
const HEADROOM = 1.5;

/** Target tracking as AWS documents it, which keeps as much again in reserve, and as a module that many use ships it. */
export const REACTIVE_50 = 'reactive, CPU 50';
const REACTIVE = { [REACTIVE_50]: 'AWS, 20 s CPU', 'reactive, CPU 75': 'terraform-aws-modules/ecs' } as const;

/** How the service of a region is run. */
export interface RegionService {
  readonly service: DeployedService;
  /** What a task can do over what the service believes: room is kept by believing less. */
  readonly capacityFactor: number;
}

export interface Policy {
  readonly name: string;
  readonly what: string;
  readonly isOurs: boolean;
  readonly serviceOf: (region: Region) => RegionService;
}

export const STATIC = 'static headroom';
export const WITHOUT_FLOORS = 'ours without floors';
export const OURS = 'ours';

/** All ways to be ready for the loss of a region; those of the library are synthesized below a folder. */
export function policiesOf(folder: string): Policy[] {
  process.env.CDK_VALIDATION = 'false';
  const own = only(servicesOf(synthesizeOurs(folder)).filter(({ name }) => name.endsWith(`-${DEFAULT}`)));
  return [
    {
      name: STATIC,
      what: `as many tasks all day as ${HEADROOM} times the region's own peak needs; a standby half of what home has`,
      isOurs: false,
      serviceOf: (region) => ({ service: fixed(own, headroom(region)), capacityFactor: 1 }),
    },
    ...Object.entries(REACTIVE).map(([name, peer]) => reactive(name, peer)),
    {
      name: WITHOUT_FLOORS,
      what: `preset ${DEFAULT} with the room for a neighbour in what a task is rated for, at least 2 tasks`,
      isOurs: true,
      serviceOf: ({ multiple }) => ({ service: own, capacityFactor: multiple }),
    },
    {
      name: OURS,
      what: 'the same, and never fewer tasks than `standing` of the plan asks for at the peak of all regions',
      isOurs: true,
      serviceOf: ({ multiple, standing }) => ({
        service: { ...own, minTasks: standing },
        capacityFactor: multiple,
      }),
    },
  ];
}

function reactive(name: string, peerName: string): Policy {
  const peer = WEB_PEERS.find((one) => one.name === peerName);
  if (!peer) throw new Error(`${peerName} is not among the peers`);
  const service = only(servicesOf(peer.templates));
  return {
    name,
    what: `${peer.policy} (${peer.source}), at least ${service.minTasks} tasks, as if no region could be lost`,
    isOurs: false,
    serviceOf: () => ({ service, capacityFactor: 1 }),
  };
}

function headroom({ peakTasks, standing, rate }: Region): number {
  return rate.some((one) => one > 0) ? Math.ceil(HEADROOM * peakTasks) : standing;
}

function fixed(service: DeployedService, tasks: number): DeployedService {
  return { ...service, policies: [], minTasks: tasks, maxTasks: tasks };
}

function only(services: readonly DeployedService[]): DeployedService {
  if (services.length !== 1) throw new Error(`there must be one service, got ${services.length}`);
  return services[0];
}
