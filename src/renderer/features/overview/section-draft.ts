import type { Unit } from '../../lib/units.ts';
import { RATE_INTERVAL } from '../../state/range-query.ts';
import type { MetricFamily } from './metric-families.ts';
import type { PanelQuery, PanelSpec, SectionSpec, StatSpec } from './panel-spec.ts';

/** The rate of a draft's own series. */
export const RATE = `rate($[${RATE_INTERVAL}])`;

/** A panel over metrics whose names are known. */
export interface PanelDraft {
  readonly id: string;
  readonly title: string;
  readonly kind: PanelSpec['kind'];
  readonly unit: Unit;
  /**
   * Names of the series it needs, parted by blanks, and an expression where `$` stands for the first of them. A query is
   * left out where one of them is absent: versions of an exporter differ.
   */
  readonly queries: readonly (readonly [needs: string, expr: string, legend: string])[];
}

/** A figure of the top row over metrics whose names are known. */
export interface StatDraft extends Omit<StatSpec, 'expr'> {
  readonly needs: string;
  readonly expr: string;
}

/** What is known of a runtime's or an exporter's metrics. */
export interface SectionDraft {
  readonly id: string;
  readonly title: string;
  /** A metric of such a name says that the section's subject is there. */
  readonly mark: RegExp;
  /** First words of names that belong to it: what is left of them stands closed further down. */
  readonly words: readonly string[];
  readonly panels: readonly PanelDraft[];
  readonly stats: readonly StatDraft[];
}

type Families = ReadonlyMap<string, MetricFamily>;

function familiesOf(needs: string, families: Families): MetricFamily[] | null {
  const found = needs.split(' ').map((name) => families.get(name));
  return found.every((family) => family !== undefined) ? found : null;
}

/** `$interval` stays: it is the window of rates. */
function fill(expr: string, family: MetricFamily | undefined): string {
  return expr.replaceAll(/\$(?!interval)/g, family?.seriesName ?? '');
}

function panelFrom(sectionId: string, draft: PanelDraft, families: Families): PanelSpec | null {
  const present = draft.queries.flatMap(([needs, expr, legend]) => {
    const needed = familiesOf(needs, families);
    return needed === null ? [] : [{ needed, expr, legend }];
  });
  const first = present[0]?.needed[0];
  if (first === undefined) return null;
  const drawn = new Set(present.flatMap(({ needed }) => needed));
  return {
    id: `${sectionId}:${draft.id}`,
    title: draft.title,
    help: drawn.size === 1 ? first.help : '',
    kind: draft.kind,
    unit: draft.unit,
    queries: present.map(
      ({ needed, expr, legend }): PanelQuery => ({
        expr: fill(expr, needed[0]),
        legend: present.length === 1 ? '' : legend,
      }),
    ),
    // Quantiles have colours of their own.
    legendLabel: present.every(({ legend }) => /^p\d+$/.test(legend)) ? 'quantile' : 'series',
    wide: false,
    families: [...drawn].map(({ name }) => name),
    type: first.type,
    seriesCount: [...drawn].reduce((sum, { seriesCount }) => sum + seriesCount, 0),
  };
}

/** The draft's panels over the families that are there; null where there is none. `families` are by name and series name. */
export function sectionFrom(
  { id, title, panels: drafts }: Pick<SectionDraft, 'id' | 'title' | 'panels'>,
  families: Families,
): SectionSpec | null {
  const panels = drafts
    .map((draft) => panelFrom(id, draft, families))
    .filter((panel): panel is PanelSpec => panel !== null);
  return panels.length === 0 ? null : { id, title, panels, initiallyOpen: true };
}

/** The draft's figures over the families that are there. */
export function statsFrom(drafts: readonly StatDraft[], families: Families): StatSpec[] {
  return drafts.flatMap(({ needs, expr, ...stat }) => {
    const needed = familiesOf(needs, families);
    return needed === null ? [] : [{ ...stat, expr: fill(expr, needed[0]) }];
  });
}
