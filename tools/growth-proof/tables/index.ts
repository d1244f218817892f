import type { Tables } from '../rules';
import { DATA } from './data';
import { BESIDE, NEEDS } from './needs';
import { PLATFORM } from './platform';
import { SERVICES } from './services';
import { BY_TYPE } from './types';
import { WORKLOAD } from './workload';

const IDENTITY = 'is part of the identity: another value is another deployment, which sideways.ts proves to be blocked';
const ITS_OWN_CHOICE = 'says what the application is, not how large it is';

const OF_A_DATASTORE = 'is of a cache with copies in other regions; global-datastore.ts proves how it grows';

const OF_SEVERAL_REGIONS = 'is refused with one region, and changes nothing but how many tasks there are at least';

/** How everything that a platform takes grows, or why it does not. */
export const TABLES: Tables = {
  growth: { ...PLATFORM, ...DATA, ...SERVICES, ...WORKLOAD },
  byType: BY_TYPE,
  // Not the workload: one that appears may need less than its stage has.
  appearing: [
    'PlatformProps.domain',
    'AuroraDatabaseOptions.readerAutoscaling',
    'WebServiceOptions.release',
    'WebServiceOptions.scaling',
  ],
  beside: BESIDE,
  needs: NEEDS,
  fixed: {
    'PlatformProps.name': IDENTITY,
    'PlatformProps.regions':
      'are two at stage GLOBAL and one below it; the first is part of the identity, and regions.ts adds all others',
    'PlatformProps.account': IDENTITY,
    'PlatformProps.disposable': 'says whether data is kept at all; switching it on weakens every protection',
    'DatabaseOptions.databaseName': IDENTITY,
    'EdgeDomain.domainName': ITS_OWN_CHOICE,
    'EdgeDomain.hostedZoneId': ITS_OWN_CHOICE,
    'EdgeDomain.zoneName': ITS_OWN_CHOICE,
    'PlatformWebServiceOptions.bindings': ITS_OWN_CHOICE,
    'PlatformWorkerOptions.bindings': ITS_OWN_CHOICE,
    'ServiceOptions.image': ITS_OWN_CHOICE,
    'WebServiceOptions.port': ITS_OWN_CHOICE,
    'Scaling.onSchedule.name': IDENTITY,
    'ScheduledScalingOptions.schedule': ITS_OWN_CHOICE,
    'ScheduledScalingOptions.timeZone': ITS_OWN_CHOICE,
    'PredictiveScalingOptions.mode': ITS_OWN_CHOICE,
  },
  excluded: {
    'PlatformProps.shards': 'is refused below SCALE and with MySQL; shards.ts proves the growth from one to 64 of them',
    'ServiceOptions.serviceName':
      'is the id of the service unless it is given, and two services must not have the same',
    'WebServiceOptions.priority':
      'is the order of the rules of a listener, which hold nothing, and must differ from service to service',
    'WebServiceOptions.jwt':
      'needs a domain from the first configuration on; it adds to rules of the listener, which hold nothing',
    'WebServiceOptions.loadSource':
      'says who counts, and only with Scaling.onLoad beside it; single steps try each way',
    'PlatformProps.regionMode': OF_SEVERAL_REGIONS,
    'PlatformProps.standbyFactor': OF_SEVERAL_REGIONS,
    'PlatformProps.decidedByPerson': OF_SEVERAL_REGIONS,
    'PlatformProps.recoveryTime': OF_SEVERAL_REGIONS,
    'PlatformProps.recoveryPoint': OF_SEVERAL_REGIONS,
    'GlobalDatastoreOptions.nodeType': OF_A_DATASTORE,
    'GlobalDatastoreOptions.shards': OF_A_DATASTORE,
    'PlatformProps.backupCopyRegion':
      'is where copies are: another one is another vault, which sideways.ts proves to be blocked',
  },
};
