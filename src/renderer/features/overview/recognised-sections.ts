import { RATE_INTERVAL } from '../../state/range-query.ts';
import type { MetricFamily } from './metric-families.ts';
import type { SectionSpec, StatSpec } from './panel-spec.ts';
import { type SectionDraft, sectionFrom, statsFrom } from './section-draft.ts';
import { MYSQL, POSTGRES, REDIS } from './sections/databases.ts';
import { DOTNET } from './sections/dotnet.ts';
import { GO } from './sections/go.ts';
import { HOST } from './sections/host.ts';
import { JVM } from './sections/jvm.ts';
import { NODE } from './sections/node.ts';
import { PROCESS } from './sections/process.ts';

/** In the order they are shown: what an exporter is there for comes before the exporter's own runtime. */
const SUBJECTS: readonly SectionDraft[] = [HOST, POSTGRES, MYSQL, REDIS];
const RUNTIMES: readonly SectionDraft[] = [JVM, DOTNET, NODE, GO, PROCESS];

type Families = ReadonlyMap<string, MetricFamily>;

/** The sections of what was recognised, their figures, and the first words of names that belong to them. */
export interface RecognisedSections {
  readonly sections: readonly SectionSpec[];
  readonly stats: readonly StatSpec[];
  readonly words: ReadonlySet<string>;
}

/**
 * Families by name and by the name of their series: a counter's family is called with `_total` in the text format and
 * without it in OpenMetrics.
 */
export function indexFamilies(families: readonly MetricFamily[]): ReadonlyMap<string, MetricFamily> {
  return new Map(
    families.flatMap((family) => [[family.name, family] as const, [family.seriesName, family] as const]),
  );
}

/** Sections of the exporters and runtimes whose metrics are there. A metric that one section draws, a later one does not. */
export function recogniseSections(families: Families, hasOwnService: boolean): RecognisedSections {
  const names = [...families.keys()];
  const sections: SectionSpec[] = [];
  const stats: StatSpec[] = [];
  const words = new Set<string>();
  let left: Families = families;
  let hasSubject = false;
  for (const draft of [...SUBJECTS, ...RUNTIMES]) {
    if (!names.some((name) => draft.mark.test(name))) continue;
    for (const word of draft.words) words.add(word);
    stats.push(...statsFrom(draft.stats, families));
    const section = sectionFrom(draft, left);
    if (section === null) continue;
    // Beside a host or a database, a runtime is mostly the exporter's own.
    const isSubject = SUBJECTS.includes(draft);
    const isAside = !isSubject && hasSubject && !hasOwnService;
    hasSubject ||= isSubject;
    sections.push(isAside ? { ...section, initiallyOpen: false } : section);
    const drawn = new Set(section.panels.flatMap((panel) => panel.families));
    left = new Map([...left].filter(([, { name }]) => !drawn.has(name)));
    if (draft === NODE) left = withoutTotalCpu(left);
  }
  return { sections, stats, words };
}

/** Node's user and system times are drawn already: their sum would be the same chart again. */
function withoutTotalCpu(families: Families): Families {
  return new Map([...families].filter(([name]) => !/^process_cpu_seconds(_total)?$/.test(name)));
}

/** Figures for the top row that any process can give, best first. */
export function buildProcessStats(families: ReadonlyMap<string, MetricFamily>): StatSpec[] {
  const stats: StatSpec[] = [];
  if (families.has('process_resident_memory_bytes')) {
    stats.push({
      id: 'memory',
      title: 'Memory',
      expr: 'sum(process_resident_memory_bytes)',
      unit: 'bytes',
      colorSlot: 3,
      rise: 'neutral',
    });
  }
  const cpu = families.get('process_cpu_seconds_total');
  if (cpu !== undefined) {
    stats.push({
      id: 'cpu',
      title: 'CPU',
      expr: `sum(rate(${cpu.seriesName}[${RATE_INTERVAL}]))`,
      unit: 'ratio',
      colorSlot: 5,
      rise: 'neutral',
    });
  }
  return stats;
}
