export { Workload, type WorkloadProps } from './workload';
