import { genericPanel } from './generic-panel.ts';
import { buildHttpPanels, findHttpFamilies } from './http-section.ts';
import type { MetricFamily } from './metric-families.ts';
import type { PanelSpec, SectionSpec, StatSpec } from './panel-spec.ts';
import { buildProcessStats, buildRuntimeSections, indexFamilies } from './runtime-sections.ts';

/** What Overview shows, as data. */
export interface OverviewModel {
  readonly stats: readonly StatSpec[];
  readonly sections: readonly SectionSpec[];
  /** One panel a family: what the search looks through. */
  readonly families: readonly PanelSpec[];
}

/** More generic panels than this make a section start closed. */
const OPEN_PANELS = 12;
const MAX_STATS = 4;
/** What Sextant itself writes: health of targets and states of alerts. */
const OWN_FAMILIES = /^(up|scrape_.*|ALERTS|ALERTS_FOR_STATE)$/;

/** Whether a family was exposed by a target. */
export function isExposed({ name }: MetricFamily): boolean {
  return !OWN_FAMILIES.test(name);
}

function targetStats(families: ReadonlyMap<string, MetricFamily>): StatSpec[] {
  if (!families.has('up')) return [];
  return [
    { id: 'targets', title: 'Targets up', expr: 'sum(up)', unit: 'none', colorSlot: 1, rise: 'good' },
    {
      id: 'samples',
      title: 'Samples per scrape',
      expr: 'sum(scrape_samples_scraped)',
      unit: 'none',
      colorSlot: 0,
      rise: 'neutral',
    },
    {
      id: 'scrape',
      title: 'Scrape duration',
      expr: 'max(scrape_duration_seconds)',
      unit: 'seconds',
      colorSlot: 2,
      rise: 'bad',
    },
  ];
}

/** Families by the first word of their names; words with one family alone share a section. */
function genericSections(families: readonly MetricFamily[]): SectionSpec[] {
  const groups = new Map<string, MetricFamily[]>();
  for (const family of families) {
    const word = /^[^_:]+/.exec(family.name)?.[0] ?? family.name;
    groups.set(word, [...(groups.get(word) ?? []), family]);
  }
  const single = [...groups.values()].filter((group) => group.length === 1).flat();
  const sections = [...groups]
    .filter(([, group]) => group.length > 1)
    .map(
      ([word, group]): SectionSpec => ({
        id: `prefix:${word}`,
        title: word,
        panels: group.map(genericPanel),
        initiallyOpen: group.length <= OPEN_PANELS,
      }),
    );
  if (single.length > 0) {
    sections.push({
      id: 'others',
      title: 'Others',
      panels: single.map(genericPanel),
      initiallyOpen: single.length <= OPEN_PANELS,
    });
  }
  return sections;
}

/**
 * Overview from what the targets expose: recognised sets first (HTTP server, runtimes), then every other family by the
 * first word of its name, then the scrapes themselves. `requestLabels` are the label names of the request counter.
 */
export function buildOverview(
  families: readonly MetricFamily[],
  requestLabels: readonly string[],
): OverviewModel {
  const byName = indexFamilies(families);
  const http = buildHttpPanels(findHttpFamilies(families), requestLabels);
  const runtimes = buildRuntimeSections(byName);
  const curated = http === null ? runtimes : [http.section, ...runtimes];
  const drawn = new Set(curated.flatMap(({ panels }) => panels.flatMap((panel) => panel.families)));
  const own = families.filter((family) => !drawn.has(family.name) && isExposed(family));
  const scrapes = families.filter((family) => !isExposed(family));
  const sections = [...curated, ...placeOwnFirst(genericSections(own))];
  if (scrapes.length > 0) {
    sections.push({
      id: 'scrapes',
      title: 'Scrapes and alerts',
      panels: scrapes.map(genericPanel),
      initiallyOpen: sections.length === 0,
    });
  }
  const stats = [...(http?.stats ?? []), ...buildProcessStats(byName), ...targetStats(byName)];
  return { stats: stats.slice(0, MAX_STATS), sections, families: families.map(genericPanel) };
}

const RUNTIME_WORDS: ReadonlySet<string> = new Set([
  'nodejs',
  'go',
  'process',
  'promhttp',
  'python',
  'jvm',
  'net',
  'node',
]);

/** A service's own metrics say more than the rest of its runtime's. */
function placeOwnFirst(sections: readonly SectionSpec[]): SectionSpec[] {
  const isRuntime = ({ title }: SectionSpec): boolean => RUNTIME_WORDS.has(title);
  return [
    ...sections.filter((section) => !isRuntime(section)),
    ...sections.filter(isRuntime).map((section) => ({ ...section, initiallyOpen: false })),
  ];
}

/** Panels of families whose name or help has all words of the search; '' finds all. */
export function filterPanels(
  panels: readonly PanelSpec[],
  search: string,
  type: PanelSpec['type'] | 'all',
): PanelSpec[] {
  const terms = search.toLowerCase().split(/\s+/).filter(Boolean);
  return panels.filter((panel) => {
    if (type !== 'all' && panel.type !== type) return false;
    const text = `${panel.families.join(' ')} ${panel.title} ${panel.help}`.toLowerCase();
    return terms.every((term) => text.includes(term));
  });
}
