/**
 * How regions look at each other as their users do: through the edge. A region that is lost says nothing, and its alarms keep their last state.
 */

/** Path that a probe asks for. Whatever is answered below 500 shows that the region was reached, be it that there is no such page. */
export const PROBE_PATH = '/.well-known/ztm-probe';

/** Header that names the region that is to answer a probe. The edge heeds it on `PROBE_PATH` alone. */
export const PROBE_HEADER = 'x-ztm-probe';

/** Seconds between two probes of a region. */
export const PROBE_INTERVAL = 10;

/** Seconds after which a probe has failed. */
export const PROBE_TIMEOUT = 3;

/** Variable of the probing function that holds its configuration, as JSON. */
export const REGION_PROBE_CONFIG = 'REGION_PROBE_CONFIG';

/** Namespace and names of what is published. */
export const ProbeMetric = {
  NAMESPACE: 'ZeroToMillions',
  /** 1 when a region did not answer while the probe's own did, 0 when it did. Nothing where the probe's own did not either. */
  UNREACHABLE: 'RegionUnreachable',
  /** Dimension: name of the deployment. */
  DEPLOYMENT: 'Deployment',
  /** Dimension: name of the region that was looked at. */
  REGION: 'Region',
} as const;

/** Configuration of the probing function. */
export interface RegionProbeConfig {
  /** Name of the deployment. */
  readonly deployment: string;
  /** Region of the probe, which it looks at as well, to tell the loss of another from trouble of its own. */
  readonly region: string;
  readonly others: readonly string[];
  /** Address of the edge, such as `https://www.example.com`. */
  readonly url: string;
}

/** Name of the alarm of a region that does not reach another one. The switch plan refers to it. */
export function unreachableAlarmName(name: string, region: string, observer: string): string {
  return `${name}-${region}-unreachable-from-${observer}`;
}
