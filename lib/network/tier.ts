/** The subnet groups of a network, each in every zone. */
export enum Tier {
  /** NAT, and the network interfaces through which CloudFront reaches the load balancer. */
  PUBLIC = 'Public',
  /** Tasks and load balancers. */
  APP = 'App',
  /** Databases and caches. */
  DATA = 'Data',
}
