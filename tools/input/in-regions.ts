import { GrowthStage, type PlatformProps } from '../../lib';

/** The region that a platform has beside home, where its stage asks for one. */
const OTHER_REGION = 'eu-west-3';

/** Properties with as many regions as their stage is for: the two are drawn without each other. */
export function inRegions(props: PlatformProps): PlatformProps {
  const { stage, regions } = props;
  if (stage?.name !== GrowthStage.GLOBAL.name || !Array.isArray(regions) || regions.length !== 1) return props;
  return { ...props, regions: [...regions, OTHER_REGION] };
}
