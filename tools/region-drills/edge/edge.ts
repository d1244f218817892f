import { placesOf } from '../../../lib/edge/places';
import { initialRouting } from '../../../lib/contract/edge-routing';
import { loadEdgeFunctions } from './function';
import { EdgeLocation } from './location';
import { OriginLink } from './origin';
import { RoutingStore } from './store';
import { Sightings } from './seen';

/** A region behind the edge. */
export interface EdgeOrigin {
  readonly name: string;
  /** Where it is entered. */
  readonly url: string;
}

export interface EdgeOptions {
  /** Home first. */
  readonly origins: readonly EdgeOrigin[];
  /** Places of viewers with their countries, in the order of the regions that are nearest to them. */
  readonly places: Readonly<Record<string, string>>;
  /** Milliseconds that the way to a region that is not near takes, there and back. */
  readonly farMilliseconds: number;
  readonly writer: string;
}

/** The edge in front of the regions: a location in each place, one value for all of them, and the ways to regions. */
export class Edge {
  public readonly store = new RoutingStore();
  public readonly sightings = new Sightings();
  /** Where the viewers of each place go. */
  public readonly urls = new Map<string, string>();
  /** The ways to regions by the region's name, for each place. */
  public readonly links: ReadonlyMap<string, ReadonlyMap<string, OriginLink>>;
  private readonly locations: EdgeLocation[] = [];

  public constructor(private readonly options: EdgeOptions) {
    const { origins, farMilliseconds } = options;
    this.links = new Map(
      Object.keys(options.places).map((place, near) => [
        place,
        new Map(
          origins.map(({ name, url }, index) => [name, new OriginLink(url, index === near ? 0 : farMilliseconds)]),
        ),
      ]),
    );
    this.deploy();
  }

  /** What a deployment writes: nothing where a value is there. */
  public deploy(): void {
    const { origins, writer } = this.options;
    // The id of an origin is the name of its region.
    this.store.create(
      initialRouting(
        origins.map(({ name }) => ({ name, origin: name })),
        writer,
      ),
    );
  }

  public async listen(): Promise<void> {
    const [home, ...others] = this.options.origins.map(({ name }) => name);
    const functions = loadEdgeFunctions(placesOf(home, others));
    for (const [place, country] of Object.entries(this.options.places)) {
      const links = this.links.get(place) ?? new Map<string, OriginLink>();
      const value = () => this.store.value();
      const location = new EdgeLocation({ country, functions, value, links, seen: this.sightings.add });
      this.locations.push(location);
      this.urls.set(place, await location.listen());
    }
  }

  /** The ways to a region from some places, or from all. */
  public linksTo(region: string, places: readonly string[] = [...this.links.keys()]): OriginLink[] {
    return places.flatMap((place) => this.links.get(place)?.get(region) ?? []);
  }

  public async close(): Promise<void> {
    this.locations.forEach((location) => location.close());
    await Promise.all([...this.links.values()].flatMap((own) => [...own.values()].map((link) => link.close())));
  }
}
