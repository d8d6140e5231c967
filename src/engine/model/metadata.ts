import type { MetricMetadata } from '../../shared/domain/series.ts';

const SCRAPES_KEPT = 10;

interface TargetFamilies {
  current: readonly MetricMetadata[];
  /** Families that the last pages did not have any more, with the number of the first scrape without them. */
  readonly vanished: Map<string, { readonly family: MetricMetadata; readonly sinceScrape: number }>;
  scrapes: number;
}

/** TYPE, HELP and UNIT per target and metric family, kept for ten scrapes after a family vanished, and those of imports. */
export class MetadataStore {
  private readonly targets = new Map<string, TargetFamilies>();
  private imported: readonly MetricMetadata[] = [];

  /** Takes the families of one good scrape. The same array as the last time means that nothing changed. */
  recordScrape(targetId: string, families: readonly MetricMetadata[]): void {
    let target = this.targets.get(targetId);
    if (target === undefined) {
      target = { current: [], vanished: new Map(), scrapes: 0 };
      this.targets.set(targetId, target);
    }
    target.scrapes++;
    if (families !== target.current) {
      for (const family of target.current) {
        target.vanished.set(family.name, { family, sinceScrape: target.scrapes });
      }
      for (const family of families) target.vanished.delete(family.name);
      target.current = families;
    }
    for (const [name, { sinceScrape }] of target.vanished) {
      if (target.scrapes - sinceScrape >= SCRAPES_KEPT) target.vanished.delete(name);
    }
  }

  /** Takes what imported files say; targets have the first word. */
  setImported(families: readonly MetricMetadata[]): void {
    this.imported = families;
  }

  removeTarget(targetId: string): void {
    this.targets.delete(targetId);
  }

  /** One entry per family name, sorted by name: of targets that differ the first one with a type speaks. */
  listMetadata(): MetricMetadata[] {
    const byName = new Map<string, MetricMetadata>();
    for (const target of this.targets.values()) {
      for (const family of target.current) addFamily(byName, family);
      for (const { family } of target.vanished.values()) addFamily(byName, family);
    }
    for (const family of this.imported) addFamily(byName, family);
    return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }
}

function addFamily(byName: Map<string, MetricMetadata>, family: MetricMetadata): void {
  const known = byName.get(family.name);
  if (known === undefined || (known.type === 'unknown' && family.type !== 'unknown')) {
    byName.set(family.name, family);
  }
}
