const OF_SEVERAL_REGIONS = 'is refused with one region, which most sets have; tests of its own give it every value';

/** Properties that are not generated, by `Owner.property` or by their owner alone, and why. */
export const EXCLUDED: Readonly<Record<string, string>> = {
  WatchOptions: 'WorkerService gives them to the QueueDemand itself; what they are made of is generated there',
  CompositeAlarmOptions: 'RegionHealth gives them to the Monitoring itself; what they are made of is not for others',
  'AlarmOptions.alarmName': 'RegionProbe gives it to the Monitoring itself; there is one alarm of a name',
  LoadBalancerRoute: 'WebService gives them to the LoadBalancer itself; what they are made of is generated there',
  EdgeTarget: 'of regions that must differ, so that EdgeProps.otherRegions is given whole lists',
  'PlatformProps.regionMode': OF_SEVERAL_REGIONS,
  'PlatformProps.standbyFactor': OF_SEVERAL_REGIONS,
  'PlatformProps.decidedByPerson': OF_SEVERAL_REGIONS,
  'PlatformProps.recoveryTime': OF_SEVERAL_REGIONS,
  'PlatformProps.recoveryPoint': OF_SEVERAL_REGIONS,
  'DistributedSqlProps.vpcEndpoint': 'is that of another cluster; tests of its own give it one',
  'DistributedSqlProps.clusterArns':
    'are refused without a witness, which most sets lack; tests of its own give it every value',
  WorkloadProps: 'numbers between two bounds, which are in one table: the tests of sizing generate all of them',
  RegionModelProps: 'what breaks a rule of the model is refused by all that are given it, and tried by its own tests',
  SafeGrowthProps: 'of a validation plugin, which is no construct: its own tests give it everything',
  GrowthAcknowledgement: 'of a validation plugin, which is no construct: its own tests give it everything',
};
