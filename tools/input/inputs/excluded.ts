/** Properties that are not generated, by `Owner.property` or by their owner alone, and why. */
export const EXCLUDED: Readonly<Record<string, string>> = {
  WatchOptions: 'WorkerService gives them to the QueueDemand itself; what they are made of is generated there',
  LoadBalancerRoute: 'WebService gives them to the LoadBalancer itself; what they are made of is generated there',
};
