export * from './deployment-strategy';
export * from './load-balancer';
export * from './load-balancer-api';
export * from './web-service';
export * from './web-service-props';
