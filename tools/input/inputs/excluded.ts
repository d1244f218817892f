/** Properties that are not generated, by `Owner.property` or by their owner alone, and why. */
export const EXCLUDED: Readonly<Record<string, string>> = {
  WatchOptions: 'WorkerService gives them to the QueueDemand itself; what they are made of is generated there',
  LoadBalancerRoute: 'WebService gives them to the LoadBalancer itself; what they are made of is generated there',
  EdgeTarget: 'of regions that must differ, so that EdgeProps.otherRegions is given whole lists',
  WorkloadProps: 'numbers between two bounds, which are in one table: the tests of sizing generate all of them',
  SafeGrowthProps: 'of a validation plugin, which is no construct: its own tests give it everything',
  GrowthAcknowledgement: 'of a validation plugin, which is no construct: its own tests give it everything',
};
