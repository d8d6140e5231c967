import { genericPanel } from './generic-panel.ts';
import { buildHttpPanels, findHttpFamilies } from './http-section.ts';
import type { MetricFamily } from './metric-families.ts';
import type { PanelSpec, SectionSpec, StatSpec } from './panel-spec.ts';
import { buildProcessStats, indexFamilies, recogniseSections } from './recognised-sections.ts';

/** What Overview shows, as data. */
export interface OverviewModel {
  readonly stats: readonly StatSpec[];
  readonly sections: readonly SectionSpec[];
  /** One panel a family: what the search looks through. */
  readonly families: readonly PanelSpec[];
}

/** More generic panels than this make a section start closed, or part by the second word. */
const OPEN_PANELS = 12;
const OPEN_BUDGET = 60;
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

function groupByWords(families: readonly MetricFamily[], count: number): Map<string, MetricFamily[]> {
  const groups = new Map<string, MetricFamily[]>();
  for (const family of families) {
    const words = family.name.split(/[_:]+/).filter(Boolean).slice(0, count).join(' ');
    const group = groups.get(words);
    if (group === undefined) groups.set(words, [family]);
    else group.push(family);
  }
  return groups;
}

function genericSection(id: string, title: string, families: readonly MetricFamily[]): SectionSpec {
  return {
    id,
    title,
    panels: families.map(genericPanel),
    initiallyOpen: families.length <= OPEN_PANELS,
  };
}

/**
 * Families by the first word of their names, of the first two where that makes a section too long to look through;
 * families that stay alone that way share a section.
 */
function genericSections(families: readonly MetricFamily[]): SectionSpec[] {
  const sections: SectionSpec[] = [];
  const alone: MetricFamily[] = [];
  for (const [word, group] of groupByWords(families, 1)) {
    if (group.length === 1) alone.push(...group);
    else if (group.length <= OPEN_PANELS) sections.push(genericSection(`prefix:${word}`, word, group));
    else {
      const rest: MetricFamily[] = [];
      for (const [words, part] of groupByWords(group, 2)) {
        if (part.length === 1) rest.push(...part);
        else sections.push(genericSection(`prefix:${words}`, words, part));
      }
      if (rest.length > 0) sections.push(genericSection(`prefix:${word}`, word, rest));
    }
  }
  if (alone.length > 0) sections.push(genericSection('others', 'Others', alone));
  return sections;
}

/** Closes the sections behind the first so many open panels: a page is read from its top. */
function closeBeyondBudget(sections: readonly SectionSpec[]): SectionSpec[] {
  let open = 0;
  return sections.map((section) => {
    if (!section.initiallyOpen) return section;
    open += section.panels.length;
    return open > OPEN_BUDGET ? { ...section, initiallyOpen: false } : section;
  });
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
  const recognised = recogniseSections(byName, http !== null);
  const curated = http === null ? recognised.sections : [http.section, ...recognised.sections];
  const drawn = new Set(curated.flatMap(({ panels }) => panels.flatMap((panel) => panel.families)));
  const own = families.filter((family) => !drawn.has(family.name) && isExposed(family));
  const scrapes = families.filter((family) => !isExposed(family));
  const sections = closeBeyondBudget([...curated, ...placeOwnFirst(genericSections(own), recognised.words)]);
  if (scrapes.length > 0) {
    sections.push({
      id: 'scrapes',
      title: 'Scrapes and alerts',
      panels: scrapes.map(genericPanel),
      initiallyOpen: sections.length === 0,
    });
  }
  const stats = [
    ...(http?.stats ?? []),
    ...recognised.stats,
    ...buildProcessStats(byName),
    ...targetStats(byName),
  ];
  return { stats: stats.slice(0, MAX_STATS), sections, families: families.map(genericPanel) };
}

/** A service's own metrics say more than what a recognised section left over. */
function placeOwnFirst(sections: readonly SectionSpec[], words: ReadonlySet<string>): SectionSpec[] {
  const isLeft = ({ title }: SectionSpec): boolean => words.has(title.split(' ')[0] ?? '');
  return [
    ...sections.filter((section) => !isLeft(section)),
    ...sections.filter(isLeft).map((section) => ({ ...section, initiallyOpen: false })),
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
    const text =
      `${panel.families.join(' ')} ${panel.family?.seriesName ?? ''} ${panel.title} ${panel.help}`.toLowerCase();
    return terms.every((term) => text.includes(term));
  });
}
